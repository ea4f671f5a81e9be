"""What someone who has kept every figure that was ever shown can compute from them.

Each cell of a table (a kind, an area, the total) is a chain of growing numbers through time: how
many reports had come when the first plenary batch was made, the second, … and when the half-year
was over. A snapshot says in which class each of them lies, and every rule that binds them has the
form `x - y <= c`. For such systems shortest paths give the exact bounds of every difference, also
in whole numbers. The tests hold this against a linear program.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from core.figures.suppression import SMALLEST, Shown, interval

ZERO = "zero"
UNKNOWN = 10**9  # more reports than any school has: no bound at all


class Contradiction(ValueError):
    """The figures cannot all be true; a reader learns that their model is wrong, and no number."""


@dataclass
class Knowledge:
    """Differences that a reader knows: `limits[x, y]` is the most that x can exceed y by."""

    limits: dict[tuple[Hashable, Hashable], int] = field(default_factory=dict)

    def at_most(self, x: Hashable, y: Hashable, most: int) -> None:
        """Learn that x - y <= most."""
        self.limits[x, y] = min(most, self.limits.get((x, y), UNKNOWN))

    def between(self, x: Hashable, y: Hashable, least: int, most: int) -> None:
        """Learn that least <= x - y <= most."""
        self.at_most(x, y, most)
        self.at_most(y, x, -least)

    def sees(self, x: Hashable, y: Hashable, value: Shown) -> None:
        """A figure for the reports that are in x and not in y was shown."""
        self.between(x, y, *interval(value))

    def bounds(self) -> dict[tuple[Hashable, Hashable], tuple[int, int]]:
        """The exact (least, most) of x - y for every two numbers; raises Contradiction."""
        names = sorted({n for pair in self.limits for n in pair}, key=str)
        most = {(x, y): UNKNOWN for x in names for y in names}
        most |= {(x, x): 0 for x in names}
        most |= self.limits
        for via in names:
            for x in names:
                first = most[x, via]
                if first >= UNKNOWN:
                    continue
                for y in names:
                    if most[via, y] < UNKNOWN and first + most[via, y] < most[x, y]:
                        most[x, y] = first + most[via, y]
        if any(most[x, x] < 0 for x in names):
            raise Contradiction
        return {(x, y): (-most[y, x], most[x, y]) for x in names for y in names if x != y}


@dataclass(frozen=True)
class Half:
    """What was shown about one cell in one half-year: batch after batch, and its release."""

    batches: tuple[Shown, ...] = ()
    release: tuple[Shown] | None = None  # in a tuple: the band is None, no release is no tuple


def knowledge(autumn: Half, spring: Half, year: tuple[Shown] | None = None) -> Knowledge:
    """What all snapshots of one cell in one school year tell together.

    The numbers are counted from 1 August for the autumn; those of the spring are counted back
    from the year's end, so that a release of the whole year is one more difference.
    """
    known = Knowledge()
    # Autumn: zero <= a0 <= a1 <= … <= middle. Spring: s_i reports came from the middle to batch i,
    # written as the point in time itself: middle <= p0 <= p1 <= … <= end.
    middle, end = "middle", "end"
    _chain(known, ZERO, middle, "a", autumn)
    _chain(known, middle, end, "s", spring)
    if year is not None:
        known.sees(end, ZERO, year[0])
    return known


def _chain(known: Knowledge, start: Hashable, stop: Hashable, mark: str, half: Half) -> None:
    points = [f"{mark}{number:03}" for number in range(len(half.batches))]
    for point, value in zip(points, half.batches, strict=True):
        known.sees(point, start, value)
    line = [start, *points, stop]
    for earlier, later in itertools.pairwise(line):
        known.at_most(earlier, later, 0)
    if half.release is not None:
        known.sees(stop, start, half.release[0])


def derived(known: Knowledge) -> list[tuple[Hashable, Hashable, int, int]]:
    """Every number of reports that a reader can now tell is one, two, three or four.

    Each is (later, earlier, least, most): so many came between two moments. Raises Contradiction.
    """
    return [
        (x, y, least, most)
        for (x, y), (least, most) in known.bounds().items()
        if 1 <= least <= most < SMALLEST
    ]


def year_is_safe(cells: Iterable[tuple[Half, Half, Shown]]) -> bool:
    """Whether a release of the whole year betrays nothing beside the batches of its halves.

    Half-years need no such question: their numbers grow inside classes that do not overlap, so two
    of them are never one to four apart (held by a property test). A year bounds its halves from
    above, and then they may be.
    """
    try:
        return not any(derived(knowledge(a, s, (year,))) for a, s, year in cells)
    except Contradiction:
        return False  # somebody may leave out the figure that does not fit: better not
