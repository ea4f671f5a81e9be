"""The table of who may do what (design § 3), row by row, with the rules around it."""

import uuid

import pytest

from core.access import (
    PAGES,
    Action,
    CaseScope,
    GrantScope,
    Person,
    ReportScope,
    Role,
    TaskScope,
    may,
)
from tests.given.access import COLUMNS, OPENS, STAFF

R = Role


ACTS = {
    Action.EDIT_WHEEL: "rektor assrektor redaktor",
    Action.SEE_CASE_FIGURES: "elevtjeneste rektor assrektor",
    Action.MAKE_RELEASE: "rektor assrektor",
    Action.COMMENT_RELEASE: "su",
    Action.EDIT_FORM: "rektor assrektor redaktor",
    Action.EDIT_PLAN: "rektor assrektor redaktor",
    Action.GIVE_PLAN_INPUT: f"{STAFF} su",
    Action.CONFIRM_PLAN: STAFF,
    Action.SEE_PLAN_READERS: "rektor assrektor",
    Action.EDIT_PROFILE: "rektor assrektor",
    Action.SET_DEPUTY: "rektor",
    Action.EDIT_TEXTS: "rektor assrektor redaktor",
    Action.SEE_TECHNICAL: "systemansvarlig",
    Action.HEAR_LOSSES: "rektor systemansvarlig",
    Action.MANAGE_ACCOUNTS: "systemansvarlig",
    Action.GRANT_ROLES: "rektor assrektor systemansvarlig",
}
REPORTS = {
    "team": "elevtjeneste rektor assrektor",
    "employee": "rektor assrektor",
    "handler": "rektor assrektor",
    "rektor": "rektor assrektor",
    "leadership": "skoleeier",
}
# Who reads a case on whose list nobody stands but by office.
CASES = {"school": "rektor assrektor", "owner": "skoleeier"}
# Who sees a task of the wheel: every one that the plan asks for; of those on need her class's.
PLANNED = f"{STAFF} redaktor"
NEEDED = {  # how the class stands to her: her own, in her department, taught by her, another's
    "own_class": "kontaktlarer elevtjeneste rektor assrektor",
    "department": "avdelingsleder elevtjeneste rektor assrektor",
    "taught": "elevtjeneste rektor assrektor",
    "other": "elevtjeneste rektor assrektor",
}


def somebody(column: str, **more) -> Person:
    return Person(
        person_id=uuid.uuid4(),
        sign_in_name=column,
        name=column,
        roles=frozenset(COLUMNS[column]),
        **more,
    )


def test_every_page_has_its_row():
    assert OPENS.keys() == PAGES.keys()


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("path", OPENS)
def test_who_opens_which_page(path, column):
    assert may(somebody(column), Action.OPEN_PAGE, path) is (column in OPENS[path].split())


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("action", ACTS)
def test_who_may_act(action, column):
    assert may(somebody(column), action) is (column in ACTS[action].split())


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("route", REPORTS)
def test_who_reads_a_report(route, column):
    allowed = may(somebody(column), Action.READ_REPORT, ReportScope(route))
    assert allowed is (column in REPORTS[route].split())


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("held_by", CASES)
def test_who_reads_a_case_by_office(held_by, column):
    allowed = may(somebody(column), Action.READ_CASE, CaseScope(held_by))
    assert allowed is (column in CASES[held_by].split())


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("held_by", CASES)
def test_the_list_opens_a_schools_case_and_one_of_skoleeiers_to_no_leader(held_by, column):
    person = somebody(column)
    listed = CaseScope(held_by, listed=frozenset({person.person_id}))
    leaders = {"rektor", "assrektor", "avdelingsleder"}
    staff = set(STAFF.split())
    on_list = staff if held_by == "school" else (staff - leaders) | {"skoleeier"}
    assert may(person, Action.READ_CASE, listed) is (column in on_list)
    manages = on_list if held_by == "school" else {"skoleeier"}
    assert may(person, Action.MANAGE_LIST, listed) is (column in manages)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("held_by", CASES)
def test_whoever_steps_aside_or_is_accused_sees_nothing(held_by, column):
    person = somebody(column)
    me = frozenset({person.person_id})
    assert not may(person, Action.READ_CASE, CaseScope(held_by, listed=me, aside=me))
    assert not may(
        person, Action.READ_REPORT, ReportScope("team", CaseScope(held_by, listed=me, aside=me))
    )


@pytest.mark.parametrize("never", [R.SU, R.SYSTEMANSVARLIG])
@pytest.mark.parametrize("column", COLUMNS)
def test_su_and_systemansvarlig_never_read_whatever_else_they_hold(never, column):
    person = Person(
        person_id=uuid.uuid4(),
        sign_in_name="x",
        name="X",
        roles=frozenset(COLUMNS[column] | {never}),
    )
    for route in REPORTS:
        assert not may(person, Action.READ_REPORT, ReportScope(route))
    for held_by in CASES:
        listed = frozenset({person.person_id})
        assert not may(person, Action.READ_CASE, CaseScope(held_by, listed=listed))
    assert not may(person, Action.SEE_CASE_FIGURES)


def test_assrektor_reads_as_deputy_only_where_the_school_says_so():
    person = somebody("assrektor", deputy=False)
    assert not may(person, Action.READ_REPORT, ReportScope("team"))
    assert not may(person, Action.READ_CASE, CaseScope("school"))


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("functions", [{"kontaktlarer"}, {"elevrad"}, {"ansatte"}])
def test_who_sees_what_the_plan_asks_for(functions, column):
    for task in (TaskScope(frozenset(functions)), TaskScope(frozenset(functions), uuid.uuid4())):
        assert may(somebody(column), Action.SEE_TASK, task) is (column in PLANNED.split())


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("to_her", NEEDED)
@pytest.mark.parametrize("functions", [{"kontaktlarer"}, {"faglarer"}, {"folkehelsekoordinator"}])
def test_who_sees_that_a_class_needs_it(functions, to_her, column):
    class_id, head = uuid.uuid4(), column == "avdelingsleder"
    mine = frozenset({class_id})
    person = somebody(
        column,
        functions=frozenset({"folkehelsekoordinator"}),
        own_classes=mine if to_her == "own_class" and column == "kontaktlarer" else frozenset(),
        taught_classes=mine if to_her == "taught" else frozenset(),
        departments=frozenset({"a"}) if to_her == "department" and head else frozenset(),
    )
    task = TaskScope(frozenset(functions), class_id, "a", on_need=True)
    assert may(person, Action.SEE_TASK, task) is (column in NEEDED[to_her].split())


@pytest.mark.parametrize("column", COLUMNS)
def test_a_new_employees_task_is_seen_by_those_who_carry_it_out(column):
    task = TaskScope(frozenset({"avdelingsleder"}), on_need=True)
    seen = column in ["avdelingsleder", "rektor", "assrektor"]
    assert may(somebody(column), Action.SEE_TASK, task) is seen


CONFIRMS = [
    (R.ELEVTJENESTE, "rektor"),
    (R.REKTOR, "skoleeier"),
    (R.ASSREKTOR, "skoleeier"),
    (R.SKOLEEIER, "skoleeier"),
]


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize(("role", "confirmer"), CONFIRMS)
def test_who_confirms_whom(role, confirmer, column):
    grant = GrantScope(role, uuid.uuid4(), uuid.uuid4())
    assert may(somebody(column), Action.CONFIRM_ROLE, grant) is (column == confirmer)


@pytest.mark.parametrize(("role", "confirmer"), CONFIRMS)
def test_nobody_confirms_her_own_or_what_she_granted(role, confirmer):
    person = somebody(confirmer)
    other = uuid.uuid4()
    assert not may(person, Action.CONFIRM_ROLE, GrantScope(role, person.person_id, other))
    assert not may(person, Action.CONFIRM_ROLE, GrantScope(role, other, person.person_id))


@pytest.mark.parametrize("action", Action)
def test_nobody_signed_in_may_nothing(action):
    things = {
        Action.OPEN_PAGE: "konto",
        Action.READ_REPORT: ReportScope("team"),
        Action.TICK: TaskScope(),
    }
    assert not may(None, action, things.get(action))


def test_a_question_about_the_wrong_thing_is_a_fault_and_not_a_no():
    with pytest.raises(ValueError, match="is not asked about"):
        may(somebody("rektor"), Action.READ_CASE, "2026-001")
