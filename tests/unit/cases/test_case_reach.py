"""What reaches a case from outside: the reporter's code, a holder who leaves, a wrong number."""

import uuid
from datetime import date

import pytest
import sqlalchemy as sa

from core.access import Role
from core.administration import accounts, roles
from core.cases import (
    clock,
    ending,
    facts,
    listing,
    measures,
    milestones,
    opening,
    reach,
    reading,
)
from core.cases import people as case_people
from core.cases.happened import Part
from core.cases.listing import CaseFilter
from core.errors import Refused
from core.people import directory, passwords
from core.reports import reports
from core.today import follow_up, overview
from tests.conftest import add_person, to

R = Role
EARLY = ["received", "read"]
LATE = ["investigating", "following_up", "evaluated"]


@pytest.fixture
def rektor(store):
    return add_person(store, "rektor", R.REKTOR, R.ANSATT)


@pytest.fixture
def eli(store):
    return add_person(store, "eli", R.ELEVTJENESTE, R.ANSATT)


def report(store, reporter="self"):
    report_id = uuid.uuid4()
    store.write(
        lambda tx: reports.insert(
            tx,
            report_id,
            "team",
            {"what_happened": "Jeg blir stengt ute."},
            source="form",
            reporter=reporter,
        )
    )
    return report_id


def opened(store, person, marked=True, reporter="self"):
    report_id = report(store, reporter)
    number = opening.from_report(store, person, report_id, marked)
    return report_id, reading.by_number(store, person, number)


def steps(store, report_id):
    return follow_up.timeline(store, reports.load(store, report_id))


# --- the code


def test_safe_through_the_code_is_known_in_the_case_at_once_and_moves_no_state(store, rektor):
    report_id, found = opened(store, rektor)
    assert found.case.state == "examined"
    follow_up.say_safe(store, report_id)
    assert reading.by_number(store, rektor, found.number).case.state == "examined"
    assert facts.clock(found).safe_by_code
    assert facts.differing(store) == []
    assert reports.differing(store) == []


def test_a_report_taken_back_leaves_the_duty_and_nothing_out_of_step(store, rektor):
    report_id, found = opened(store, rektor)
    assert follow_up.withdraw(store, report_id) == "marked"
    assert reading.by_number(store, rektor, found.number).case.next_duty == found.case.next_duty
    assert reports.load(store, report_id).case_id == found.case_id
    assert facts.differing(store) == []
    assert reports.differing(store) == []


def test_her_timeline_follows_the_case_exactly_while_she_is_marked_as_the_exposed(store, eli):
    report_id, found = opened(store, eli, marked=False)
    exposed = case_people.of(found)[0].case_person_id
    reading.open_report(store, eli, report_id)
    assert [s.key for s in steps(store, report_id)] == EARLY
    case_people.wrote(to(eli, found), exposed, report_id)
    assert [(s.key, s.day) for s in steps(store, report_id)[2:]] == [(k, None) for k in LATE]
    today = store.today()
    milestones.begin(to(eli, found))
    points = measures.Points("Alene", "Voksen i gangen", today, "Eli", date(2026, 12, 9))
    made = measures.save(to(eli, found), exposed, points)
    assert [s.day for s in steps(store, report_id)[2:]] == [today, None, None]
    measures.carried_out(to(eli, found), made)
    assert [s.day for s in steps(store, report_id)[2:]] == [today, today, None]
    measures.evaluated(to(eli, found), made, True, "Hun sier at det er bedre.")
    assert [s.day for s in steps(store, report_id)[2:]] == [today, today, today]
    case_people.wrote(to(eli, found), exposed, None)
    assert [s.key for s in steps(store, report_id)] == EARLY


def test_what_is_done_for_another_student_is_not_told_her(store, eli):
    report_id, found = opened(store, eli)
    other = case_people.add(to(eli, found), Part.EXPOSED, "Per Medelev")
    points = measures.Points("Alene", "Ny plass", store.today(), "Eli", date(2026, 12, 9))
    made = measures.save(to(eli, found), other, points)
    measures.carried_out(to(eli, found), made)
    measures.evaluated(to(eli, found), made, False, "Det holdt ikke.")
    assert [s.day for s in steps(store, report_id)[2:]] == [None, None, None]


def test_whoever_wrote_about_somebody_else_learns_nothing_of_the_case(store, eli):
    report_id, found = opened(store, eli, reporter="saw_or_heard")
    milestones.begin(to(eli, found))
    assert [s.key for s in steps(store, report_id)] == EARLY


# --- a number that is not hers


def test_an_unknown_number_and_a_forbidden_one_run_the_same_statements(store, eli):
    liv = add_person(store, "liv", R.LARER, R.ANSATT)
    _, found = opened(store, eli)
    said = {}
    ran = []

    def note(_connection, _cursor, statement, *_rest):
        ran.append(statement)

    sa.event.listen(store.engine, "before_cursor_execute", note)
    try:
        for number in (found.number, "2026-000", "2026-E00", "", "'; drop table case_file"):
            ran.clear()
            with pytest.raises(Refused):
                reading.open_case(store, liv, number)
            said[number] = tuple(ran)
    finally:
        sa.event.remove(store.engine, "before_cursor_execute", note)
    assert said[found.number]
    assert len(set(said.values())) == 1


# --- whoever has the case leaves


@pytest.fixture
def owner(store, monkeypatch):
    monkeypatch.setattr(passwords, "ROUNDS", 4)
    return add_person(store, "owner", R.SKOLEEIER)


def alarms(store, person):
    return {r.number for r in overview.day(store, person).mine if r.step == "no_holder"}


@pytest.mark.parametrize("how", ["disabled", "role_ended"])
def test_a_case_whose_holder_leaves_alarms_those_who_are_left(store, rektor, eli, owner, how):
    assrektor = add_person(store, "assrektor", R.ASSREKTOR, R.ANSATT)
    liv = add_person(store, "liv", R.LARER, R.ANSATT)
    tor = add_person(store, "tor", R.ELEVTJENESTE, R.ANSATT)
    _, found = opened(store, eli)
    _, other = opened(store, tor)
    reach.add(to(eli, found), liv.person_id, "Kontaktlærer")
    if how == "disabled":
        accounts.disable(store, None, eli.person_id)
    else:
        held = roles.load(store, eli.person_id).grants
        grant = next(g for g in held if g.role is R.ELEVTJENESTE)
        roles.end_role(store, rektor, grant.grant_id)
    for person in (rektor, assrektor, liv):
        assert alarms(store, person) == {found.number}
    assert alarms(store, tor) == set()
    assert reading.by_number(store, rektor, found.number).case.holder_id is None
    assert reading.by_number(store, rektor, other.number).case.holder_id == tor.person_id
    assert facts.differing(store) == []
    store.clock.move(minutes=1)
    milestones.give(to(rektor, found), liv.person_id)
    assert alarms(store, rektor) == set()
    assert facts.differing(store) == []


@pytest.mark.parametrize("how", ["no employee", "systemansvarlig"])
def test_a_case_whose_holder_is_no_reader_any_more_alarms_those_who_are_left(store, rektor, how):
    liv = add_person(store, "liv", R.LARER, R.ANSATT)
    _, found = opened(store, rektor)
    reach.add(to(rektor, found), liv.person_id, "Kontaktlærer")
    milestones.give(to(rektor, found), liv.person_id)
    assert alarms(store, rektor) == set()
    if how == "no employee":
        for held in roles.load(store, liv.person_id).grants:
            roles.end_role(store, rektor, held.grant_id)
    else:
        roles.grant(store, rektor, liv.person_id, R.SYSTEMANSVARLIG)
    assert alarms(store, rektor) == {found.number}
    assert reading.by_number(store, rektor, found.number).case.holder_id is None
    with pytest.raises(Refused):
        reading.by_number(store, directory.load(store, liv.person_id), found.number)
    assert facts.differing(store) == []


@pytest.mark.parametrize("how", ["removed", "aside", "accused"])
def test_a_case_whose_holder_may_open_it_no_more_is_nobodys(store, rektor, eli, how):
    _, found = opened(store, eli)
    match how:
        case "removed":
            reach.remove(to(rektor, found), eli.person_id)
        case "aside":
            reach.step_aside(to(eli, found))
        case "accused":
            reach.exclude(to(rektor, found), eli.person_id, "")
    assert alarms(store, rektor) == {found.number}
    assert overview.day(store, eli).mine == []
    assert facts.differing(store) == []


def test_an_ended_case_calls_nothing_done_that_nobody_wrote_down(store, rektor):
    _, found = opened(store, rektor)
    ending.end(to(rektor, found), "Eleven har byttet skole.")
    marks = {m.duty: m.state for m in facts.clock(found).marks}
    assert marks[clock.Duty.INVESTIGATE] == marks[clock.Duty.MEASURES] == "unsaid"
    assert marks[clock.Duty.REPORT] == marks[clock.Duty.DOCUMENT] == "done"


def test_an_ended_case_raises_no_alarm(store, rektor, eli):
    _, found = opened(store, eli)
    ending.end(to(rektor, found), "Eleven har byttet skole.")
    accounts.disable(store, None, eli.person_id)
    assert alarms(store, rektor) == set()
    assert listing.count(store, rektor, CaseFilter(state="ended")) == 1


def test_a_case_that_nobody_at_the_school_opens_is_on_skoleeiers_overview(
    store, rektor, eli, owner
):
    _, found = opened(store, eli)
    reach.step_aside(to(rektor, found))
    assert overview.day(store, owner).lost == ()
    accounts.disable(store, None, eli.person_id)
    assert overview.day(store, owner).lost == (found.number,)
    assert overview.day(store, rektor).lost == ()
