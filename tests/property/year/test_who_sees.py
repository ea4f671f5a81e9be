"""Whatever lists tasks lists those that `may` lets this person see, and no other."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access import Action, Person, Role, may
from core.administration import classes as class_edits
from core.administration import departments
from core.administration.classes import ClassDraft
from core.errors import Refused
from core.figures import progress
from core.presets import schools
from core.school import classes, functions
from core.today import overview
from core.year import activities, facts, mine, needs, printout, ticks
from core.year.tasks import TaskState
from tests.conftest import add_person
from tests.given.source import nodes

YEAR = 2026
# The school stands still while people change; a busy machine is no broken rule.
SETTINGS = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ROOT = Path(__file__).parent.parent.parent.parent


@pytest.fixture(params=["hvam", "jonsberg"])
def school(request, store):
    """A school with two departments, four classes, and everything on need asked for somewhere."""
    store.write(lambda tx: schools.install(tx, request.param))
    boss = add_person(store, "rektor", Role.REKTOR, Role.ANSATT)
    for name in ("Studie", "Yrke"):
        departments.add_department(store, boss, name, None)
    rows = departments.departments(store)
    for n, level in enumerate((1, 1, 2, 3)):
        of = rows[n % 2].department_id if n < 3 else None
        class_edits.add(
            store,
            boss,
            YEAR,
            ClassDraft(name=f"{level}{n}", level=level, students=20, department_id=of),
        )
    for a in [a for a in activities.in_force(store) if a.on_need]:
        if a.per == "person":
            needs.say(store, boss, a.activity_id, about="Ny i kantina")
        for c in classes.of_year(store, YEAR)[::2] if a.by_class else []:
            needs.say(store, boss, a.activity_id, c.class_id)
    return store


@st.composite
def people(draw, store):
    """Somebody with any roles, functions, classes, departments."""
    ids = st.sampled_from([c.class_id for c in classes.of_year(store, YEAR)])
    led = st.sampled_from([d.department_id for d in departments.departments(store)])
    held = st.sampled_from(sorted(functions.everyone(store)))
    return Person(
        person_id=draw(st.uuids(version=4)),
        sign_in_name="x",
        name="X",
        roles=draw(st.frozensets(st.sampled_from(Role), max_size=3)),
        functions=draw(st.frozensets(held, max_size=4)),
        own_classes=draw(st.frozensets(ids, max_size=2)),
        taught_classes=draw(st.frozensets(ids, max_size=3)),
        departments=draw(st.frozensets(led, max_size=1)),
    )


@SETTINGS
@given(st.data())
def test_every_list_of_tasks_is_what_may_lets_her_see(school, data):
    person = data.draw(people(school))
    all_ = facts.tasks(school, YEAR)
    seen = [t for t in all_ if may(person, Action.SEE_TASK, t.scope)]
    assert facts.seen(school, person, YEAR) == seen
    wheel = progress.wheel(school, person)
    planned = [t for t in seen if not t.activity.on_need]
    assert wheel.school == progress.by_area(planned)
    for row in wheel.on_need:
        found = [t for t in seen if t.activity.on_need and t.activity.names == row.names]
        assert (row.classes or 0) == len(found)
        assert (row.done is None) is (not found)
    own = mine.of(school, person)
    assert [t for t in seen if t in own] == own
    hidden = [t for t in all_ if t not in seen]
    for task in hidden:
        with pytest.raises(Refused):
            ticks.tick_off(school, person, task.key)


@SETTINGS
@given(st.data())
def test_the_overview_holds_what_mine_holds_and_all_of_it_is_hers_to_tick(school, data):
    person = data.draw(people(school))
    asked = mine.to_do(school, person)
    activities_ = list(dict.fromkeys(t.activity.activity_id for t in asked))
    shown = overview.of_the_year(school, person)
    assert [o.activity_id for o in shown] == activities_[: overview.MOST]
    for o in shown:
        tasks = [t for t in asked if t.activity.activity_id == o.activity_id]
        assert (o.left, o.late) == (len(tasks), any(t.state is TaskState.LATE for t in tasks))
    assert all(may(person, Action.TICK, t.scope) for t in mine.of(school, person))
    # The right to tick gives nothing: what is hers is the same whoever else she may write for.
    more = replace(person, roles=person.roles | {Role.REDAKTOR, Role.SYSTEMANSVARLIG})
    assert mine.of(school, more) == mine.of(school, person)


def test_a_printout_says_what_any_employee_sees_and_nothing_of_who_needs_what(school):
    reader = Person(
        person_id=printout.READER.person_id,
        sign_in_name="x",
        name="X",
        roles=frozenset({Role.ANSATT}),
    )
    boss = add_person(school, "rektor2", Role.REKTOR, Role.ANSATT)
    told = printout.document(school, YEAR)
    shown = [t["id"] for a in told["activities"] for t in a["tasks"]]
    seen = [t for t in facts.tasks(school, YEAR) if may(reader, Action.SEE_TASK, t.scope)]
    assert shown == [t.task_id for t in seen]
    assert not any(t.activity.on_need for t in seen)
    for n in facts.of(school, YEAR).needs:
        needs.end(school, boss, n.need_id, "Gått over")
    assert printout.document(school, YEAR) == told


def test_only_the_year_itself_takes_tasks_that_nobody_was_asked_about():
    """Whoever draws, counts or prints asks `facts.seen`; the demonstration ticks as everyone."""
    taking = {
        file.relative_to(ROOT).as_posix()
        for folder in ("core", "pages")
        for file in (ROOT / folder).rglob("*.py")
        for node in nodes(file)
        if isinstance(node, ast.Attribute) and ast.unparse(node).endswith("facts.tasks")
    }
    assert taking == {"core/demonstration/year.py"}
