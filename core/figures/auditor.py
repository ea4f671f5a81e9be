"""The one auditor: what is shown next outside the case team, decided from what was shown before.

A half-year is a line of moments: each batch of the plenary level, and its release. The rules are
such that anybody may know them:

* a moment comes only when five more matters are counted than at the one before;
* what was once a number stays at least that number, whatever became of its reports;
* the total is told in the release alone, and is never less than the line before it takes up.

Nobody can compute that a number is one to four, or when a report came, since what is shown is
always just what these rules would have shown in another school: the one where each number is exact,
each band is empty and all that came between two moments came on one and the same day, whichever. In
that *world of fives* no count and no difference between two is one to four. So nothing is ever
weighed against the hidden counts, no program has to be solved, and no answer is refused: that a
number stays, or that a table is not shown, holds in that world too.

It leans on one fact of the form: a report may tick several rows or none (`forms.problems` holds
it). Were one tick required, the rows would together be at least the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.figures import suppression
from core.figures.suppression import BASE, FEWEST_CELLS, Table
from core.figures.tables import LAWS, Exact, SafeFigures

FEWEST_NEW = BASE  # matters: fewer would move a number by less than it is rounded to
NO_TABLE = Table((), is_shown=False)
Numbers = Mapping[str, int]  # the rows that have shown a number, with the highest of each


@dataclass(frozen=True)
class Moment:
    """What was shown of a half-year at one moment, and how many matters more than before it."""

    matters: int
    figures: SafeFigures


def new_matters(shown: Iterable[Moment], matters: int) -> int:
    """How many more there are now than when the last of the moments was shown."""
    return matters - sum(moment.matters for moment in shown)


def following(shown: Sequence[Moment], now: Exact, areas: tuple[str, ...]) -> Moment | None:
    """The moment that may follow those shown, without its total; None if too little has come."""
    new = new_matters(shown, now.all.matters)
    if new < FEWEST_NEW:
        return None
    kind = suppression.table(now.kind, LAWS, _numbers(shown, "kind"))
    area = suppression.table(now.area, areas, _numbers(shown, "area"))
    return Moment(new, SafeFigures(None, kind, area))


def release(shown: Sequence[Moment], now: Exact, areas: tuple[str, ...]) -> SafeFigures:
    """What the release of a half-year shows after these moments, with its total."""
    last = following(shown, now, areas)
    line = [*shown, last] if last else shown
    if not line:
        return SafeFigures(None, NO_TABLE, NO_TABLE)
    least = least_total(line)
    total = max(least, suppression.shown(now.all) or least)
    return SafeFigures(total, _as_it_stands(line, "kind"), _as_it_stands(line, "area"))


def _as_it_stands(line: Sequence[Moment], of: str) -> Table:
    rows = getattr(line[-1].figures, of).rows
    return suppression.table({}, tuple(name for name, _ in rows), _numbers(line, of))


def least_total(line: Sequence[Moment]) -> int:
    """How many reports the world of fives has at the end of this line.

    Each moment adds five, or as much as the row that grew most. Of a table that was not shown
    before, two rows may have grown unseen: it takes three numbers to be shown.
    """
    total = 0
    for n in range(1, len(line) + 1):
        grown, largest = [FEWEST_NEW], [FEWEST_NEW]
        for of in ("kind", "area"):
            before, now = _numbers(line[: n - 1], of), _numbers(line[:n], of)
            rises = sorted((value - before.get(row, 0) for row, value in now.items()), reverse=True)
            grown += rises if before else rises[FEWEST_CELLS - 1 :]
            largest += now.values()
        total = max(total + max(grown), *largest)
    return total


def _numbers(shown: Iterable[Moment], of: str) -> Numbers:
    """The highest number that each row of a table has shown."""
    found: dict[str, int] = {}
    for moment in shown:
        table: Table = getattr(moment.figures, of)
        for row, value in table.visible():
            found[row] = max(value, found.get(row, value))
    return found
