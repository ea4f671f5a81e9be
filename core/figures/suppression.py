"""What makes a figure safe to show: small numbers as one band, all others rounded to five.

They are pure: counts in, what may be shown out. Nothing here knows a report; `auditor` decides
what may follow on what was shown before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Five, not Statistics Norway's three: the readers know everyone at the school, those counted are
# minors, and what the committee gets is public (forskrift om skoleregler § 13).
SMALLEST = 5
BASE = 5
PERCENT_FROM = 20  # a percentage of a smaller number tells the number itself
FEWEST_CELLS = 3  # a table with fewer numbers than this is put in one sentence

# What is shown: a multiple of five, or None for the band "færre enn 5" (0 to 4).
Shown = int | None


@dataclass(frozen=True)
class Count:
    """How many reports, and from how many matters: reports of one case count as one."""

    reports: int
    matters: int


NOTHING = Count(0, 0)


@dataclass(frozen=True)
class Table:
    """One safe one-way table: what each row shows, or no rows at all if too few are visible."""

    rows: tuple[tuple[str, Shown], ...]
    is_shown: bool  # false: the table is replaced by one sentence

    def visible(self) -> list[tuple[str, int]]:
        """The rows that have a number, largest first; equal ones in the table's order."""
        found = [(name, value) for name, value in self.rows if value is not None]
        return sorted(found, key=lambda row: -row[1])


def shown(count: Count) -> Shown:
    """The number as it may be shown.

    Fewer than five matters is the band, however many reports they gave: eight reports about one
    student are one student.
    """
    if count.matters < SMALLEST:
        return None
    return nearest(count.reports)


def nearest(number: int) -> int:
    """The nearest multiple of five; a whole number is never halfway between two."""
    return (number + BASE // 2) // BASE * BASE


def table(
    counts: Mapping[str, Count], names: tuple[str, ...], before: Mapping[str, int] | None = None
) -> Table:
    """A one-way table with a row for each name, in that order.

    `before` is the highest number that each row has shown: it never falls below that, and a row
    that has gone from the form stays last.
    """
    highest = before or {}
    all_names = (*names, *(name for name in highest if name not in names))
    rows = tuple((name, _not_below(name, counts, highest)) for name in all_names)
    if sum(value is not None for _, value in rows) < FEWEST_CELLS:
        return Table((), is_shown=False)
    return Table(rows, is_shown=True)


def _not_below(name: str, counts: Mapping[str, Count], highest: Mapping[str, int]) -> Shown:
    both = (shown(counts.get(name, NOTHING)), highest.get(name))
    return max((number for number in both if number is not None), default=None)


def percent(part: Shown, base: Shown) -> int | None:
    """A share in per cent, of what is shown and rounded to five; None if none may be shown."""
    if part is None or base is None or base < PERCENT_FROM:
        return None
    return min(100, nearest(round(100 * part / base)))


def interval(value: Shown) -> tuple[int, int]:
    """What a reader knows about the number of reports behind a shown value: (least, most)."""
    if value is None:
        return 0, SMALLEST - 1
    return max(SMALLEST, value - BASE // 2), value + BASE // 2
