"""The school as it presents itself: name, colour, contacts, where the quick exit leads."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.school import settings
from core.store.engine import Store
from core.store.schema.school import school, setting


@dataclass(frozen=True)
class Profile:
    """What the school says of itself; texts that it writes are by language."""

    name: str
    short_name: str
    county: str
    address: str
    phone: str
    email: str
    web: str
    controller: str  # behandlingsansvarlig
    privacy_officer: str  # personvernombud
    committee: dict[str, str]  # what the school calls its committee: Skoleutvalg, …
    exit_site: str
    values: dict[str, str]
    for_real_reports: bool  # false until the school has what it takes to receive real ones


DEFAULTS: dict[str, Any] = {
    "name": "Skolen",
    "short_name": "skolen",
    "county": "",
    "address": "",
    "phone": "",
    "email": "",
    "web": "",
    "controller": "",
    "privacy_officer": "",
    "committee": {"nb": "Skoleutvalget", "nn": "Skuleutvalet", "en": "School committee"},
    "exit_site": "https://www.yr.no",
    "values": {},
    "for_real_reports": False,
}


def profile(store: Store) -> Profile:
    """The profile in force; what the school has not set has its default."""

    def make() -> Profile:
        saved = settings.get(store, "profile", {})
        return Profile(**{name: saved.get(name, default) for name, default in DEFAULTS.items()})

    return store.remember("profile", [setting], make)


def is_demonstration(store: Store) -> bool:
    """Whether this folder was made by `skolemiljo demo`; that never changes."""

    def ask() -> bool:
        row = store.row(sa.select(school.c.demonstration).where(store.mine(school)))
        return row is not None and bool(row.demonstration)

    return store.remember("demonstration", [school], ask)


def is_set_up(store: Store) -> bool:
    """Whether the database holds a school at all."""
    return store.row(sa.select(school.c.slug).where(store.mine(school))) is not None


READING: dict[str, Any] = {"deputy": True, "from_hour": 8, "to_hour": 15, "delegate": ""}
LONGEST_GOAL = 20  # school days; a month is no longer "snarast" in anybody's words
