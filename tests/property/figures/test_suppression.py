"""From everything that was ever shown, nobody computes that a number was one to four."""

import math

import highspy
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.figures import attacker, suppression
from core.figures.attacker import Half, derived, knowledge
from core.figures.suppression import Count
from core.figures.tables import LAWS

settings.register_profile("figures", deadline=None)
settings.load_profile("figures")

counts = st.integers(0, 60)
# How many came between one batch and the next, in one cell; the last is after the last batch.
arrivals = st.lists(st.integers(0, 9), min_size=1, max_size=8)


def plain(number: int) -> suppression.Shown:
    return suppression.shown(Count(number, number))


def half(new: list[int], released: bool) -> Half:
    grown = np.cumsum(new)
    return Half(
        tuple(plain(int(n)) for n in grown[:-1]), (plain(int(grown[-1])),) if released else None
    )


# --- one number


@given(counts)
def test_what_is_shown_is_the_band_or_a_multiple_of_five_near_the_truth(number):
    value = plain(number)
    assert (value is None) == (number < 5)
    if value is not None:
        assert value % 5 == 0
        assert value > 0
        assert abs(value - number) <= 2
    least, most = suppression.interval(value)
    assert least <= number <= most


@given(st.integers(0, 60), st.integers(0, 60))
def test_fewer_than_five_matters_are_the_band_however_many_reports_they_gave(reports, matters):
    value = suppression.shown(Count(reports, min(reports, matters)))
    assert (value is None) == (min(reports, matters) < 5)


@given(st.none() | counts.map(plain), st.none() | counts.map(plain))
def test_a_percentage_is_given_of_twenty_or_more_and_in_steps_of_five(part, base):
    share = suppression.percent(part, base)
    if base is None or part is None or base < 20:
        assert share is None
    else:
        assert share is not None
        assert share % 5 == 0


@given(st.lists(counts, min_size=5, max_size=5))
def test_a_table_shows_three_numbers_or_more_or_is_one_sentence(numbers):
    table = suppression.table({k: Count(n, n) for k, n in zip(LAWS, numbers, strict=True)}, LAWS)
    assert table.is_shown == (sum(n >= 5 for n in numbers) >= 3)
    assert len(table.rows) == (5 if table.is_shown else 0)


# --- the reader who keeps everything


@given(arrivals, arrivals, st.booleans(), st.booleans())
def test_batches_and_releases_of_half_years_betray_nothing(autumn, spring, first, second):
    known = knowledge(half(autumn, first), half(spring, second))
    assert derived(known) == []


@given(arrivals, arrivals)
@example([6, 3, 0], [8, 0])
@settings(max_examples=300)
def test_a_year_that_is_let_through_betrays_nothing_beside_the_batches_of_its_halves(
    autumn, spring
):
    cell = (half(autumn, False), half(spring, False), plain(sum(autumn) + sum(spring)))
    if attacker.year_is_safe([cell]):
        year, ranges = _program([autumn, spring], cell[0], cell[1], (cell[2],))
        for x, y in ranges:
            _assert_not_betrayed(year, x, y)


def test_a_year_beside_the_batches_can_betray_a_number_and_is_then_refused():
    # 5–7 and then 8–12 came in autumn, 8–12 in spring, 13–17 in all: so autumn's last is 9 at most.
    cell = (Half((5, 10)), Half((10,)), 15)
    assert derived(knowledge(cell[0], cell[1], (cell[2],)))
    assert not attacker.year_is_safe([cell])


def test_a_year_beside_the_release_of_one_half_can_betray_a_number_too():
    # The reason for "the school year instead of both": what came after the last batch of autumn.
    assert derived(knowledge(Half((5,), (10,)), Half((10,)), (15,)))


# --- the same, by a linear program that shares nothing with the module


class Program:
    """An attacker's linear program: arrivals per segment, what was shown as rows."""

    def __init__(self, segments: int) -> None:
        self.h = highspy.Highs()
        self.h.setOptionValue("output_flag", False)
        for _ in range(segments):
            self.h.addVar(0, highspy.kHighsInf)
        self.segments = segments

    def row(self, least: float, most: float, plus: range, minus: tuple[int, ...] = ()) -> None:
        at = np.array([*plus, *minus], dtype=np.int32)
        value = np.array([1.0] * len(plus) + [-1.0] * len(minus))
        self.h.addRow(least, most, len(at), at, value)

    def bounds(self, of: range) -> tuple[float, float] | None:
        found = []
        for i in range(self.h.getNumCol()):
            self.h.changeColCost(i, 1.0 if i in of else 0.0)
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            self.h.changeObjectiveSense(sense)
            self.h.run()
            status = self.h.getModelStatus()
            if status == highspy.HighsModelStatus.kInfeasible:
                return None
            good = status == highspy.HighsModelStatus.kOptimal
            found.append(self.h.getInfo().objective_function_value if good else math.inf)
        return found[0], found[1]


def _program(new, autumn: Half, spring: Half, year=None) -> tuple[Program, list[tuple[int, int]]]:
    """The program of one cell, and every stretch of segments as (first, after the last)."""
    lengths = [len(n) for n in new]
    program = Program(sum(lengths))
    start = 0
    for length, one in zip(lengths, (autumn, spring), strict=True):
        for i, value in enumerate(one.batches):
            program.row(*suppression.interval(value), range(start, start + i + 1))
        if one.release:
            program.row(*suppression.interval(one.release[0]), range(start, start + length))
        start += length
    if year:
        program.row(*suppression.interval(year[0]), range(start))
    return program, [(x, y) for x in range(start) for y in range(x + 1, start + 1)]


def _assert_not_betrayed(program: Program, first: int, after: int) -> None:
    found = program.bounds(range(first, after))
    assert found is not None
    least, most = math.ceil(found[0] - 1e-6), math.floor(min(found[1], 10**6) + 1e-6)
    assert not 1 <= least <= most <= 4


@given(arrivals, arrivals, st.booleans(), st.booleans(), st.booleans())
@settings(max_examples=40)
def test_the_exact_bounds_are_those_of_the_linear_program(autumn, spring, first, second, whole):
    halves = half(autumn, first), half(spring, second)
    year = (plain(sum(autumn) + sum(spring)),) if whole else None
    program, _ = _program([autumn, spring], *halves, year)
    bounds = knowledge(*halves, year).bounds()
    points = ["zero", *(f"a{i:03}" for i in range(len(autumn) - 1)), "middle"]
    points += [*(f"s{i:03}" for i in range(len(spring) - 1)), "end"]
    for i, earlier in enumerate(points):
        for j in range(i + 1, len(points)):
            told = program.bounds(range(i, j))
            least, most = bounds[points[j], earlier]
            assert least == pytest.approx(told[0])
            assert (most >= attacker.UNKNOWN) == math.isinf(told[1])
            if most < attacker.UNKNOWN:
                assert most == pytest.approx(told[1])


# Reports as they come: which laws each mentions, and the case it ends in (0: none).
one_report = st.tuples(st.sets(st.sampled_from(LAWS)), st.integers(0, 6))
weeks = st.lists(st.lists(one_report, max_size=9), min_size=2, max_size=6)


def _seen(reports) -> tuple[suppression.Shown, dict[str, suppression.Shown]]:
    """What a release of these reports shows: the total, and the rows of its table."""

    def count(of) -> Count:
        return Count(len(of), sum(case == 0 for _, case in of) + len({c for _, c in of if c}))

    rows = {law: count([r for r in reports if law in r[0]]) for law in LAWS}
    table = suppression.table(rows, LAWS)
    return suppression.shown(count(reports)), dict(table.rows)


@given(weeks)
@settings(max_examples=25)
def test_from_all_batches_and_the_release_with_its_total_no_small_number_follows(weeks_):
    """The total binds the rows: no row exceeds it, and five matters or more lie between batches."""
    shots, batches = [], []
    for number in range(len(weeks_)):
        came = [r for week in weeks_[: number + 1] for r in week]
        new = [r for week in weeks_[batches[-1] + 1 if batches else 0 : number + 1] for r in week]
        if len({c for _, c in new if c}) + sum(c == 0 for _, c in new) >= 5:
            batches.append(number)
            shots.append(_seen(came)[1])
    everything = [r for week in weeks_ for r in week]
    total, rows = _seen(everything)
    if total is None:
        rows = {}
    ends = [*batches, len(weeks_) - 1] if not batches or batches[-1] < len(weeks_) - 1 else batches
    for law in LAWS:
        for widest in (4, math.inf):  # a reader who knows that the band may hide a single case
            n = len(ends)
            program = Program(2 * n)  # arrivals of the cell, then of all
            for i in range(n):
                program.row(0, math.inf, range(n + i, n + i + 1), (i,))
                if i < len(batches):
                    program.row(5, math.inf, range(n + i, n + i + 1))
            shown = [(i, s[law]) for i, s in enumerate(shots) if law in s]
            shown += [(n - 1, rows[law])] if law in rows else []
            for i, value in shown:
                least, most = suppression.interval(value)
                program.row(least, widest if value is None else most, range(i + 1))
            least, most = suppression.interval(total)
            program.row(least, widest if total is None else most, range(n, 2 * n))
            if program.bounds(range(1)) is None:
                continue  # contradicts the truth: a band that hides one case with many reports
            for i in range(n):
                for j in range(i + 1, n + 1):
                    _assert_not_betrayed(program, i, j)
