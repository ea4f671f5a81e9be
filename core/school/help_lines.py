"""Numbers to call: the school's own data, shown before and after a report, whatever it says."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.school import settings
from core.store.engine import Store
from core.store.schema.school import setting

FIRST = ("police", "children", "mental_health")  # what stands on every public page (screens)
NUMBER = re.compile(r"^[0-9 ]{3,20}$")
ADDRESS = re.compile(r"^https://[a-z0-9./-]+$")


@dataclass(frozen=True)
class HelpLine:
    """One line; `checked_on` is the day on which the school last confirmed it."""

    id: str
    name: dict[str, str]
    number: str
    hours: dict[str, str]
    web: str
    checked_on: date | None

    @property
    def tel(self) -> str:
        """What a telephone calls when it is touched."""
        return "tel:" + self.number.replace(" ", "")


def lines(store: Store) -> tuple[HelpLine, ...]:
    """The lines in force, in the school's order; a suggestion is not in force."""

    def ask() -> tuple[HelpLine, ...]:
        saved = settings.get(store, "help_lines", [])
        return tuple(_line(raw) for raw in saved if not raw.get("suggested"))

    return store.remember("help_lines", [setting], ask)


def first(store: Store) -> tuple[HelpLine, ...]:
    """The few that stand beside a report: those that answer day and night."""
    found = [line for line in lines(store) if line.number]
    by_id = {line.id: line for line in found}
    return tuple(by_id[name] for name in FIRST if name in by_id) or tuple(found[:3])


def _line(raw: dict[str, Any]) -> HelpLine:
    number = raw["number"] if NUMBER.match(raw["number"]) else ""
    checked = raw.get("checked_on")
    return HelpLine(
        raw["id"],
        raw["name"],
        number,
        raw.get("hours") or {},
        raw["web"] if ADDRESS.match(raw.get("web") or "") else "",
        date.fromisoformat(checked) if checked else None,
    )
