"""Numbers to call: the school's own data, shown before and after a report, whatever it says."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar

from core.school import settings
from core.school.settings import Setting
from core.store.engine import Store
from core.store.schema.school import setting

FIRST = ("police", "children", "mental_health")  # what stands on every public page (screens)
NUMBER = re.compile(r"^[0-9 ]{3,20}$")
ADDRESS = re.compile(r"^https://[a-z0-9./-]+$")


@dataclass(frozen=True, kw_only=True)
class HelpLine:
    """One line; `checked_on` is the day on which the school last confirmed it."""

    id: str
    name: dict[str, str]
    number: str = ""
    hours: dict[str, str] = field(default_factory=dict)
    web: str = ""
    source: str = ""  # where the number was found, of a line that came with the preset
    suggested: bool = False  # and so not in force
    checked_on: date | None = None

    @property
    def tel(self) -> str:
        """What a telephone calls when it is touched."""
        return "tel:" + self.number.replace(" ", "")


def _lines_alone(kept: list[dict[str, Any]]) -> dict[str, Any]:
    """Format 1 was a list of lines, and no day was an empty text."""
    return {"lines": [{k: v for k, v in line.items() if v not in ("", None)} for line in kept]}


@dataclass(frozen=True, kw_only=True)
class HelpLines(Setting):
    """Every line in the school's order, and the suggestions."""

    NAME: ClassVar[str] = "help_lines"
    OLDER = (_lines_alone,)

    lines: tuple[HelpLine, ...] = ()


def lines(store: Store) -> tuple[HelpLine, ...]:
    """The lines in force, in the school's order; a suggestion is not in force."""

    def ask() -> tuple[HelpLine, ...]:
        kept = settings.load(store, HelpLines).lines
        return tuple(_shown(line) for line in kept if not line.suggested)

    return store.remember("help_lines", [setting], ask)


def first(store: Store) -> tuple[HelpLine, ...]:
    """The few that stand beside a report: those that answer day and night."""
    found = [line for line in lines(store) if line.number]
    by_id = {line.id: line for line in found}
    return tuple(by_id[name] for name in FIRST if name in by_id) or tuple(found[:3])


def _shown(line: HelpLine) -> HelpLine:
    """The line without a number or an address that nobody could follow."""
    return replace(
        line,
        number=line.number if NUMBER.match(line.number) else "",
        web=line.web if ADDRESS.match(line.web) else "",
    )
