"""What was put into a case by mistake can be taken out again: its content goes, the act stays."""

import uuid
from datetime import date

import pytest
import sqlalchemy as sa

from core.access import Role
from core.cases import facts, journal, measures, opening, people, reading, strikes
from core.cases.clock import Kind
from core.cases.happened import OUTCOMES, Part
from core.errors import Invalid, Refused
from core.operations import verify
from core.reports import reports
from core.store.schema.school import audit
from tests.conftest import add_person, to

POINTS = measures.Points(
    "Står alene", "Voksen i gangen", date(2026, 11, 25), "Kari", date(2026, 12, 9)
)


@pytest.fixture
def world(store):
    """A case, who opened it, and one who is not on its list."""

    class World:
        eli = add_person(store, "eli", Role.ELEVTJENESTE, Role.ANSATT)
        rektor = add_person(store, "rektor", Role.REKTOR, Role.ANSATT)
        liv = add_person(store, "liv", Role.LARER, Role.ANSATT)

    report_id = uuid.uuid4()
    values = {"source": "form", "reporter": "self", "laws": ("mobbing",), "areas": ("skole",)}
    answers = {"what_happened": "Jeg blir stengt ute."}
    store.write(lambda tx: reports.insert(tx, report_id, "team", answers, **values))
    number = opening.from_report(store, World.eli, report_id, True)
    World.case = reading.by_number(store, World.eli, number)
    return World


def told(store, action):
    found = sa.select(audit).where(store.mine(audit), audit.c.action == action)
    return [row.details for row in store.rows(found)]


def bodies(opened):
    return [e.body for e in journal.of(opened)]


def test_a_student_who_was_put_in_twice_is_taken_out_with_a_reason(store, world):
    nora = [people.add(world.case, Part.EXPOSED, "Nora Vik") for _ in range(2)][1]
    with pytest.raises(Invalid, match="no_strike_reason"):
        strikes.a_person(world.case, nora, "  ")
    with pytest.raises(Refused):
        strikes.a_person(to(world.liv, world.case), nora, "To ganger")
    strikes.a_person(world.case, nora, "Satt inn to ganger.")
    assert [p.name for p in people.of(world.case)].count("Nora Vik") == 1
    assert "en utsatt elev" in bodies(world.case)[0]
    assert "Satt inn to ganger." in bodies(world.case)[0]
    assert "Nora" not in " ".join(bodies(world.case))
    assert told(store, "case.person_struck") == [{"part": "exposed"}]
    with pytest.raises(Refused):
        strikes.a_person(world.case, nora, "En gang til")
    assert verify.faults(store) == []


def test_a_student_whose_view_or_plan_is_written_down_is_not_struck(store, world):
    heard = people.add(world.case, Part.EXPOSED, "Nora")
    people.heard(world.case, heard, "Hun vil ha ro.")
    planned = people.add(world.case, Part.EXPOSED, "Ola")
    measures.save(world.case, planned, POINTS)
    for one in (heard, planned):
        with pytest.raises(Invalid, match="person_in_use"):
            strikes.a_person(world.case, one, "Feil")


def test_a_measure_by_mistake_goes_and_one_that_was_carried_out_stays(store, world):
    nora = people.add(world.case, Part.EXPOSED, "Nora")
    first, second = (measures.save(world.case, nora, POINTS) for _ in range(2))
    measures.carried_out(world.case, first)
    with pytest.raises(Refused):
        strikes.a_measure(to(world.liv, world.case), second, "Feil")
    with pytest.raises(Invalid, match="measure_in_use"):
        strikes.a_measure(world.case, first, "Feil")
    strikes.a_measure(world.case, second, "Skrevet to ganger.")
    assert [m.measure_id for m in measures.of(world.case)] == [first]
    assert told(store, "case.measure_struck") == [{}]
    assert verify.faults(store) == []


def test_a_note_by_mistake_loses_its_words_and_what_it_said_was_done(store, world):
    journal.write(world.case, "follow", "Om en helt annen elev.")
    journal.write(to(world.rektor, world.case), "follow", "Så inn til klassen.")
    mine, hers = (
        next(e for e in journal.of(world.case) if e.person_id == who.person_id)
        for who in (world.eli, world.rektor)
    )
    with pytest.raises(Refused):
        strikes.an_entry(to(world.liv, world.case), mine.entry_id, "Feil sak")
    with pytest.raises(Invalid, match="not_your_note"):
        strikes.an_entry(world.case, hers.entry_id, "Feil sak")
    strikes.an_entry(world.case, mine.entry_id, "Feil sak.")
    left = {e.entry_id: e for e in journal.of(world.case)}
    assert "annen elev" not in left[mine.entry_id].body
    assert "Feil sak." in left[mine.entry_id].body
    assert left[mine.entry_id].at == mine.at
    assert left[hers.entry_id].body == "Så inn til klassen."
    followed = [f for f in facts.of(world.case).facts if f.kind is Kind.FOLLOWED]
    assert [f.person_id for f in followed] == [world.rektor.person_id]
    assert told(store, "case.entry_struck") == [{"duty": "follow"}]
    assert verify.faults(store) == []


def outcomes(opened):
    return [f.kind for f in facts.of(opened).facts if f.kind in OUTCOMES]


def test_what_was_recorded_of_a_measure_by_mistake_is_taken_back_the_newest_first(store, world):
    nora = people.add(world.case, Part.EXPOSED, "Nora")
    one = measures.save(world.case, nora, POINTS)
    before = facts.clock(world.case).todos
    measures.carried_out(world.case, one)
    measures.evaluated(world.case, one, False, "Mobbingen fortsetter.")
    for who in (world.liv, world.rektor):
        with pytest.raises((Refused, Invalid)):
            strikes.an_outcome(to(who, world.case), one, "Feil tiltak")
    with pytest.raises(Invalid, match="no_strike_reason"):
        strikes.an_outcome(world.case, one, " ")
    strikes.an_outcome(world.case, one, "Trykket feil.")
    assert outcomes(world.case) == [Kind.CARRIED_OUT]
    strikes.an_outcome(world.case, one, "Feil tiltak.")
    assert outcomes(world.case) == []
    assert facts.clock(world.case).todos == before
    with pytest.raises(Refused):
        strikes.an_outcome(world.case, one, "En gang til")
    said = bodies(world.case)
    assert "Mobbingen fortsetter." in said, "what was written then stays"
    assert any("ikke var nok" in body and "Trykket feil." in body for body in said)
    assert told(store, "measure.not_enough") == [{}]
    assert told(store, "case.outcome_struck") == [{"kind": "not_enough"}, {"kind": "carried_out"}]
    assert verify.faults(store) == []


def test_what_a_later_round_builds_on_is_not_taken_back(store, world):
    nora = people.add(world.case, Part.EXPOSED, "Nora")
    one = measures.save(world.case, nora, POINTS)
    measures.evaluated(world.case, one, False, "Ikke nok.")
    measures.save(world.case, nora, POINTS)
    with pytest.raises(Invalid, match="outcome_in_use"):
        strikes.an_outcome(world.case, one, "Feil")
    assert outcomes(world.case) == [Kind.NOT_ENOUGH]


def test_what_somebody_else_recorded_is_theirs_to_take_back(store, world):
    nora = people.add(world.case, Part.EXPOSED, "Nora")
    one = measures.save(world.case, nora, POINTS)
    measures.carried_out(to(world.rektor, world.case), one)
    with pytest.raises(Invalid, match="not_your_outcome"):
        strikes.an_outcome(world.case, one, "Feil")
    strikes.an_outcome(to(world.rektor, world.case), one, "Feil")
    assert outcomes(world.case) == []
