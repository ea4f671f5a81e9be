"""The school as it presents itself: name, colour, contacts, where the quick exit leads."""

from dataclasses import dataclass, field
from typing import ClassVar

import sqlalchemy as sa

from core.school import settings
from core.school.settings import Setting
from core.store.engine import Store
from core.store.schema.school import school


@dataclass(frozen=True, kw_only=True)
class Profile(Setting):
    """What the school says of itself; texts that it writes are by language."""

    NAME: ClassVar[str] = "profile"

    name: str = "Skolen"
    short_name: str = "skolen"
    county: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    controller: str = ""  # behandlingsansvarlig
    privacy_officer: str = ""  # personvernombud
    # What the school calls its committee: Skoleutvalg, …
    committee: dict[str, str] = field(
        default_factory=lambda: {
            "nb": "Skoleutvalget",
            "nn": "Skuleutvalet",
            "en": "School committee",
        }
    )
    exit_site: str = "https://www.yr.no"
    values: dict[str, str] = field(default_factory=dict)
    for_real_reports: bool = False  # until the school has what it takes to receive real ones


def profile(store: Store) -> Profile:
    """The profile in force."""
    return settings.load(store, Profile)


def is_demonstration(store: Store) -> bool:
    """Whether this folder was made by `skolemiljo demo`; that never changes."""

    def ask() -> bool:
        row = store.row(sa.select(school.c.demonstration).where(store.mine(school)))
        return row is not None and bool(row.demonstration)

    return store.remember("demonstration", [school], ask)


def is_set_up(store: Store) -> bool:
    """Whether the database holds a school at all."""
    return store.row(sa.select(school.c.slug).where(store.mine(school))) is not None
