"""Rules of the year that hold for every rule, every day and every row of ticks."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from core.figures import wheel_chart
from core.figures.wheel_chart import Arc, lanes
from core.school.classes import SchoolClass
from core.school.days import SchoolDays
from core.year import rules
from core.year.activities import Activity
from core.year.tasks import Facts, Need, TaskState, Tick, derive

YEARS = st.integers(2020, 2040)
AUTUMN_FIRST = st.integers(0, 11).flatmap(
    lambda a: st.integers(a, 11).map(lambda b: ((a + 7) % 12 + 1, (b + 7) % 12 + 1))
)
RULES = st.one_of(
    st.sampled_from(
        [
            rules.Weekly(),
            rules.Weekly(3),
            rules.Continuous(),
            rules.Monthly(),
            rules.MidTerm(),
            rules.Yearly(),
            rules.Series(),
            rules.Undated(),
        ]
    ),
    st.integers(1, 60).flatmap(lambda a: st.integers(a, 60).map(lambda b: rules.TimesAYear(a, b))),
    st.integers(32, 52).flatmap(lambda a: st.integers(a, 52).map(lambda b: rules.IsoWeeks(a, b))),
    st.integers(1, 25).flatmap(lambda a: st.integers(a, 25).map(lambda b: rules.IsoWeeks(a, b))),
    AUTUMN_FIRST.map(lambda m: rules.Months(*m)),
    st.integers(-2, 20).flatmap(lambda a: st.integers(a, 20).map(lambda b: rules.FromStart(a, b))),
)
CLASS = SchoolClass(
    class_id=uuid.uuid4(),
    school_year=2026,
    name="1A",
    level=1,
    programme="",
    department_id=None,
    contact_teacher_id=None,
    students=20,
)


def activity(rule, on_need=False):
    return Activity(
        activity_id="a",
        position=1,
        names={"nb": "A"},
        texts={"nb": ""},
        functions=("rektor",),
        rule=rule,
        as_written="",
        on_need=on_need,
        per="class",
        area="class",
        lines=("X",),
    )


@settings(deadline=None)  # a busy machine is no broken rule
@given(RULES, YEARS)
def test_every_window_lies_inside_its_school_year_and_is_in_order(rule, year):
    found = rules.windows(rule, year, SchoolDays())
    for w in found:
        assert date(year, 8, 1) <= w.opens <= w.closes <= date(year + 1, 7, 31)
    assert sorted(found, key=lambda w: w.opens) == list(found)


@settings(deadline=None)  # a busy machine is no broken rule
@given(RULES)
def test_a_rule_that_is_saved_is_read_back_as_it_was(rule):
    assert rules.read(rules.saved(rule)) == rule


@settings(deadline=None)  # a busy machine is no broken rule
@given(RULES, st.dates(date(2026, 8, 1), date(2027, 7, 31)))
def test_an_on_need_row_is_never_late_before_somebody_needs_it(rule, today):
    facts = Facts(year=2026, classes=(CLASS,))
    assert not derive([activity(rule, on_need=True)], facts, SchoolDays(), today)
    said = Need(
        need_id=uuid.uuid4(),
        activity_id="a",
        class_id=CLASS.class_id,
        about="",
        said_at=datetime(2026, 8, 20),
        said_by=None,
    )
    needed = replace(facts, needs=(said,))
    assert derive([activity(rule, on_need=True)], needed, SchoolDays(), today)


@settings(deadline=None)  # a busy machine is no broken rule
@given(RULES, st.dates(date(2026, 8, 1), date(2027, 7, 31)), st.integers(0, 10))
def test_a_tick_and_its_undo_leave_everything_as_before(rule, today, which):
    facts = Facts(year=2026, classes=(CLASS,))
    before = derive([activity(rule)], facts, SchoolDays(), today)
    task = before[which % len(before)]
    tick = Tick(
        tick_id=uuid.uuid4(),
        key=task.key,
        person_id=None,
        at=datetime(2026, 9, 1),
        day=today,
        amount=1,
    )
    after = Facts(year=2026, classes=(CLASS,), ticks=(tick,))
    ticked = derive([activity(rule)], after, SchoolDays(), today)
    assert next(t for t in ticked if t.task_id == task.task_id).done == task.done + 1
    others = [t for t in before if t.task_id != task.task_id]
    assert [t for t in ticked if t.task_id != task.task_id] == others
    assert derive([activity(rule)], facts, SchoolDays(), today) == before


@settings(deadline=None)  # a busy machine is no broken rule
@given(
    st.sampled_from([rules.Series(), rules.Undated()]),
    st.dates(date(2026, 8, 1), date(2027, 7, 31)),
)
def test_what_has_no_date_is_never_late(rule, today):
    found = derive([activity(rule)], Facts(year=2026, classes=(CLASS,)), SchoolDays(), today)
    assert [t.state for t in found] == [TaskState.UNPLANNED]


@settings(deadline=None)  # a busy machine is no broken rule
@given(RULES, st.dates(date(2026, 8, 1), date(2027, 7, 31)))
def test_every_task_has_an_id_of_its_own(rule, today):
    ids = [
        t.task_id
        for t in derive([activity(rule)], Facts(year=2026, classes=(CLASS,)), SchoolDays(), today)
    ]
    assert len(ids) == len(set(ids))


@settings(deadline=None)  # a busy machine is no broken rule
@given(st.dates(), st.integers(0, 30))
def test_school_days_are_added_and_counted_alike(day, n):
    if not date(1990, 1, 1) <= day <= date(2090, 1, 1):
        return
    calendar = SchoolDays()
    assert calendar.count(day, calendar.add(day, n)) == n


@settings(deadline=None)  # a busy machine is no broken rule
@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.integers(0, 60)).map(
            lambda x: Arc(
                "a",
                0,
                date(2026, 8, 1) + timedelta(days=x[0]),
                date(2026, 8, 1) + timedelta(days=x[0] + x[1]),
                "planned",
            )
        ),
        max_size=12,
    )
)
def test_no_arc_lies_over_another_in_its_lane(arcs):
    arcs = sorted(arcs, key=lambda a: (a.opens, a.closes))
    placed = list(zip(arcs, lanes(arcs), strict=True))
    for i, (a, lane) in enumerate(placed):
        for b, other in placed[i + 1 :]:
            assert lane != other or a.closes < b.opens


@given(
    st.lists(st.tuples(st.floats(-300, 300), st.sampled_from([20.0, 36.0, 52.0])), max_size=10),
)
def test_no_name_beside_the_wheel_lies_over_another_and_all_are_inside(found):
    found.sort(reverse=True)
    thick = [t for _, t in found]
    heights = wheel_chart.apart([y for y, _ in found], thick, 390)
    placed = list(zip(heights, thick, strict=True))
    for (above, a), (below, b) in pairwise(placed):
        assert above - a / 2 >= below + b / 2 - 1e-6
    for y, t in placed:
        assert abs(y) + t / 2 <= 390 + 1e-6
