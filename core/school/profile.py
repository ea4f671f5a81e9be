"""The school as it presents itself: name, colour, contacts, where the quick exit leads."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core.presets import file as preset_file
from core.school import settings
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


def is_set_up(store: Store) -> bool:
    """Whether the database holds a school at all."""
    return store.row(sa.select(school.c.slug).where(store.mine(school))) is not None


WORDS = {"nb": str, "nn": str, "en?": str}
SHAPE = {
    **{name: str for name, default in DEFAULTS.items() if isinstance(default, str)},
    "committee": WORDS,
    "values": WORDS,
    "reading": {"deputy": bool, "from_hour": int, "to_hour": int},
    "goals": dict.fromkeys(("tell", "begin", "hear", "plan", "next_round", "confirm"), int),
}
READING: dict[str, Any] = {"deputy": True, "from_hour": 8, "to_hour": 15, "delegate": ""}


def install(tx: Tx, folder: Path) -> None:
    """A preset's profile, who reads and when, and internal targets, in a new school.

    A mistake in profile.toml is refused with file, line and cure.
    """
    file = preset_file.read(folder, "profile.toml", SHAPE)
    told = dict(file.content)
    reading, goals = READING | told.pop("reading"), told.pop("goals")
    for name in ("name", "exit_site"):
        file.filled(file.line(name), told, name)
    for name in ("exit_site", "web"):
        if told[name] and not told[name].startswith("https://"):
            raise file.fault(file.line(name), "preset.error.url", name=name)
    for name, days in goals.items():
        if not 1 <= days <= LONGEST_GOAL:
            row = file.line("goals", name)
            raise file.fault(row, "preset.error.number", name=name, least=1, most=LONGEST_GOAL)
    start, end = reading["from_hour"], reading["to_hour"]
    if not 0 <= start < end <= 24:
        row = file.line("reading", "to_hour")
        raise file.fault(row, "preset.error.number", name="to_hour", least=start + 1, most=24)
    settings.put(tx, "profile", told)
    settings.put(tx, "reading", reading)
    settings.put(tx, "goals", goals)


LONGEST_GOAL = 20  # school days; a month is no longer "snarast" in anybody's words
