"""Ticking the year: what counts, what is late, what may be undone, and who may do it."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.access import Action, Person, Role, TaskScope, may
from core.administration import classes as class_edits
from core.administration import functions as function_edits
from core.administration.classes import ClassDraft
from core.errors import Invalid, InvalidFile, Refused, Stale
from core.plan import cycle
from core.presets import schools
from core.school import classes, functions
from core.school.classes import SchoolClass
from core.store.schema import people
from core.store.schema.wheel import activity, tick
from core.words import said
from core.year import activities, bodies, facts, meetings, needs, ticks, windows
from core.year import mine as own_tasks
from core.year.keys import Slot, TaskKey
from core.year.rules import TimesAYear, Window
from core.year.tasks import TaskState, state
from tests.conftest import add_person

YEAR = 2026
DAY = date(2026, 11, 23)
NO_SUCH_TASK = TaskKey.of("no-such-task", YEAR, Slot.window(1))


@pytest.fixture
def hvam(store, once):
    once("hvam", lambda: _school(store, "hvam"))
    return store


@pytest.fixture
def jonsberg(store, once):
    once("jonsberg", lambda: _school(store, "jonsberg"))
    return store


def _school(store, slug):
    store.write(lambda tx: schools.install(tx, slug))
    boss = add_person(store, "rektor", Role.REKTOR, Role.ANSATT)
    teacher = add_person(store, "kontaktlarer", Role.KONTAKTLARER, Role.ANSATT)
    first = ClassDraft(name="1STA", level=1, students=26, contact_teacher_id=teacher.person_id)
    for draft in (first, ClassDraft(name="2STA", level=2, students=25)):
        class_edits.add(store, boss, YEAR, draft)


def person(store, name):
    from core.people import directory, sessions

    return directory.load(store, sessions.password_hash(store, name)[0])


def of(store, activity_id):
    return [t for t in facts.tasks(store, YEAR) if t.activity.activity_id == activity_id]


def test_talks_are_counted_to_the_number_of_students(hvam):
    boss = person(hvam, "rektor")
    task = of(hvam, "mottakssamtale")[0]
    ticks.tick_off(hvam, boss, task.key, amount=18)
    task = of(hvam, "mottakssamtale")[0]
    assert (task.done, task.total, task.state) == (18, 26, TaskState.LATE)
    with pytest.raises(Invalid):
        ticks.tick_off(hvam, boss, task.key, amount=9)
    ticks.tick_off(hvam, boss, task.key, amount=8)
    assert of(hvam, "mottakssamtale")[0].state is TaskState.DONE


def test_a_double_click_gives_one_tick(hvam):
    boss = person(hvam, "rektor")
    task = of(hvam, "aktivitetsdag")[0]
    for _ in range(2):
        ticks.tick_off(hvam, boss, task.key)
    assert len(of(hvam, "aktivitetsdag")[0].ticks) == 1


def test_an_activity_may_be_called_as_a_year_and_a_window_are_written(hvam):
    boss, a = person(hvam, "rektor"), activities.find(hvam, "aktivitetsdag")
    row = {"activity_id": "plan-2025-1", "position": 999, "content": activities.content(a)}
    more = {"active": True, "changed_at": hvam.now(), "version": 1}
    hvam.write(lambda tx: tx.insert(activity, {**row, **more}))
    ticks.tick_off(hvam, boss, of(hvam, "plan-2025-1")[0].key)
    assert of(hvam, "plan-2025-1")[0].state is TaskState.DONE
    assert of(hvam, "aktivitetsdag")[0].state is not TaskState.DONE


def test_a_tick_that_landed_is_found_by_its_text_and_junk_beside_it_spoils_nothing(hvam):
    boss = person(hvam, "rektor")
    (task,) = of(hvam, "aktivitetsdag")
    assert task.task_id == "aktivitetsdag-2026-1"
    first = classes.of_year(hvam, YEAR)[0]
    talks = of(hvam, "mottakssamtale")[0]
    assert talks.task_id == f"mottakssamtale-2026-1-{first.class_id.hex[:12]}"
    for told in (task.task_id, "aktivitetsdag-2026-01", "aktivitetsdag", ""):
        row = {"tick_id": uuid.uuid4(), "task_id": told, "activity_id": "aktivitetsdag"}
        more = {"school_year": YEAR, "at": hvam.now(), "day": DAY, "amount": 1, "step": ""}
        hvam.write(lambda tx, row=row, more=more: tx.insert(tick, {**row, **more}))
    assert [x.key for x in of(hvam, "aktivitetsdag")[0].ticks] == [task.key]
    ticks.undo(hvam, boss, task.key)
    assert not of(hvam, "aktivitetsdag")[0].ticks


def test_steps_are_ticked_one_by_one_and_all_of_them_make_it_done(hvam):
    boss = person(hvam, "rektor")
    task = of(hvam, "godt-klassemiljo")[0]
    ticks.tick_off(hvam, boss, task.key, step="vip")
    assert of(hvam, "godt-klassemiljo")[0].done == 1
    ticks.tick_off(hvam, boss, task.key)
    assert of(hvam, "godt-klassemiljo")[0].state is TaskState.DONE
    ticks.undo(hvam, boss, task.key, "vip")
    assert of(hvam, "godt-klassemiljo")[0].steps_done == {"reglement", "kapittel12", "trygghet"}


def test_an_on_need_row_has_no_task_before_the_class_needs_it_and_none_after(hvam):
    boss = person(hvam, "rektor")
    assert not of(hvam, "pedagogisk-analyse")
    c = classes.of_year(hvam, YEAR)[0]
    needs.say(hvam, boss, "pedagogisk-analyse", c.class_id)
    (task,) = of(hvam, "pedagogisk-analyse")
    assert task.school_class == c
    with pytest.raises(Invalid):
        needs.end(hvam, boss, task.need.need_id, " ")
    needs.end(hvam, boss, task.need.need_id, "Klassen er delt.")
    assert not of(hvam, "pedagogisk-analyse")


def test_a_need_that_was_ended_comes_back_once_with_its_ticks(hvam):
    boss, teacher = person(hvam, "rektor"), person(hvam, "kontaktlarer")
    other = classes.of_year(hvam, YEAR)[1]
    needs.say(hvam, boss, "spekter", other.class_id)
    (task,) = of(hvam, "spekter")
    ticks.tick_off(hvam, boss, task.key)
    needs.end(hvam, boss, task.need.need_id, "Klassen er delt.")
    assert not of(hvam, "spekter")
    ((gone, reason),) = needs.ended(hvam, boss, "spekter")
    assert (gone, reason) == (task.need, "Klassen er delt.")
    assert not needs.ended(hvam, teacher, "spekter")  # not her class
    with pytest.raises(Refused):
        needs.restore(hvam, teacher, "spekter", gone.need_id)
    needs.restore(hvam, boss, "spekter", gone.need_id)
    assert [t.state for t in of(hvam, "spekter")] == [TaskState.DONE]
    with pytest.raises(Refused):  # it stands: there is nothing to bring back
        needs.restore(hvam, boss, "spekter", gone.need_id)


def test_a_class_that_is_said_to_need_it_again_has_no_older_need_to_bring_back(hvam):
    boss, c = person(hvam, "rektor"), classes.of_year(hvam, YEAR)[0]
    for _ in range(2):
        needs.say(hvam, boss, "spekter", c.class_id)
        needs.end(hvam, boss, of(hvam, "spekter")[0].need.need_id, "Ikke nå.")
    assert len(needs.ended(hvam, boss, "spekter")) == 1
    needs.say(hvam, boss, "spekter", c.class_id)
    assert not needs.ended(hvam, boss, "spekter")


def test_a_need_undated_is_not_planned_and_never_late(hvam):
    boss = person(hvam, "rektor")
    needs.say(hvam, boss, "spekter", classes.of_year(hvam, YEAR)[0].class_id)
    assert of(hvam, "spekter")[0].state is TaskState.UNPLANNED


def test_a_new_employee_is_a_task_of_her_own(jonsberg):
    boss = person(jonsberg, "rektor")
    needs.say(jonsberg, boss, "nyansatte", about="Vikar i matematikk")
    needs.say(jonsberg, boss, "nyansatte", about="Ny i kantina")
    found = of(jonsberg, "nyansatte")
    assert {t.need.about for t in found} == {"Vikar i matematikk", "Ny i kantina"}
    ticks.tick_off(jonsberg, boss, found[0].key)
    assert [t.state for t in of(jonsberg, "nyansatte")] == [TaskState.DONE, TaskState.UNPLANNED]


def test_a_series_without_dates_is_not_planned_and_each_date_is_a_task(jonsberg):
    boss = person(jonsberg, "rektor")
    assert [t.state for t in of(jonsberg, "borteboere")] == [TaskState.UNPLANNED]
    for day in (date(2026, 10, 1), date(2027, 2, 4)):
        windows.move(jonsberg, boss, "borteboere", YEAR, 0, Window(day, day))
    assert [t.state for t in of(jonsberg, "borteboere")] == [TaskState.LATE, TaskState.PLANNED]


def test_a_planned_meeting_of_a_series_is_its_task_and_held_it_is_done(jonsberg):
    boss = person(jonsberg, "rektor")
    assert [t.state for t in of(jonsberg, "skolemiljoutvalg")] == [TaskState.UNPLANNED]
    meeting_id = meetings.plan(jonsberg, boss, "smu", DAY)
    (task,) = of(jonsberg, "skolemiljoutvalg")
    assert task.window == Window(DAY, DAY)
    ticks.tick_off(jonsberg, boss, task.key)
    assert [m.meeting_id for m in meetings.of_year(jonsberg, "smu") if m.held] == [meeting_id]
    assert of(jonsberg, "skolemiljoutvalg")[0].state is TaskState.DONE
    assert not facts.of(jonsberg, YEAR).ticks


def test_meetings_held_count_for_the_activity_and_undoing_takes_the_meeting_back(hvam):
    boss = person(hvam, "rektor")
    for n in range(4):
        meetings.hold_now(hvam, boss, "su", None, DAY - timedelta(days=n))
    task = of(hvam, "skoleutvalg")[0]
    assert (task.done, task.total, task.state) == (4, 4, TaskState.DONE)
    ticks.undo(hvam, boss, task.key)
    assert of(hvam, "skoleutvalg")[0].done == 3
    assert len(meetings.of_year(hvam, "su")) == 3


def test_a_meeting_that_somebody_else_changed_is_not_overwritten(hvam):
    boss = person(hvam, "rektor")
    meeting_id = meetings.hold_now(hvam, boss, "su", None, DAY)
    meetings.change(hvam, boss, meeting_id, DAY, "Trivsel", 1)
    with pytest.raises(Stale):
        meetings.change(hvam, boss, meeting_id, DAY, "Noe annet", 1)


def test_a_planned_meeting_is_moved_within_its_year_and_one_that_was_held_is_not(hvam):
    boss = person(hvam, "rektor")
    planned = meetings.plan(hvam, boss, "su", DAY, note="Trivsel")
    meetings.change(hvam, boss, planned, date(2027, 1, 11), "Trivsel", 1)
    (found,) = meetings.of_year(hvam, "su")
    assert (found.day, found.note) == (date(2027, 1, 11), "Trivsel")
    with pytest.raises(Invalid, match="day"):
        meetings.change(hvam, boss, planned, date(2027, 8, 30), "Trivsel", 2)
    held = meetings.hold_now(hvam, boss, "su", None, DAY)
    with pytest.raises(Invalid, match="day"):
        meetings.change(hvam, boss, held, DAY - timedelta(days=1), "", 1)


def test_a_meeting_taken_away_comes_back_as_it_was_and_counts_again(hvam):
    boss, other = person(hvam, "rektor"), add_person(hvam, "larer", Role.LARER, Role.ANSATT)
    meeting_id = meetings.hold_now(hvam, boss, "su", None, DAY, "Trivsel")
    before = meetings.of_year(hvam, "su")
    meetings.cancel(hvam, boss, meeting_id, 1)
    assert not meetings.of_year(hvam, "su")
    assert not of(hvam, "skoleutvalg")[0].done
    with pytest.raises(Refused):
        meetings.put_back(hvam, other, meeting_id, 2)
    meetings.put_back(hvam, boss, meeting_id, 2)
    (after,) = meetings.of_year(hvam, "su")
    assert (after.day, after.note, after.held) == (before[0].day, "Trivsel", True)
    assert of(hvam, "skoleutvalg")[0].done == 1
    with pytest.raises(Stale):
        meetings.put_back(hvam, boss, meeting_id, 2)


def test_students_and_parents_are_put_on_no_body_of_staff(hvam):
    boss, student = person(hvam, "rektor"), add_person(hvam, "su", Role.SU)
    for body in bodies.everyone(hvam):
        offered = student.person_id in dict(bodies.candidates(hvam, body))
        assert offered is not body.staff_only
        if body.staff_only:
            with pytest.raises(Invalid, match="member"):
                bodies.put_on(hvam, boss, body.body_id, student.person_id)
        else:
            bodies.put_on(hvam, boss, body.body_id, student.person_id)
    assert {b.body_id for b in bodies.everyone(hvam) if b.staff_only}


@pytest.mark.parametrize("role", [Role.SKOLEEIER, Role.SYSTEMANSVARLIG, Role.REDAKTOR])
def test_who_neither_works_nor_learns_here_sits_in_no_body(hvam, role):
    boss, other = person(hvam, "rektor"), add_person(hvam, "andre", role)
    with pytest.raises(Invalid, match="member"):
        bodies.put_on(hvam, boss, "su", other.person_id)


def test_frequent_rows_are_two_confirmations_a_year(jonsberg):
    mine = [t for t in of(jonsberg, "klassens-time") if t.school_class.name == "1STA"]
    assert [t.window for t in mine] == [
        Window(date(2026, 8, 17), date(2026, 12, 18)),
        Window(date(2027, 1, 4), date(2027, 6, 18)),
    ]


def test_moving_a_window_keeps_the_tick_and_going_back_gives_the_plans_time(hvam):
    boss = person(hvam, "rektor")
    task = of(hvam, "elevradsseminar")[0]
    ticks.tick_off(hvam, boss, task.key)
    week = Window(date(2026, 10, 5), date(2026, 10, 9))
    windows.move(hvam, boss, "elevradsseminar", YEAR, 1, week)
    moved = of(hvam, "elevradsseminar")[0]
    assert moved.window.opens == date(2026, 10, 5)
    assert moved.state is TaskState.DONE
    windows.move_back(hvam, boss, "elevradsseminar", YEAR)
    assert of(hvam, "elevradsseminar")[0].window == task.window


@pytest.mark.parametrize(
    ("opens", "closes"),
    [(date(2026, 10, 9), date(2026, 10, 5)), (date(2025, 10, 5), date(2025, 10, 9))],
)
def test_a_window_that_cannot_be_is_refused(hvam, opens, closes):
    boss, wrong = person(hvam, "rektor"), Window(opens, closes)
    with pytest.raises(Invalid):
        windows.move(hvam, boss, "elevradsseminar", YEAR, 1, wrong)


@pytest.mark.parametrize("day", [DAY + timedelta(days=1), date(2026, 7, 31)])
def test_a_tick_in_the_future_or_of_another_year_is_refused(hvam, day):
    task = of(hvam, "aktivitetsdag")[0]
    with pytest.raises(Invalid):
        ticks.tick_off(hvam, person(hvam, "rektor"), task.key, day)


def test_an_activity_is_changed_taken_out_and_put_back_without_losing_ticks(hvam):
    boss = person(hvam, "rektor")
    ticks.tick_off(hvam, boss, of(hvam, "aktivitetsdag")[0].key, note="Med 1STA")
    a = activities.find(hvam, "aktivitetsdag")
    activities.remove(hvam, boss, a.activity_id, a.version)
    assert not of(hvam, "aktivitetsdag")
    with pytest.raises(Stale):
        activities.put_back(hvam, boss, a.activity_id, a.version)
    activities.put_back(hvam, boss, a.activity_id, a.version + 1)
    assert of(hvam, "aktivitetsdag")[0].ticks[0].note == "Med 1STA"


def test_what_was_ticked_as_a_whole_is_done_in_every_part_it_is_given_later(hvam):
    boss = person(hvam, "rektor")
    ticks.tick_off(hvam, boss, of(hvam, "aktivitetsdag")[0].key)
    a = activities.find(hvam, "aktivitetsdag")
    parts = tuple(activities.ActivityStep(i, {"nb": i, "nn": i}) for i in ("ute", "inne"))
    activities.change(hvam, boss, replace(a, steps=parts))
    (task,) = of(hvam, "aktivitetsdag")
    assert (task.state, task.steps_done) == (TaskState.DONE, {"ute", "inne"})
    ticks.undo(hvam, boss, task.key, "ute")
    assert of(hvam, "aktivitetsdag")[0].done == 0
    ticks.tick_off(hvam, boss, task.key, step="ute")
    activities.change(hvam, boss, replace(a, version=a.version + 1))
    assert of(hvam, "aktivitetsdag")[0].done == 0  # a part is not the whole


@pytest.mark.parametrize(
    "wrong",
    [
        {"on_need": True},
        {"lines": ("H1",) * 13},
        {"lines": ("en linje som er mye lengre enn et merke",)},
        {"steps": tuple(activities.ActivityStep(str(n), {"nb": "x", "nn": "x"}) for n in range(9))},
        {"steps": (activities.ActivityStep("a", {"nb": "x" * 121, "nn": "x"}),)},
        {
            "steps": (activities.ActivityStep("a", {"nb": "x", "nn": "x"}),),
            "rule": TimesAYear(2, 3),
        },
    ],
)
def test_lines_and_parts_that_cannot_be_are_refused_and_nothing_is_saved(hvam, wrong):
    a = activities.find(hvam, "aktivitetsdag")
    with pytest.raises(Invalid):
        activities.change(hvam, person(hvam, "rektor"), replace(a, **wrong))
    assert activities.find(hvam, "aktivitetsdag") == a


def test_who_may_not_change_the_plan_is_refused(hvam):
    teacher = person(hvam, "kontaktlarer")
    a = activities.find(hvam, "aktivitetsdag")
    for act in (
        lambda: activities.change(hvam, teacher, a),
        lambda: activities.remove(hvam, teacher, a.activity_id, 1),
        lambda: windows.move(hvam, teacher, a.activity_id, YEAR, 1, Window(DAY, DAY)),
        lambda: ticks.tick_off(hvam, teacher, of(hvam, "aktivitetsdag")[0].key),
        lambda: ticks.tick_off(hvam, teacher, NO_SUCH_TASK),
        lambda: meetings.plan(hvam, teacher, "su", DAY),
    ):
        with pytest.raises(Refused):
            act()


def test_a_contact_teachers_own_tasks_are_those_of_her_class(hvam):
    teacher = person(hvam, "kontaktlarer")
    mine = own_tasks.of(hvam, teacher)
    assert {t.school_class.name for t in mine if t.school_class} == {"1STA"}
    # Of the school's, what the plan asks of every employee.
    assert {t.activity.activity_id for t in mine if not t.school_class} == {"kjenne-planen"}
    assert "miljoveileder" not in {t.activity.activity_id for t in mine}


def test_what_students_are_responsible_for_is_their_contacts_else_assrektors(jonsberg):
    boss = person(jonsberg, "rektor")
    deputy = add_person(jonsberg, "assrektor", Role.ASSREKTOR, Role.ANSATT)
    teacher = person(jonsberg, "kontaktlarer")

    def has_it(name):
        found = own_tasks.of(jonsberg, person(jonsberg, name))
        return "innspill-elevradet" in {t.activity.activity_id for t in found}

    assert [has_it(n) for n in ("rektor", "assrektor", "kontaktlarer")] == [False, True, False]
    was = functions.everyone(jonsberg)["elevradskontakt"]
    function_edits.give(jonsberg, boss, was, teacher.person_id, None)
    assert [has_it(n) for n in ("rektor", "assrektor", "kontaktlarer")] == [False, False, True]
    p = people.person
    jonsberg.write(lambda tx: tx.update(p, p.c.person_id == teacher.person_id, active=False))
    assert has_it("assrektor")  # who has left is nobody's contact
    assert deputy.has(Role.ASSREKTOR)


def test_whoever_has_read_the_plan_is_asked_no_more_and_every_other_employee_is(hvam):
    boss, teacher = person(hvam, "rektor"), person(hvam, "kontaktlarer")

    def asked(who):
        return "kjenne-planen" in {t.activity.activity_id for t in own_tasks.to_do(hvam, who)}

    assert asked(boss)
    assert asked(teacher)
    cycle.confirm(hvam, teacher)
    assert not asked(teacher)
    assert asked(boss)


# --- whose it is (design § 3): what the plan names somebody for

CLASS, OTHER = uuid.uuid4(), uuid.uuid4()


def someone(*roles, **more):
    return Person(
        person_id=uuid.uuid4(), sign_in_name="x", name="X", roles=frozenset({*roles}), **more
    )


@pytest.mark.parametrize(
    ("who", "functions", "by_class", "own"),
    [
        (someone(Role.REKTOR), {"rektor"}, False, True),
        (someone(Role.REKTOR), {"ledelsen"}, True, True),
        (someone(Role.REKTOR), {"kontaktlarer"}, True, False),  # may tick, is not named
        (someone(Role.REKTOR), {"elevrad"}, False, False),
        (someone(Role.ASSREKTOR), {"rektors-stedfortreder"}, False, True),
        (someone(Role.ASSREKTOR), {"rektor"}, False, False),
        (someone(Role.REDAKTOR), {"ansatte"}, False, False),
        (someone(Role.ANSATT), {"ansatte"}, False, True),
        (someone(Role.ANSATT), {"alle"}, True, True),
        (
            someone(Role.ANSATT, functions=frozenset({"kontaktlarer"})),
            {"kontaktlarer"},
            True,
            False,
        ),
        (someone(Role.ANSATT, functions=frozenset({"ppt"})), {"ppt", "radgiver"}, False, True),
        (someone(Role.LARER, own_classes=frozenset({CLASS})), {"kontaktlarer"}, True, True),
        (someone(Role.LARER, own_classes=frozenset({CLASS})), {"klasseteam"}, True, True),
        (someone(Role.LARER, own_classes=frozenset({CLASS})), {"avdelingsleder"}, True, False),
        (someone(Role.LARER, taught_classes=frozenset({CLASS})), {"faglarer"}, True, True),
        (someone(Role.LARER, taught_classes=frozenset({CLASS})), {"kontaktlarer"}, True, False),
        (someone(Role.LARER, taught_classes=frozenset({OTHER})), {"faglarer"}, True, False),
        (someone(Role.AVDELINGSLEDER), {"avdelingsleder"}, False, True),
        (someone(Role.AVDELINGSLEDER), {"ledergruppa"}, False, True),
        (someone(Role.AVDELINGSLEDER), {"ledergruppa"}, True, False),  # another department's
        (
            someone(Role.AVDELINGSLEDER, departments=frozenset({"a"})),
            {"ledergruppa", "kontaktlarer"},
            True,
            True,
        ),
        (
            someone(Role.AVDELINGSLEDER, departments=frozenset({"a"})),
            {"kontaktlarer"},
            True,
            False,  # may tick, is not named
        ),
        (someone(Role.ELEVTJENESTE), {"miljoveileder"}, False, True),
        (someone(Role.LARER, functions=frozenset({"elevradskontakt"})), {"leder-su"}, False, True),
        (someone(Role.SU, functions=frozenset({"elevradskontakt"})), {"leder-su"}, False, False),
        (someone(Role.SKOLEEIER), {"rektor", "ansatte"}, False, False),
    ],
)
def test_whose_it_is(hvam, who, functions, by_class, own):
    task = of(hvam, "aktivitetsdag")[0]
    a = replace(task.activity, functions=tuple(functions))
    c = (
        SchoolClass(
            class_id=CLASS,
            school_year=YEAR,
            name="1A",
            level=1,
            programme="",
            department_id="a",
            contact_teacher_id=None,
            students=20,
        )
        if by_class
        else None
    )
    given = replace(task, activity=a, school_class=c)
    assert own_tasks.is_own(who, given, has_contact=True) is own
    if own:
        assert may(who, Action.TICK, given.scope)


# --- who may tick (design § 3)


@pytest.mark.parametrize(
    ("who", "functions", "class_id", "department", "allowed"),
    [
        (someone(Role.REKTOR), {"slt"}, None, None, True),
        (someone(Role.ASSREKTOR), {"elevrad"}, None, None, True),
        (someone(Role.REDAKTOR), {"ansatte"}, None, None, False),
        (someone(Role.SU), {"alle"}, None, None, False),
        (someone(Role.ANSATT), {"miljoveileder"}, None, None, False),
        (
            someone(Role.ANSATT, functions=frozenset({"folkehelsekoordinator"})),
            {"folkehelsekoordinator", "ledelsen"},
            None,
            None,
            True,
        ),
        (
            someone(Role.KONTAKTLARER, own_classes=frozenset({CLASS})),
            {"kontaktlarer"},
            CLASS,
            "a",
            True,
        ),
        (
            someone(Role.KONTAKTLARER, own_classes=frozenset({CLASS})),
            {"kontaktlarer"},
            OTHER,
            "a",
            False,
        ),
        (
            someone(Role.AVDELINGSLEDER, departments=frozenset({"a"})),
            {"kontaktlarer"},
            CLASS,
            "a",
            True,
        ),
        (
            someone(Role.AVDELINGSLEDER, departments=frozenset({"a"})),
            {"avdelingsleder"},
            CLASS,
            "b",
            False,
        ),
        (
            someone(Role.LARER, taught_classes=frozenset({CLASS})),
            {"faglarer"},
            CLASS,
            "a",
            True,
        ),
        (
            someone(Role.LARER, taught_classes=frozenset({CLASS})),
            {"kontaktlarer"},
            CLASS,
            "a",
            False,
        ),
        (someone(Role.ELEVTJENESTE), {"elevtjenesten"}, CLASS, "a", True),
        (someone(Role.ELEVTJENESTE), {"kontaktlarer"}, CLASS, "a", False),
        (
            someone(Role.LARER, functions=frozenset({"elevradskontakt"})),
            {"elevrad"},
            None,
            None,
            True,
        ),
        (someone(Role.LARER), {"elevrad"}, None, None, False),
        # Heads of department are in the group that leads: the school's tasks of it are theirs too.
        (someone(Role.AVDELINGSLEDER), {"ledergruppa"}, None, None, True),
        (someone(Role.AVDELINGSLEDER), {"ledelsen"}, CLASS, "a", False),
        (someone(Role.AVDELINGSLEDER), {"rektor"}, None, None, False),
    ],
)
def test_who_ticks_what(who, functions, class_id, department, allowed):
    scope = TaskScope(frozenset(functions), class_id, department)
    assert may(who, Action.TICK, scope) is allowed


# --- rules and presets


def test_the_state_of_a_task_through_its_window():
    window = Window(date(2026, 9, 1), date(2026, 10, 31))
    days = [date(2026, 8, 20), date(2026, 9, 5), date(2026, 10, 25), date(2026, 11, 1)]
    assert [state(0, 1, window, d) for d in days] == [
        TaskState.PLANNED,
        TaskState.PLANNED,
        TaskState.NEAR,
        TaskState.LATE,
    ]
    assert state(1, 3, window, days[1]) is TaskState.PARTLY
    assert state(0, 1, None, days[3]) is TaskState.UNPLANNED


@pytest.mark.parametrize(
    ("file", "old", "new", "row"),
    [
        ("wheel.toml", 'kind = "REL"', 'kind = "SOON"', 12),
        ("wheel.toml", 'functions = ["kontaktlarer"]', 'functions = ["ingen"]', 10),
        ("wheel.toml", 'per = "class"', 'per = "universe"', 13),
        ("wheel.toml", "on_need = true", "on_ned = true", 66),
        ("wheel.toml", 'duties = ["follow"]', 'duties = "follow"', 16),
        ("wheel.toml", "school_steps = [", "schol_steps = [", 270),
        ("bodies.toml", "least = 4", "least = 40", 3),
        ("bodies.toml", "staff_only = true", "staf_only = true", 37),
        ("functions.toml", 'id = "rektor"', 'id = "assrektor"', 9),
        ("calendar.toml", 'first = "2025-08-18"', 'first = "18. august"', 4),
        ("calendar.toml", 'last = "2027-06-18"', 'last = "2097-06-18"', 14),
        ("help_lines.toml", "suggested = false", 'suggested = "nei"', 12),
    ],
)
def test_a_preset_with_a_mistake_is_refused_with_file_and_row_and_nothing_is_stored(
    store, tmp_path, file, old, new, row
):
    import shutil

    folder = tmp_path / "hvam"
    shutil.copytree(schools.FOLDER / "hvam", folder)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(InvalidFile) as refused:
        store.write(lambda tx: schools.install(tx, "hvam", folder))
    assert refused.value.facts["file"] == f"hvam/{file}"
    assert refused.value.facts["row"] == row
    assert said(refused.value.key, **refused.value.facts).startswith(f"hvam/{file}")
    assert not activities.every(store)


def test_a_count_needs_its_least_number(hvam):
    assert activities.find(hvam, "klassens-time").rule == TimesAYear(7, 8)
