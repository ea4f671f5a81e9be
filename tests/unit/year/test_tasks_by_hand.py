"""What the plan asks for this year, from facts alone: which tasks, how far they are, in what state.

The activities are made here and the days chosen by hand; October 2026 is the window of most.
"""

import uuid
from datetime import date, datetime, timedelta

import pytest

from core.school.classes import SchoolClass
from core.school.days import SchoolDays
from core.year import rules, tasks
from core.year.activities import Activity, ActivityStep
from core.year.keys import SCHOOL, Slot, TaskKey
from core.year.rules import Window
from core.year.tasks import Facts, Meeting, Need, OwnDate, Task, TaskState, Tick, derive, state

YEAR = 2026
OCTOBER = rules.Months(10, 10)
OPENS, CLOSES = date(2026, 10, 1), date(2026, 10, 31)
DAYS = SchoolDays()
A, B = uuid.UUID(int=1 << 120), uuid.UUID(int=2 << 120)
STEPS = (ActivityStep("s1", {"nb": "En"}), ActivityStep("s2", {"nb": "To"}))


def an(activity_id="a", rule=OCTOBER, **more) -> Activity:
    facts = {"functions": ("larer",), "as_written": "", "on_need": False, "per": "school"}
    return Activity(
        activity_id=activity_id,
        position=1,
        names={},
        texts={},
        rule=rule,
        area="class",
        lines=(),
        **facts | more,
    )


def a_class(class_id=A, level=1, students=0) -> SchoolClass:
    return SchoolClass(
        class_id=class_id, school_year=YEAR, name="1STA", level=level, programme="",
        department_id="st", contact_teacher_id=None, students=students,
    )  # fmt: skip


def key(slot=None, class_id=None, need_id=None, activity_id="a") -> TaskKey:
    slot = slot or Slot.window(1)
    return TaskKey.of(activity_id, YEAR, slot, class_id=class_id, need_id=need_id)


def tick(of: TaskKey, amount=1, step="") -> Tick:
    return Tick(
        tick_id=uuid.uuid4(), key=of, person_id=None, at=datetime(2026, 10, 2), day=OPENS,
        amount=amount, step=step,
    )  # fmt: skip


def met(day, held=True, class_id=None, meeting_id=None) -> Meeting:
    number = meeting_id or uuid.uuid4()
    return Meeting(meeting_id=number, body_id="b", class_id=class_id, day=day, held=held)


def need(class_id=None, need_id=None) -> Need:
    return Need(
        need_id=need_id or uuid.uuid4(), activity_id="a", class_id=class_id, about="",
        said_at=datetime(2026, 9, 1), said_by=None,
    )  # fmt: skip


def own(opens, closes, occurrence=0, date_id=None) -> OwnDate:
    return OwnDate(date_id or uuid.uuid4(), "a", occurrence, opens, closes)


def of(activity, today=OPENS, **facts) -> list[Task]:
    return derive([activity], Facts(year=YEAR, **facts), DAYS, today)


def one(activity, today=OPENS, **facts) -> Task:
    [found] = of(activity, today, **facts)
    return found


def told(task: Task) -> tuple[int, int, TaskState]:
    return task.done, task.total, task.state


# --- the state


LONG = Window(date(2026, 9, 1), CLOSES)


@pytest.mark.parametrize(
    ("done", "total", "window", "today", "expected"),
    [
        (0, 2, LONG, date(2026, 8, 31), TaskState.PLANNED),
        (1, 2, LONG, date(2026, 8, 31), TaskState.PARTLY),
        (0, 2, LONG, date(2026, 10, 17), TaskState.PLANNED),
        (0, 2, LONG, date(2026, 10, 18), TaskState.NEAR),
        (1, 2, LONG, date(2026, 10, 18), TaskState.NEAR),
        (0, 2, LONG, CLOSES, TaskState.NEAR),
        (0, 2, LONG, date(2026, 11, 1), TaskState.LATE),
        (1, 2, LONG, date(2026, 11, 1), TaskState.LATE),
        (2, 2, LONG, date(2026, 11, 1), TaskState.DONE),
        (3, 2, LONG, OPENS, TaskState.DONE),
        (0, 0, LONG, OPENS, TaskState.PLANNED),
        # A window that is shorter than a fortnight is near from its first day.
        (0, 1, Window(OPENS, date(2026, 10, 2)), date(2026, 9, 30), TaskState.PLANNED),
        (0, 1, Window(OPENS, date(2026, 10, 2)), OPENS, TaskState.NEAR),
        (0, 1, None, OPENS, TaskState.UNPLANNED),
        (1, 1, None, OPENS, TaskState.DONE),
    ],
)
def test_the_state_to_the_day(done, total, window, today, expected):
    assert state(done, total, window, today) is expected


def test_what_goes_on_all_the_half_year_has_a_month_to_be_confirmed():
    activity = an(rule=rules.Continuous())
    [autumn, spring] = of(activity)
    closes = autumn.window.closes
    assert autumn.window.closes < spring.window.opens
    for days, expected in ((30, TaskState.NEAR), (31, TaskState.LATE)):
        [first, _] = of(activity, today=closes + timedelta(days=days))
        assert first.state is expected
    assert one(an(), today=CLOSES + timedelta(days=1)).state is TaskState.LATE
    assert one(an(), today=CLOSES).state is TaskState.NEAR


# --- whose


def test_one_for_the_school_or_one_for_each_class_that_has_it():
    classes = (a_class(A, 1), a_class(B, 2))
    assert [t.school_class for t in of(an(), classes=classes)] == [None]
    assert [t.school_class for t in of(an(per="class"), classes=classes)] == list(classes)
    assert [t.school_class for t in of(an(per="class_vg1"), classes=classes)] == [classes[0]]
    first = of(an(per="class"), classes=classes)[0]
    assert (first.key, first.task_id, first.year) == (key(class_id=A), str(key(class_id=A)), YEAR)
    assert first.scope == an().scope(classes[0])
    assert first.scope.class_id == A


def test_what_is_there_on_need_is_there_for_those_who_need_it():
    classes = (a_class(A), a_class(B))
    of_class = an(per="class", on_need=True)
    assert of(of_class, classes=classes) == []
    said = need(class_id=B)
    found = one(of_class, classes=classes, needs=(said,))
    assert (found.school_class, found.need) == (classes[1], said)
    other = Need(
        need_id=uuid.uuid4(), activity_id="other", class_id=A, about="",
        said_at=datetime(2026, 9, 1), said_by=None,
    )  # fmt: skip
    assert of(of_class, classes=classes, needs=(other,)) == []
    # What every class has anyway tells that one of them was said to need it.
    always = of(an(per="class"), classes=classes, needs=(said,))
    assert [t.need for t in always] == [None, said]
    assert of(an(on_need=True)) == []
    first, second = need(), need()
    of_school = one(an(on_need=True), needs=(first, second))
    assert (of_school.need, of_school.key) == (first, key()), "the school's own, whoever said it"
    assert one(an()).need is None
    people = of(an(per="person", on_need=True), needs=(first, second))
    assert [t.need for t in people] == [first, second]
    assert [t.key for t in people] == [key(need_id=n.need_id) for n in (first, second)]
    assert of(an(per="person", on_need=True)) == []


# --- when


def test_a_window_is_the_rules_or_where_the_school_moved_it():
    assert one(an()).window == Window(OPENS, CLOSES)
    assert one(an()).occurrence == 1
    assert one(an()).key == key(Slot.window(1))
    moved = own(date(2026, 11, 2), date(2026, 11, 6), occurrence=1)
    found = one(an(), dates=(moved,))
    assert (found.window, found.key) == (Window(moved.opens, moved.closes), key(Slot.window(1)))
    other = OwnDate(A, "other", 1, date(2026, 12, 1), date(2026, 12, 2))
    assert one(an(), dates=(other,)).window == Window(OPENS, CLOSES)
    # A date of its own means nothing if the plan says when.
    assert one(an(), dates=(own(moved.opens, moved.closes),)).window == Window(OPENS, CLOSES)
    assert [t.occurrence for t in of(an(rule=rules.Continuous()))] == [1, 2]


def test_what_has_no_time_in_the_plan_is_unplanned_until_the_school_sets_one():
    activity = an(rule=rules.Undated())
    found = one(activity)
    assert (found.window, found.occurrence, found.state) == (None, 0, TaskState.UNPLANNED)
    assert found.key == key(Slot.window(0))
    later, sooner = own(OPENS, CLOSES), own(date(2026, 9, 1), date(2026, 9, 2))
    between = own(date(2026, 9, 8), date(2026, 9, 9))
    found = one(activity, dates=(later, sooner, between))
    assert (found.window, found.occurrence) == (Window(OPENS, CLOSES), 0)
    assert found.key == key(Slot.window(0)), "the tick of before stays with it"
    # A window that was moved under another rule is none of its dates.
    assert one(activity, dates=(own(OPENS, CLOSES, occurrence=1),)).window is None


def test_a_series_has_a_task_for_each_date_and_each_meeting_of_its_body():
    activity = an(rule=rules.Series())
    assert one(activity).state is TaskState.UNPLANNED
    second = own(date(2026, 11, 1), date(2026, 11, 2), date_id=A)
    first = own(OPENS, CLOSES, date_id=B)
    found = of(activity, dates=(second, first))
    assert [(t.window.opens, t.occurrence) for t in found] == [(OPENS, 0), (second.opens, 0)]
    assert [t.key for t in found] == [key(Slot.date(B)), key(Slot.date(A))]
    with_body = an(rule=rules.Series(), body="b")
    planned, held = met(date(2026, 10, 9), held=False, meeting_id=A), met(OPENS, meeting_id=B)
    found = of(with_body, meetings=(planned, held))
    assert [t.key for t in found] == [key(Slot.meeting(B)), key(Slot.meeting(A))]
    assert [t.window for t in found] == [Window(OPENS, OPENS), Window(planned.day, planned.day)]
    assert [t.occurrence for t in found] == [0, 0]
    assert [t.meetings for t in found] == [(held,), ()]
    assert [t.state for t in found] == [TaskState.DONE, TaskState.PLANNED]
    # The body's meetings are nothing to an activity that is not theirs, or that has a window.
    assert len(of(activity, meetings=(planned, held))) == 1
    assert len(of(an(body="b"), meetings=(planned, held))) == 1


# --- how far


def test_a_tick_does_it_once_and_only_where_it_was_put():
    assert told(one(an())) == (0, 1, TaskState.PLANNED)
    done = one(an(), ticks=(tick(key()),))
    assert told(done) == (1, 1, TaskState.DONE)
    assert len(done.ticks) == 1
    assert told(one(an(), ticks=(tick(key(), amount=3),))) == (1, 1, TaskState.DONE)
    elsewhere = (tick(key(class_id=A)), tick(key(Slot.window(2))), tick(key(activity_id="b")))
    assert told(one(an(), ticks=elsewhere)) == (0, 1, TaskState.PLANNED)


def test_parts_are_done_one_by_one_and_a_whole_tick_is_all_of_them():
    activity = an(steps=STEPS)
    assert told(one(activity)) == (0, 2, TaskState.PLANNED)
    part = one(activity, ticks=(tick(key(), step="s2"),))
    assert (told(part), part.steps_done) == ((1, 2, TaskState.PARTLY), {"s2"})
    assert part.steps == STEPS
    gone = one(activity, ticks=(tick(key(), step="taken-out"),))
    assert (told(gone), gone.steps_done) == ((0, 2, TaskState.PLANNED), frozenset())
    whole = one(activity, ticks=(tick(key()),))
    assert (told(whole), whole.steps_done) == ((2, 2, TaskState.DONE), {"s1", "s2"})
    # A part's tick is none of the whole if the parts are taken out again.
    assert told(one(an(), ticks=(tick(key(), step="s1"),))) == (0, 1, TaskState.PLANNED)


def test_parts_of_the_school_are_a_task_of_their_own_beside_the_classes():
    activity = an(per="class", school_steps=STEPS)
    classes = (a_class(A),)
    of_class, of_school = of(activity, classes=classes, ticks=(tick(key(SCHOOL), step="s1"),))
    assert told(of_class) == (0, 1, TaskState.PLANNED)
    assert told(of_school) == (1, 2, TaskState.PARTLY)
    assert (of_school.key, of_school.occurrence) == (key(SCHOOL), 0)
    assert (of_school.school_class, of_school.need) == (None, None)
    assert of_school.window == Window(OPENS, CLOSES)
    assert of_school.steps == STEPS
    twice = an(per="class", rule=rules.Continuous(), school_steps=STEPS)
    of_class = of(twice, classes=classes)
    assert of_class[-1].window == of_class[0].window, "the school's parts are of the first half"
    assert one(an(per="class", rule=rules.Undated(), school_steps=STEPS)).window is None
    # The meetings of its body are ticks of the classes, not of the school's parts.
    with_body = an(per="class", school_steps=STEPS, body="b")
    assert one(with_body, meetings=(met(OPENS),)).meetings == ()


def test_talks_are_counted_to_the_number_of_students_and_not_beyond():
    activity, classes = an(per="class", count="talks"), (a_class(A, students=3),)
    where = key(class_id=A)
    assert told(one(activity, classes=classes)) == (0, 3, TaskState.PLANNED)
    assert told(one(activity, classes=classes, ticks=(tick(where, 2),))) == (2, 3, TaskState.PARTLY)
    many = (tick(where, 2), tick(where, 2))
    assert told(one(activity, classes=classes, ticks=many)) == (3, 3, TaskState.DONE)
    # A class without a number of students is done with one word.
    assert told(one(activity, classes=(a_class(A),), ticks=many)) == (1, 1, TaskState.DONE)
    assert told(one(an(count="talks"), classes=classes, ticks=(tick(key(), 2),)))[:2] == (1, 1)
    assert told(one(an(per="class"), classes=classes, ticks=many))[:2] == (1, 1)
    assert one(activity, classes=classes).countable
    assert not one(an()).countable


def test_so_many_times_a_year_is_done_at_the_least():
    activity = an(rule=rules.TimesAYear(2, 4))
    assert one(activity).countable
    assert told(one(activity, ticks=(tick(key()),)))[:2] == (1, 2)
    assert told(one(activity, ticks=(tick(key()),) * 3)) == (3, 2, TaskState.DONE)


def test_the_plan_is_read_by_every_employee():
    activity = an(count="readers", steps=STEPS)
    assert told(one(activity, staff=3, read_by=frozenset({A, B}))) == (2, 3, TaskState.PARTLY)
    assert told(one(activity, staff=2, read_by=frozenset({A, B}))) == (2, 2, TaskState.DONE)


def test_a_meeting_held_is_the_tick_where_it_was_in_time():
    activity = an(body="b")
    before, inside, after = (met(d) for d in (date(2026, 9, 30), OPENS, date(2026, 11, 20)))
    assert one(activity).by_meetings
    assert not one(an()).by_meetings
    assert told(one(activity, meetings=(before,)))[:2] == (0, 1)
    assert told(one(activity, meetings=(inside,))) == (1, 1, TaskState.DONE)
    assert one(activity, meetings=(after,)).meetings == (after,), "held late is held"
    planned = met(OPENS, held=False)
    assert told(one(activity, meetings=(planned,)))[:2] == (0, 1)
    both = one(activity, meetings=(planned, after, inside))
    assert both.meetings == (inside, after)
    # Another class's, and another body's, are not.
    of_class = an(per="class", body="b")
    found = one(of_class, classes=(a_class(A),), meetings=(met(OPENS, class_id=B), met(OPENS)))
    assert found.meetings == ()
    mine = met(OPENS, class_id=A)
    assert one(of_class, classes=(a_class(A),), meetings=(mine,)).meetings == (mine,)
    assert one(an(), meetings=(inside,)).meetings == ()
    assert one(an(rule=rules.Undated(), body="b"), meetings=(inside,)).meetings == ()


def test_a_monthly_meeting_counts_in_its_own_month_and_any_where_they_are_counted():
    days = (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1))
    monthly = of(an(rule=rules.Monthly(), body="b"), meetings=tuple(met(d) for d in days))
    found = {t.window.opens.month: [m.day for m in t.meetings] for t in monthly}
    assert found[9] == [days[0]]
    assert found[10] == [days[1], days[2]]
    assert found[11] == [days[3]]
    assert found[12] == []
    assert [t.done for t in monthly if t.window.opens.month in (9, 10, 12)] == [1, 1, 0]
    counted = one(
        an(rule=rules.TimesAYear(3, 4), body="b"), meetings=tuple(met(d) for d in days[:2])
    )
    assert told(counted)[:2] == (2, 3)
    early = one(an(rule=rules.TimesAYear(1, 4), body="b"), meetings=(met(date(2026, 8, 1)),))
    assert told(early)[:2] == (1, 1)


def test_what_goes_on_all_the_time_is_confirmed_and_no_meeting_does_it():
    activity = an(rule=rules.Weekly(), body="b")
    first, _ = of(activity, meetings=(met(date(2026, 9, 1)),))
    assert first.meetings == ()
    assert not first.by_meetings


# --- together


def of_state(*states: TaskState) -> list[Task]:
    made = one(an())
    return [Task(**{**vars(made), "state": s}) for s in states]


S = TaskState


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), None),
        ((S.DONE, S.DONE), S.DONE),
        ((S.DONE, S.PLANNED), S.PARTLY),
        ((S.DONE, S.UNPLANNED), S.PARTLY),
        ((S.DONE, S.LATE, S.NEAR), S.LATE),
        ((S.NEAR, S.PARTLY, S.DONE), S.NEAR),
        ((S.PARTLY, S.PLANNED), S.PARTLY),
        ((S.PLANNED, S.UNPLANNED), S.PLANNED),
        ((S.UNPLANNED,), S.UNPLANNED),
    ],
)
def test_several_are_what_asks_for_most_and_done_when_all_are(states, expected):
    assert tasks.summed(of_state(*states)) == expected


def test_what_has_no_task_says_why():
    assert tasks.lacking(an(on_need=True)) == "no_need"
    assert tasks.lacking(an(per="class")) == "no_class"


def test_what_is_left_unsaid_is_nothing():
    assert Facts(year=YEAR).staff == 0
    assert (met(OPENS).version, met(OPENS).note) == (1, "")
