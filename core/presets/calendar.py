"""calendar.toml: first and last school day of each year, and the school's own holidays."""

import re
from datetime import date
from pathlib import Path

from pydantic import RootModel

from core.presets import file
from core.school import days, settings
from core.store.engine import Tx


class Span(file.FilePart):
    """From a day to a day, both included."""

    first: str
    last: str


class HolidayPart(Span):
    """Days off of the school's own."""

    names: file.Named


class YearPart(Span):
    """One school year."""

    holidays: list[HolidayPart]


class CalendarFile(RootModel[dict[str, YearPart]]):
    """The whole file: a table a school year, named by the year it begins in."""


def install(tx: Tx, folder: Path) -> None:
    """The calendar of a preset in a new school."""
    preset = file.read(folder, "calendar.toml", CalendarFile)
    kept: dict[int, days.Year] = {}
    for number, year in preset.content.root.items():
        row = preset.line(number)
        if not re.fullmatch(r"20\d\d", number):
            raise preset.fault(row, "preset.error.one_of", name=number, choices="2026, 2027")
        try:
            read = kept[int(number)] = _read(year)
        except ValueError:
            raise preset.fault(row, "preset.error.day", name="first, last") from None
        spans = [(read.first, read.last), *((h.first, h.last) for h in read.holidays)]
        least, most = date(int(number), 8, 1), date(int(number) + 1, 7, 31)
        for a, b in spans:
            if not least <= a <= b <= most:
                raise preset.fault(
                    row, "preset.error.span", first=a, last=b, least=least, most=most
                )
        autumn, spring = days.halves(int(number), read)
        if min(autumn, spring) < days.LEAST_HALF:
            raise preset.fault(
                row, "preset.error.half", autumn=autumn, spring=spring, least=days.LEAST_HALF
            )
    settings.save(tx, days.SchoolCalendar(years=kept))


def _read(year: YearPart) -> days.Year:
    day = date.fromisoformat
    off = (days.Holiday(day(h.first), day(h.last), h.names.model_dump()) for h in year.holidays)
    return days.Year(day(year.first), day(year.last), tuple(off))
