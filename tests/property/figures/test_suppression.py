"""From everything that was ever shown, nobody computes that a number was one to four."""

import math

import highspy
import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.figures import auditor, suppression
from core.figures.auditor import Moment
from core.figures.suppression import Count
from core.figures.tables import LAWS, Exact

settings.register_profile("figures", deadline=None)
settings.load_profile("figures")

counts = st.integers(0, 60)


def plain(number: int) -> suppression.Shown:
    return suppression.shown(Count(number, number))


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


# --- the reader who keeps everything: a linear program that shares nothing with the auditor


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


def _assert_not_betrayed(program: Program, first: int, after: int) -> None:
    found = program.bounds(range(first, after))
    assert found is not None
    least, most = math.ceil(found[0] - 1e-6), math.floor(min(found[1], 10**6) + 1e-6)
    assert not 1 <= least <= most <= 4


# Reports as they come: which laws each mentions, and the case it ends in (0: none).
one_report = st.tuples(st.sets(st.sampled_from(LAWS)), st.integers(0, 6))
weeks = st.lists(st.lists(one_report, max_size=9), min_size=2, max_size=6)
M, V, D, T = LAWS[:4]


def _exact(reports) -> Exact:
    def count(of) -> Count:
        return Count(len(of), sum(case == 0 for _, case in of) + len({c for _, c in of if c}))

    return Exact(count(reports), {w: count([r for r in reports if w in r[0]]) for w in LAWS}, {})


@given(weeks)
# When the release moved with a single new report: the total left room for two after the last batch,
# and a row that turned into a number had grown by one or two.
@example(
    [
        [(set(), 0)] * 3 + [({M, V}, 0), ({D, M, V, T}, 0)],
        [(set(), 0), ({T}, 0)] + [({D, M, V, T}, 0)] * 3,
        [({D, M, V}, 0)],
    ]
)
# Of two batches' eighteen and nine reports nine mention one kind, which then shows fifteen: with a
# total of 25 it could only have had four before.
@example([[({M, V, D}, 0)] * 14 + [({T}, 0)] * 4, [({T}, 0)] * 9])
@settings(max_examples=25)
def test_from_all_batches_and_the_release_with_its_total_no_small_number_follows(weeks_):
    """The total binds the rows: no row exceeds it, and five matters or more lie between moments."""
    line: list[Moment] = []
    for number in range(len(weeks_)):
        now = _exact([r for week in weeks_[: number + 1] for r in week])
        moment = auditor.following(line, now, ())
        line += [moment] if moment else []
    told = auditor.release(line, now, ())
    n = len(line)
    if not n:
        assert told.total is None
        assert not told.kind.is_shown
        return
    assert told.kind == line[-1].figures.kind
    assert told.total is not None
    least, most = suppression.interval(told.total)
    least = 0 if told.total == auditor.least_total(line) else least
    for law in LAWS:
        for widest in (4, math.inf):  # a reader who knows that the band may hide a single case
            program = Program(2 * n)  # arrivals of the cell, then of all
            for i in range(n):
                program.row(0, math.inf, range(n + i, n + i + 1), (i,))
                program.row(5, math.inf, range(n + i, n + i + 1))
                rows = dict(line[i].figures.kind.rows)
                if law in rows:
                    value = rows[law]
                    low, high = suppression.interval(value)
                    program.row(low, widest if value is None else high, range(i + 1))
            program.row(least, most, range(n, 2 * n))
            if program.bounds(range(1)) is None:
                continue  # contradicts the truth: a band that hides one case with many reports
            for i in range(n):
                for j in range(i + 1, n + 1):
                    _assert_not_betrayed(program, i, j)
