"""The school calendar: which days are school days, and the law's working days beside them.

Two clocks that are never one number: an internal target counts school days, § 12-6 counts working
days. Public holidays follow lov om 1 og 17 mai and the church year (Easter through dateutil); the
first and last day and the school's own holidays are data, set by the school.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar

from dateutil.easter import easter

from core.school import settings
from core.school.settings import Setting
from core.school.year import school_year
from core.store.engine import Store
from core.store.schema.school import setting

DAY = timedelta(days=1)
WEEKEND = 5  # Saturday and later, as date.weekday counts
LEAST_HALF = 30  # school days; fewer and half of the year is lacking
LONGEST_SEARCH = 400  # days: past a whole summer and a calendar that nobody filled in


@functools.cache
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of a calendar year in Norway, Sundays aside."""
    e = easter(year)
    moving = (e + DAY * n for n in (-3, -2, 1, 39, 50))
    return frozenset(
        [*(date(year, *d) for d in ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))), *moving]
    )


def is_working_day(day: date) -> bool:
    """Monday to Friday, public holidays aside."""
    return day.weekday() < WEEKEND and day not in public_holidays(day.year)


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after `day`."""
    while n > 0:
        day += DAY
        n -= is_working_day(day)
    return day


@dataclass(frozen=True)
class Holiday:
    """Days off of the school's own: the first and the last of them."""

    first: date
    last: date
    names: dict[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Year:
    """One school year: first and last school day, and the holidays between."""

    first: date
    last: date
    holidays: tuple[Holiday, ...] = ()


def usual(year: int) -> Year:
    """What a school year in Norway usually looks like, for a year that the school has not set."""
    start = date(year, 8, 15)
    start += DAY * (-start.weekday() % 7)  # the Monday on or after 15 August
    e = easter(year + 1)
    end = date(year + 1, 6, 20)
    end -= DAY * max(0, end.weekday() - 4)
    return Year(
        start,
        end,
        (
            Holiday(*_week(year, 40), {"nb": "Høstferie", "nn": "Haustferie"}),
            Holiday(date(year, 12, 22), date(year + 1, 1, 1), {"nb": "Juleferie"}),
            Holiday(*_week(year + 1, 8), {"nb": "Vinterferie"}),
            Holiday(e - DAY * 6, e + DAY, {"nb": "Påskeferie"}),
        ),
    )


def _week(year: int, week: int) -> tuple[date, date]:
    monday = date.fromisocalendar(year, week, 1)
    return monday, monday + DAY * 4


@dataclass(frozen=True, kw_only=True)
class SchoolCalendar(Setting):
    """The school years that the school has set, by the year in which each begins."""

    NAME: ClassVar[str] = "calendar"
    OLDER = (lambda years: {"years": years},)  # 1: the years alone

    years: dict[int, Year] = field(default_factory=dict)


@dataclass(frozen=True)
class SchoolDays:
    """The school's calendar; years that it has not set are the usual ones."""

    years: dict[int, Year] = field(default_factory=dict)
    # A list of cases asks about the same weeks row by row.
    _known: dict[date, bool] = field(default_factory=dict, compare=False, repr=False)
    _counted: dict[tuple[date, date], int] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def load(cls, store: Store) -> SchoolDays:
        """The calendar in force."""
        return cls(settings.load(store, SchoolCalendar).years)

    def year(self, year: int) -> Year:
        """The school year that begins in `year`."""
        return self.years.get(year) or usual(year)

    def is_school_day(self, day: date) -> bool:
        """Whether there is school on this day."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._is_school_day(day)
        return known

    def _is_school_day(self, day: date) -> bool:
        year = self.year(school_year(day))
        return (
            year.first <= day <= year.last
            and is_working_day(day)
            and not any(h.first <= day <= h.last for h in year.holidays)
        )

    def next_school_day(self, day: date, including: bool = False) -> date:
        """The first school day after `day`, or `day` itself if it counts and is one."""
        if not including:
            day += DAY
        for _ in range(LONGEST_SEARCH):
            if self.is_school_day(day):
                return day
            day += DAY
        return day

    def add(self, day: date, n: int) -> date:
        """The n-th school day after `day`."""
        for _ in range(n):
            day = self.next_school_day(day)
        return day

    def count(self, start: date, end: date) -> int:
        """How many school days lie after `start`, up to and with `end`."""
        known = self._counted.get((start, end))
        if known is None:
            between = (start + DAY * n for n in range(1, (end - start).days + 1))
            known = self._counted[start, end] = sum(map(self.is_school_day, between))
        return known


def halves(number: int, year: Year) -> tuple[int, int]:
    """How many school days the year that begins in `number` has before New Year, and after it."""
    calendar = SchoolDays({number: year})
    starts, turns, ends = date(number, 7, 31), date(number, 12, 31), date(number + 1, 7, 31)
    return calendar.count(starts, turns), calendar.count(turns, ends)


def load(store: Store) -> SchoolDays:
    """The calendar in force."""
    return store.remember("calendar", [setting], lambda: SchoolDays.load(store))
