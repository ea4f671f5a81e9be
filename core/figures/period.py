"""The stretches of time that safe figures are made for: half-years.

Autumn is August to December, spring January to July; nothing that overlaps another is ever shown,
since the one can be subtracted from the other. A whole school year could be released once: such a
release still opens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.school import year as school_year


class PeriodKind(StrEnum):
    """What a period is."""

    AUTUMN = "autumn"
    SPRING = "spring"
    YEAR = "year"


@dataclass(frozen=True, order=True)
class Period:
    """One half-year or school year; `school_year` is the year it began (2026 for 2026/27)."""

    school_year: int
    kind: PeriodKind

    @property
    def start(self) -> date:
        """The first day."""
        if self.kind is PeriodKind.SPRING:
            return date(self.school_year + 1, 1, 1)
        return date(self.school_year, 8, 1)

    @property
    def end(self) -> date:
        """The last day."""
        if self.kind is PeriodKind.AUTUMN:
            return date(self.school_year, 12, 31)
        return date(self.school_year + 1, 7, 31)

    @property
    def code(self) -> str:
        """How it is kept: 2026-H, 2027-V, 2026/27."""
        if self.kind is PeriodKind.YEAR:
            return school_year.label(self.school_year)
        return f"{self.start.year}-{'H' if self.kind is PeriodKind.AUTUMN else 'V'}"

    def finished(self, today: date) -> bool:
        """Whether its last day has passed."""
        return today > self.end

    def overlaps(self, other: Period) -> bool:
        """Whether a day is in both."""
        return self.start <= other.end and other.start <= self.end


def parse(code: str) -> Period:
    """The period with this code; raises ValueError for anything else."""
    for year in (int(code[:4]) - 1, int(code[:4])):
        for kind in PeriodKind:
            if Period(year, kind).code == code:
                return Period(year, kind)
    raise ValueError("no such period")


def half_of(day: date) -> Period:
    """The half-year that a day is in."""
    kind = PeriodKind.AUTUMN if day.month >= 8 else PeriodKind.SPRING
    return Period(school_year.school_year(day), kind)


def finished_since(first: date, today: date) -> list[Period]:
    """Every finished half-year with a day from `first` on, newest first."""
    years = range(school_year.school_year(first), school_year.school_year(today) + 1)
    halves = (PeriodKind.AUTUMN, PeriodKind.SPRING)
    found = [Period(year, kind) for year in years for kind in halves]
    found = [p for p in found if p.finished(today) and p.end >= first]
    return sorted(found, key=lambda p: p.end, reverse=True)
