"""How long it took from a matter was received until each duty was met, in school days."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import accumulate

from core.school import settings
from core.school.days import SchoolDays
from core.school.goals import Goals
from core.store.engine import Store

# In the order of § 12-4; the keys are those of the school's internal targets.
DUTIES = ("tell", "begin", "hear", "plan", "carry_out", "evaluate")


@dataclass(frozen=True, kw_only=True)
class LeadTime:
    """The school days to one duty, over the cases in which it was met."""

    duty: str
    cases: int
    median: int
    slow: int  # nine of ten cases took this long at most
    goal: int | None  # the internal target, None if the school has none
    within: int | None  # cases that met it


def measured(store: Store, rows: Iterable[tuple[str, date, date, int]]) -> tuple[LeadTime, ...]:
    """Lead times from (duty, received on, met on, how many cases)."""
    rows = list(rows)
    goals = asdict(settings.load(store, Goals))
    if not rows:
        return ()
    days = SchoolDays.load(store)
    known = {day for row in rows for day in row[1:3]}
    numbered = _numbered(days, min(known), max(known))
    taken: dict[str, Counter[int]] = {duty: Counter() for duty in DUTIES}
    for duty, received, met, cases in rows:
        taken[duty][max(0, numbered[met] - numbered[received])] += cases
    return tuple(_lead_time(d, taken[d], goals.get(d)) for d in DUTIES if taken[d])


def _numbered(days: SchoolDays, first: date, last: date) -> dict[date, int]:
    """How many school days there are from `first` up to and with each day."""
    out, count, day = {}, 0, first
    while day <= last:
        count += days.is_school_day(day)
        out[day] = count
        day += timedelta(days=1)
    return out


def _lead_time(duty: str, taken: Counter[int], goal: int | None) -> LeadTime:
    lengths = sorted(taken)
    until = list(accumulate(taken[length] for length in lengths))
    cases = until[-1]

    def at(share: float) -> int:
        return lengths[bisect.bisect_left(until, share * cases)]

    within = None if goal is None else sum(n for length, n in taken.items() if length <= goal)
    return LeadTime(duty=duty, cases=cases, median=at(0.5), slow=at(0.9), goal=goal, within=within)
