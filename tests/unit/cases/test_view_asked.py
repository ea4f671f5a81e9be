"""An unknown student is heard by being asked for their own view, which is an act of its own."""

import uuid

import pytest

from core.access import Role
from core.cases import facts, opening, people, reading
from core.cases.clock import Kind, Lack, Step
from core.cases.happened import Part
from core.errors import Stale
from core.reports import messages, reports
from tests.conftest import add_person


@pytest.fixture
def rektor(store):
    return add_person(store, "rektor", Role.REKTOR, Role.ANSATT)


def case_of(store, rektor, reporter="self"):
    """(a case with an unknown exposed student, the report it came from)."""
    report_id = uuid.uuid4()
    values = {"source": "form", "reporter": reporter, "laws": (), "areas": ()}
    store.write(
        lambda tx: reports.insert(tx, report_id, "team", {"what_happened": "Hei."}, **values)
    )
    number = opening.from_report(store, rektor, report_id, reporter == "self")
    found = reading.by_number(store, rektor, number)
    return found, reports.of_case(store, found.case_id)[0]


def exposed(found):
    return [p.case_person_id for p in people.of(found) if p.part is Part.EXPOSED]


def lacks_hearing(found):
    return Lack.HEARD in facts.clock(found).lacks


def test_a_message_that_asks_nobody_hears_nobody(store, rektor):
    found, linked = case_of(store, rektor)
    people.ask_by_code(found, linked.report_id, "Takk for at du sa fra.", "t1")
    assert lacks_hearing(found)
    assert Step.ASK in [todo.step for todo in facts.clock(found).todos]
    assert facts.notes(found, Kind.ASKED, Kind.VIEW_ASKED) == []


def test_a_message_that_asks_for_the_students_view_is_written_down_once(store, rektor):
    found, linked = case_of(store, rektor)
    [who] = exposed(found)
    for _ in range(2):
        people.ask_by_code(found, linked.report_id, "Hva mener du selv?", "t1", who)
    assert not lacks_hearing(found)
    [asked] = facts.notes(found, Kind.VIEW_ASKED)
    assert (asked.fact.subject_id, asked.fact.person_id) == (who, rektor.person_id)
    assert len(messages.conversation(store, linked.report_id)) == 1
    assert facts.differing(store) == []


def test_one_message_asks_whoever_wrote_and_no_other_unknown_student(store, rektor):
    found, linked = case_of(store, rektor)
    [who] = exposed(found)
    other = people.add(found, Part.EXPOSED, "")
    assert [p.case_person_id for p in people.to_ask(people.of(found), linked)] == [who]
    with pytest.raises(Stale):
        people.ask_by_code(found, linked.report_id, "Hva mener du?", "t1", other)
    assert messages.conversation(store, linked.report_id) == []
    people.ask_by_code(found, linked.report_id, "Hva mener du?", "t2", who)
    assert lacks_hearing(found)  # the other has not been asked


@pytest.mark.parametrize("reporter", ["saw_or_heard", "guardian", "other"])
def test_whoever_wrote_about_somebody_else_is_not_asked_in_their_place(store, rektor, reporter):
    found, linked = case_of(store, rektor, reporter)
    assert people.to_ask(people.of(found), linked) == []
    with pytest.raises(Stale):
        people.ask_by_code(found, linked.report_id, "Hva mener du?", "t1", exposed(found)[0])


@pytest.mark.parametrize("reporter", ["", "class"])
def test_one_who_did_not_say_who_they_are_may_be_the_student(store, rektor, reporter):
    found, linked = case_of(store, rektor, reporter)
    [who] = people.to_ask(people.of(found), linked)
    people.ask_by_code(found, linked.report_id, "Hva mener du?", "t1", who.case_person_id)
    assert not lacks_hearing(found)


def test_one_who_became_known_meanwhile_is_heard_in_a_talk(store, rektor):
    found, linked = case_of(store, rektor)
    [who] = exposed(found)
    people.name(found, who, "Nora")
    assert people.to_ask(people.of(found), linked) == []
    with pytest.raises(Stale):
        people.ask_by_code(found, linked.report_id, "Hva mener du?", "t1", who)


def test_what_an_older_program_kept_of_any_message_is_read_and_counts_as_nothing(store, rektor):
    found, _ = case_of(store, rektor)
    [who] = exposed(found)
    store.write(lambda tx: facts.add(tx, found.case_id, Kind.ASKED, rektor, subject_id=who))
    assert [n.fact.subject_id for n in facts.notes(found, Kind.ASKED)] == [who]
    assert lacks_hearing(found)
