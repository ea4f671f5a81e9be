"""Who may do what with whose: classes, departments, functions, lists and a second yes, by hand."""

import uuid
from dataclasses import replace

import pytest

from core.access import (
    Action,
    CaseScope,
    GrantScope,
    Person,
    ReportScope,
    Role,
    Route,
    TaskScope,
    may,
)
from tests.given.access import COLUMNS

R = Role
MINE, OTHERS = uuid.uuid4(), uuid.uuid4()  # classes


def somebody(column: str, *more: Role, **facts) -> Person:
    roles = frozenset({*COLUMNS[column], *more})
    return Person(person_id=uuid.uuid4(), sign_in_name="x", name="X", roles=roles, **facts)


def task(*functions: str, **where) -> TaskScope:
    return TaskScope(frozenset(functions), **where)


def those_who(action: Action, thing=None, **facts) -> set[str]:
    """The columns of the table that may, each with the same facts about her."""
    return {column for column in COLUMNS if may(somebody(column, **facts), action, thing)}


LEADERS = {"rektor", "assrektor"}
STAFF = {"ansatt", "larer", "kontaktlarer", "avdelingsleder", "elevtjeneste"} | LEADERS


def test_a_body_is_changed_by_leaders_and_seen_by_its_members():
    assert those_who(Action.EDIT_BODY) == LEADERS
    assert those_who(Action.SEE_BODY, "elevrad") == LEADERS
    assert those_who(Action.SEE_BODY, "elevrad", bodies=frozenset({"elevrad"})) == set(COLUMNS)
    assert those_who(Action.SEE_BODY, "elevrad", bodies=frozenset({"su"})) == LEADERS


def test_a_class_is_seen_by_those_who_answer_for_it_and_those_who_teach_it():
    of = task(class_id=MINE, department_id="st")
    answer = {"elevtjeneste"} | LEADERS
    assert those_who(Action.SEE_CLASS, of) == answer
    assert those_who(Action.SEE_CLASS, of, taught_classes=frozenset({MINE})) == set(COLUMNS)
    assert those_who(Action.SEE_CLASS, of, taught_classes=frozenset({OTHERS})) == answer
    assert those_who(Action.SEE_CLASS, of, own_classes=frozenset({MINE})) == set(COLUMNS)
    assert those_who(Action.SEE_CLASS, of, own_classes=frozenset({OTHERS})) == answer
    assert those_who(Action.SEE_CLASS, of, departments=frozenset({"st"})) == set(COLUMNS)
    assert those_who(Action.SEE_CLASS, of, departments=frozenset({"yf"})) == answer


def test_the_wheel_is_seen_by_all_who_open_it_and_what_is_needed_by_those_whom_it_concerns():
    assert those_who(Action.SEE_TASK, task("larere")) == STAFF | {"redaktor"}
    need = task("larere", class_id=MINE, on_need=True)
    answer = {"elevtjeneste"} | LEADERS
    assert those_who(Action.SEE_TASK, need) == answer
    assert those_who(Action.SEE_TASK, need, taught_classes=frozenset({MINE})) == answer
    assert those_who(Action.SEE_TASK, need, own_classes=frozenset({MINE})) == set(COLUMNS)
    # A new employee: those who carry it out.
    new = task("mentor", on_need=True)
    assert those_who(Action.SEE_TASK, new) == LEADERS
    assert those_who(Action.SEE_TASK, new, functions=frozenset({"mentor"})) == STAFF


@pytest.mark.parametrize(
    ("of", "facts", "who"),
    [
        (task("mentor"), {}, set()),
        (task("mentor"), {"functions": frozenset({"mentor"})}, STAFF),
        (task("mentor"), {"functions": frozenset({"vert"})}, set()),
        (task("ansatte"), {}, STAFF),
        (task("alle"), {}, STAFF),
        (task("elevtjenesten"), {}, {"elevtjeneste"}),
        (task("helsesykepleier"), {}, {"elevtjeneste"}),
        (task("ledelsen"), {}, {"avdelingsleder"}),
        (task("avdelingsleder"), {}, {"avdelingsleder"}),
        # With a class: the heads of department act for their own alone.
        (task("ledelsen", class_id=MINE), {}, set()),
        (
            task("ledelsen", class_id=MINE, department_id="st"),
            {"departments": frozenset({"st"})},
            {"avdelingsleder"},
        ),
        (
            task("ledelsen", class_id=MINE, department_id="st"),
            {"departments": frozenset({"yf"})},
            set(),
        ),
        # All that is ticked in a class of one's own; what its teachers do, by those.
        (task("hvem-som-helst", class_id=MINE), {"own_classes": frozenset({MINE})}, STAFF),
        (task("hvem-som-helst", class_id=MINE), {"own_classes": frozenset({OTHERS})}, set()),
        (task("faglarer", class_id=MINE), {"taught_classes": frozenset({MINE})}, STAFF),
        (task("faglarer", class_id=MINE), {"taught_classes": frozenset({OTHERS})}, set()),
        (task("mentor", class_id=MINE), {"taught_classes": frozenset({MINE})}, set()),
        (task("faglarer"), {"taught_classes": frozenset({MINE})}, set()),
        # To hold the word of what is bound to a class gives nothing.
        (task("kontaktlarer"), {"functions": frozenset({"kontaktlarer"})}, set()),
        (task("klasseteam"), {"functions": frozenset({"klasseteam"})}, set()),
        # What students answer for, by their contact.
        (task("elevrad"), {"functions": frozenset({"elevradskontakt"})}, STAFF),
        (task("mentor"), {"functions": frozenset({"elevradskontakt"})}, set()),
    ],
)
def test_who_ticks_by_what_she_is_and_what_she_holds(of, facts, who):
    assert those_who(Action.TICK, of, **facts) == who | LEADERS


def test_the_list_lets_in_an_employee_whose_password_rektor_has_said_yes_to():
    teacher = somebody("larer")
    listed = CaseScope("school", listed=frozenset({teacher.person_id}))
    assert may(teacher, Action.READ_CASE, listed)
    assert not may(replace(teacher, lists_open=False), Action.READ_CASE, listed)
    assert not may(teacher, Action.READ_CASE, CaseScope("school", listed=frozenset({MINE})))
    left = replace(teacher, roles=frozenset({R.REDAKTOR}))
    assert not may(left, Action.READ_CASE, listed)


def test_whoever_has_not_said_that_she_knows_the_rules_of_privacy_reads_nothing():
    for column, thing in (
        ("rektor", ReportScope(Route.TEAM)),
        ("elevtjeneste", ReportScope(Route.TEAM)),
        ("skoleeier", ReportScope(Route.LEADERSHIP)),
    ):
        assert may(somebody(column), Action.READ_REPORT, thing)
        assert not may(somebody(column, knows_privacy=False), Action.READ_REPORT, thing)
    assert not may(somebody("rektor", knows_privacy=False), Action.READ_CASE, CaseScope("school"))
    assert not may(somebody("rektor", knows_privacy=False), Action.SEE_CASE_FIGURES)


@pytest.mark.parametrize("route", Route)
def test_several_are_closed_with_the_yes_of_whoever_has_them_alone(route):
    own = {"skoleeier"} if route is Route.LEADERSHIP else {"rektor"}
    assert those_who(Action.CLOSE_SEVERAL, ReportScope(route)) == own


@pytest.mark.parametrize(("held_by", "own"), [("school", "rektor"), ("owner", "skoleeier")])
def test_a_case_is_ended_alone_by_the_one_who_answers_for_it(held_by, own):
    assert those_who(Action.END_CASE_ALONE, CaseScope(held_by)) == {own}
    person = somebody(own)
    me = frozenset({person.person_id})
    assert not may(person, Action.END_CASE_ALONE, CaseScope(held_by, aside=me))


def test_a_report_in_a_case_is_read_by_those_who_read_the_case():
    teacher = somebody("larer")
    case = CaseScope("school", listed=frozenset({teacher.person_id}))
    assert may(teacher, Action.READ_REPORT, ReportScope(Route.TEAM, case))
    assert not may(teacher, Action.READ_REPORT, ReportScope(Route.TEAM))
    handed_over = ReportScope(Route.TEAM, CaseScope("owner"))
    assert those_who(Action.READ_REPORT, handed_over) == {"skoleeier"}


def test_skoleeier_reads_no_case_of_the_school_whatever_else_she_holds():
    both = somebody("skoleeier", R.REKTOR)
    assert not may(both, Action.READ_CASE, CaseScope("school"))
    assert may(both, Action.READ_CASE, CaseScope("owner"))
    listed = CaseScope("school", listed=frozenset({both.person_id}))
    assert not may(both, Action.MANAGE_LIST, listed)


def test_whoever_never_reads_sees_no_figures_of_cases_even_in_the_team():
    assert not may(somebody("elevtjeneste", R.SU), Action.SEE_CASE_FIGURES)
    assert not may(somebody("rektor", R.SYSTEMANSVARLIG), Action.SEE_CASE_FIGURES)


def test_a_second_yes_comes_from_somebody_else_also_where_nobody_granted_it():
    rektor = somebody("rektor")
    waits = GrantScope(R.ELEVTJENESTE, MINE, None)
    assert may(rektor, Action.CONFIRM_ROLE, waits)
    assert not may(rektor, Action.CONFIRM_ROLE, replace(waits, granted_by=rektor.person_id))
    assert not may(rektor, Action.CONFIRM_ROLE, replace(waits, person_id=rektor.person_id))


def test_a_new_account_has_what_its_facts_say_and_no_more():
    bare = somebody("larer")
    assert (bare.lists_open, bare.deputy, bare.must_change_password) == (True, True, False)
    assert bare.knows_privacy
    assert TaskScope().on_need is False
    assert bare == replace(bare, knows_privacy=False, session="x"), "the same person and rights"


def test_whoever_holds_no_role_any_more_may_nothing_whatever_still_names_them():
    left = somebody(
        "larer",
        own_classes=frozenset({MINE}),
        taught_classes=frozenset({MINE}),
        departments=frozenset({"st"}),
        functions=frozenset({"elevradskontakt", "elevtjenesten"}),
        bodies=frozenset({"elevrad"}),
    )
    needed = task("kontaktlarer", class_id=MINE, department_id="st", on_need=True)
    body = [(Action.SEE_BODY, "elevrad")]
    tasks = [(a, needed) for a in (Action.TICK, Action.SEE_TASK, Action.SEE_CLASS)]
    for action, thing in body + tasks:
        assert may(left, action, thing), action
        assert not may(replace(left, roles=frozenset()), action, thing), action
