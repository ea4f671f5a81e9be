"""The school as it presents itself: name, colour, contacts, where the quick exit leads."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core import preset_file, settings
from core.store.engine import Store, Tx
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


READING: dict[str, Any] = {"deputy": True, "from_hour": 8, "to_hour": 15, "delegate": ""}


def install(tx: Tx, folder: Path) -> None:
    """A preset's profile, who reads and when, and internal targets, in a new school.

    A mistake in profile.toml is refused with file, field and cure.
    """
    file = preset_file.read(folder, "profile.toml")
    told = dict(file.content)
    reading = READING | _table(file, told.pop("reading", {}), "reading")
    goals = _table(file, told.pop("goals", {}), "goals")
    for name, value in told.items():
        if name not in DEFAULTS:
            raise file.fault(name, "preset.error.one_of", name=name, choices=", ".join(DEFAULTS))
        if not isinstance(value, type(DEFAULTS[name])):
            raise file.fault(name, "preset.error.text", name=name)
    if not told.get("name"):
        raise file.fault("name", "preset.error.text", name="name")
    for name, days in goals.items():
        if not isinstance(days, int) or not 1 <= days <= LONGEST_GOAL:
            raise file.fault(name, "preset.error.number", name=name, least=1, most=LONGEST_GOAL)
    for name in ("from_hour", "to_hour"):
        if not isinstance(reading[name], int) or not 0 <= reading[name] <= 24:
            raise file.fault(name, "preset.error.number", name=name, least=0, most=24)
    settings.put(tx, "profile", told)
    settings.put(tx, "reading", reading)
    settings.put(tx, "goals", goals)


LONGEST_GOAL = 20  # school days; a month is no longer "snarast" in anybody's words


def _table(file: preset_file.PresetFile, value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise file.fault(name, "preset.error.not_tables", table=name)
    return value
