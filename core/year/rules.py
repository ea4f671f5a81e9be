"""When the plan says that something is done: time rules, and their windows in a school year.

A rule is what the plan's column Tid means; how the plan writes it is kept beside it and shown.
Every window lies between 1 August and 31 July. Whether an activity is for those who need it is a
flag of the activity, not a rule.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any

from core.school.days import DAY, SchoolDays

WEEK = timedelta(weeks=1)
# A month with fewer school days than this has no meeting that is due (August, June).
LEAST_SCHOOL_DAYS = 8
LONGEST_WAIT = 20  # weeks after school start that a relative window may reach
MOST_TIMES = 60  # a count range beyond this is a typing mistake
LAST_AUTUMN_WEEK = 53
FIRST_AUTUMN_WEEK = 31  # weeks from here on belong to the autumn a school year begins in


@dataclass(frozen=True)
class Window:
    """The days in which a task is to be done, both included."""

    opens: date
    closes: date


@dataclass(frozen=True)
class Weekly:
    """W, W3: every week, or every third, in school weeks; confirmed once a half-year."""

    every: int = 1


@dataclass(frozen=True)
class Continuous:
    """CONT: all the time; confirmed once a half-year."""


@dataclass(frozen=True)
class Monthly:
    """M: once a month."""


@dataclass(frozen=True)
class TimesAYear:
    """N: so many times a year; done at the least."""

    least: int
    most: int


@dataclass(frozen=True)
class IsoWeeks:
    """ISO: given weeks of the calendar."""

    first: int
    last: int


@dataclass(frozen=True)
class Months:
    """MON: from a month to a month, both whole."""

    first: int
    last: int


@dataclass(frozen=True)
class FromStart:
    """REL: weeks from school start; 0 is the first school week, -1 the one before it.

    `day` makes it the first school day alone.
    """

    first: int
    last: int
    day: bool = False


@dataclass(frozen=True)
class MidTerm:
    """SEM: the middle of each half-year (the middle third of its days)."""


@dataclass(frozen=True)
class Yearly:
    """YR: once, some time in the school year."""


@dataclass(frozen=True)
class Series:
    """SER: dates that the school sets itself; not planned until then, never late."""


@dataclass(frozen=True)
class Undated:
    """UNDATED: the plan gives no time; not planned until the school sets one, never late."""


Rule = (
    Weekly
    | Continuous
    | Monthly
    | TimesAYear
    | IsoWeeks
    | Months
    | FromStart
    | MidTerm
    | Yearly
    | Series
    | Undated
)
KINDS: dict[str, type[Rule]] = {
    "W": Weekly,
    "CONT": Continuous,
    "M": Monthly,
    "N": TimesAYear,
    "ISO": IsoWeeks,
    "MON": Months,
    "REL": FromStart,
    "SEM": MidTerm,
    "YR": Yearly,
    "SER": Series,
    "UNDATED": Undated,
}
# So often that a tick each time would be noise: "gjennomføres som planlagt", once a half-year.
FREQUENT = (Weekly, Continuous)
# Nothing is due before the school has set a date.
WITHOUT_DATES = (Series, Undated)


def read(saved: dict[str, Any]) -> Rule:
    """The rule in {"kind": "ISO", "first": 38, "last": 39}; ValueError if it cannot be one."""
    facts = dict(saved)
    kind = KINDS.get(str(facts.pop("kind", "")))
    if kind is None:
        raise ValueError("kind")
    try:
        rule = kind(**facts)
    except TypeError:
        raise ValueError(", ".join(facts) or "kind") from None
    wrong = _wrong(rule)
    if wrong:
        raise ValueError(wrong)
    return rule


def saved(rule: Rule) -> dict[str, Any]:
    """The rule as JSON."""
    return {"kind": kind(rule), **asdict(rule)}


def kind(rule: Rule) -> str:
    """The short name of a rule, as W, N or ISO."""
    return next(name for name, of in KINDS.items() if type(rule) is of)


def _wrong(rule: Rule) -> str:
    """The field that cannot be taken, or an empty text."""
    for field in fields(rule):  # a yes is no number, although Python says that it is
        if type(getattr(rule, field.name)) is not {"int": int, "bool": bool}[str(field.type)]:
            return "first"
    match rule:
        case Weekly(every=every) if not 1 <= every <= 4:
            return "every"
        case TimesAYear(least=least, most=most) if not 1 <= least <= most <= MOST_TIMES:
            return "least"
        case IsoWeeks(first=first, last=last) if not (
            1 <= first <= LAST_AUTUMN_WEEK
            and 1 <= last <= LAST_AUTUMN_WEEK
            and _in_year(first) <= _in_year(last)
        ):
            return "first"
        case Months(first=first, last=last) if not (
            1 <= first <= 12 and 1 <= last <= 12 and (first - 8) % 12 <= (last - 8) % 12
        ):
            return "first"
        case FromStart(first=first, last=last) if not -2 <= first <= last <= LONGEST_WAIT:
            return "first"
        case _:
            return ""


def _in_year(week: int) -> int:
    return week if week >= FIRST_AUTUMN_WEEK else week + LAST_AUTUMN_WEEK


def halves(year: int, calendar: SchoolDays) -> tuple[Window, Window]:
    """The two half-years of a school year: they meet at New Year."""
    term = calendar.year(year)
    new_year = date(year + 1, 1, 1)
    last = new_year
    while last > term.first and not calendar.is_school_day(last):
        last -= DAY
    return (
        Window(term.first, last),
        Window(calendar.next_school_day(new_year), term.last),
    )


def windows(rule: Rule, year: int, calendar: SchoolDays) -> tuple[Window, ...]:
    """The windows of a rule in the school year that begins in `year`, in order of time."""
    return tuple(_within(w, year) for w in _windows(rule, year, calendar))


def _windows(rule: Rule, year: int, calendar: SchoolDays) -> list[Window]:
    term = calendar.year(year)
    whole = Window(term.first, term.last)
    match rule:
        case Weekly() | Continuous():
            return list(halves(year, calendar))
        case Monthly():
            months = [_month(year, n) for n in (8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6)]
            return [m for m in months if _school_days(m, calendar) >= LEAST_SCHOOL_DAYS]
        case TimesAYear() | Yearly():
            return [whole]
        case IsoWeeks(first=first, last=last):
            return [Window(_monday(year, first), _monday(year, last) + DAY * 4)]
        case Months(first=first, last=last):
            return [Window(_month(year, first).opens, _month(year, last).closes)]
        case FromStart(day=True):
            return [Window(term.first, term.first)]
        case FromStart(first=first, last=last):
            monday = term.first - DAY * term.first.weekday()
            opens = monday + WEEK * first
            closes = monday + WEEK * last + DAY * 4
            return [Window(max(opens, term.first) if first >= 0 else opens, closes)]
        case MidTerm():
            return [_middle(half) for half in halves(year, calendar)]
        case _:
            return []


def _month(year: int, month: int) -> Window:
    opens = date(year if month >= 8 else year + 1, month, 1)
    return Window(opens, (opens + DAY * 31).replace(day=1) - DAY)


def _school_days(window: Window, calendar: SchoolDays) -> int:
    return calendar.count(window.opens - DAY, window.closes)


def _monday(year: int, week: int) -> date:
    number = year if week >= FIRST_AUTUMN_WEEK else year + 1
    if week == LAST_AUTUMN_WEEK:  # most years have 52: then their last
        week = date(number, 12, 28).isocalendar().week
    return date.fromisocalendar(number, week, 1)


def _middle(half: Window) -> Window:
    third = (half.closes - half.opens) // 3
    return Window(half.opens + third, half.closes - third)


def _within(window: Window, year: int) -> Window:
    first, last = date(year, 8, 1), date(year + 1, 7, 31)
    return Window(min(max(window.opens, first), last), min(max(window.closes, first), last))
