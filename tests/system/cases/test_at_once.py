"""Two people at once: what one has done meanwhile decides what the other may still do."""

import uuid

import pytest
import sqlalchemy as sa

from core.cases import (
    ending,
    facts,
    journal,
    listing,
    measures,
    milestones,
    opening,
    people,
    reach,
    reading,
)
from core.cases.clock import Kind
from core.cases.happened import Part
from core.errors import Invalid, PortalError, Refused, Stale
from core.reports import reports
from core.store import engine
from core.store.engine import Store
from core.store.schema.cases import case, case_fact, case_person, case_series
from core.store.schema.cases import journal as journal_table
from core.store.schema.cases import measure as measure_table
from core.store.schema.reports import message
from core.store.schema.reports import report as report_table
from core.today import follow_up, inbox
from tests.conftest import to


@pytest.fixture
def house(small_school):
    """The people of a small school."""
    return small_school("rektor eli liv owner")


def report(store):
    report_id = uuid.uuid4()
    values = {"source": "form", "reporter": "self", "laws": ("mobbing",), "areas": ("skole",)}
    store.write(
        lambda tx: reports.insert(
            tx, report_id, "team", {"what_happened": "Rektor roper."}, **values
        )
    )
    return report_id


def meanwhile(monkeypatch, store, first):
    """Let `first` happen between what the next act looks at and what it writes."""
    write = store.write

    def after(work):
        monkeypatch.setattr(store, "write", write)
        first()
        return write(work)

    monkeypatch.setattr(store, "write", after)


ACTS = {
    "opens a case": lambda s, p, r: opening.from_report(s, p, r, True),
    "puts it into a case": lambda s, p, r: opening.link(
        reading.by_number(s, p, listing.numbers(s, p)[0]), r
    ),
    "closes it": lambda s, p, r: inbox.close(s, p, r, "Sendt feil."),
    "sends it on": inbox.send_to_skoleeier,
    "writes to the student": lambda s, p, r: reading.send_to_student(s, p, r, "Hei", "1"),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_report_given_to_skoleeier_meanwhile_is_in_nothing_of_the_schools(
    store, house, monkeypatch, act
):
    opening.from_report(store, house.rektor, report(store), True)
    report_id = report(store)
    meanwhile(monkeypatch, store, lambda: inbox.send_to_skoleeier(store, house.eli, report_id))
    with pytest.raises(Stale):
        act(store, house.rektor, report_id)
    found = reports.load(store, report_id)
    assert (found.route, found.case_id, found.state) == ("leadership", None, "new")
    assert store.row(sa.select(message)) is None
    assert listing.count(store, house.rektor, listing.CaseFilter()) == 1


def test_two_who_open_a_case_from_one_report_open_one_and_no_number_is_lost(
    store, house, monkeypatch
):
    report_id = report(store)
    meanwhile(monkeypatch, store, lambda: opening.from_report(store, house.eli, report_id, True))
    with pytest.raises(Stale):
        opening.from_report(store, house.rektor, report_id, True)
    assert len(store.rows(sa.select(case))) == 1
    assert store.row(sa.select(case_series.c.last)).last == 1


def test_a_case_handed_over_twice_at_once_gets_one_number_at_skoleeier(store, house, monkeypatch):
    number = opening.from_report(store, house.rektor, report(store), True)
    found = reading.by_number(store, house.rektor, number)
    meanwhile(
        monkeypatch,
        store,
        lambda: ending.hand_over(found, "Gjelder ledelsen."),
    )
    with pytest.raises(Stale):
        ending.hand_over(found, "Gjelder ledelsen.")
    assert len(listing.numbers(store, house.owner)) == 1


def test_a_report_linked_while_its_case_goes_to_skoleeier_stays_where_it_was(
    store, house, monkeypatch
):
    number = opening.from_report(store, house.rektor, report(store), True)
    found = reading.by_number(store, house.rektor, number)
    late = report(store)
    meanwhile(
        monkeypatch,
        store,
        lambda: ending.hand_over(found, "Gjelder ledelsen."),
    )
    with pytest.raises(Stale):
        opening.link(reading.by_number(store, house.rektor, number), late)
    assert reports.load(store, late).case_id is None


def test_ending_and_opening_again_at_once_leaves_one_end(store, house, monkeypatch):
    number = opening.from_report(store, house.rektor, report(store), True)
    found = reading.by_number(store, house.rektor, number)
    meanwhile(
        monkeypatch,
        store,
        lambda: ending.end(found, "Eleven har flyttet."),
    )
    ending.end(found, "Eleven har flyttet.")
    ended = reading.by_number(store, house.rektor, number)
    assert ended.case.state == "ended"
    assert len(facts.notes(found, Kind.ENDED)) == 1


def test_a_withdrawn_and_deleted_report_gets_no_case(store, house, monkeypatch):

    report_id = report(store)
    meanwhile(monkeypatch, store, lambda: follow_up.withdraw(store, report_id))
    with pytest.raises(PortalError):
        opening.from_report(store, house.rektor, report_id, True)
    assert store.rows(sa.select(case)) == []
    assert store.rows(sa.select(report_table)) == []


# --- a case that goes away while somebody writes in it


def opened(store, house):
    """A case that rektor has opened, with eli on its list."""
    report_id = report(store)
    number = opening.from_report(store, house.rektor, report_id, True)
    found = reading.by_number(store, house.rektor, number)
    reach.add(found, house.eli.person_id, "Kjenner eleven.")
    return found


def begun(monkeypatch, store, first):
    """Let another process do `first` after the next act's transaction has begun to look.

    On PostgreSQL nobody is let in between: the act has begun, and waits for its turn to write.
    """
    write, other = (
        store.write,
        Store(engine=store.engine, folder=store.folder, box=store.box, clock=store.clock),
    )
    if store.engine.dialect.name == "postgresql":
        turn = engine.take_turn

        def waits(connection, school_id):
            monkeypatch.setattr(engine, "take_turn", turn)
            connection.execute(sa.select(case.c.number))
            first(other)
            turn(connection, school_id)

        monkeypatch.setattr(engine, "take_turn", waits)
        return

    def late(work):
        monkeypatch.setattr(store, "write", write)
        tries = []

        def after(tx):
            tries.append(tx)
            if len(tries) == 1:
                tx.execute(sa.select(case.c.number))
                first(other)
            return work(tx)

        return write(after)

    monkeypatch.setattr(store, "write", late)


def exposed(store, found):
    return people.of(found)[0].case_person_id


def linked(store, found):
    return reports.of_case(store, found.case_id)[0].report_id


def a_measure(store, person, found):
    today = store.today()
    points = measures.Points("Alene", "Voksen i gangen", today, "Eli", today)
    measures.save(to(person, found), exposed(store, found), points)


IN_CASE = {
    "writes in the journal": lambda s, p, c: journal.write(to(p, c), "measures", "Notat"),
    "begins": lambda s, p, c: milestones.begin(to(p, c), "Snakket med klassen"),
    "plans a measure": a_measure,
    "names a person": lambda s, p, c: people.add(to(p, c), Part.WITNESS, "Per"),
    "hears the student": lambda s, p, c: people.heard(to(p, c), exposed(s, c), "Vil ha ro"),
    "asks by code": lambda s, p, c: people.ask_by_code(to(p, c), linked(s, c), "Hei", "t"),
    "writes to the student": lambda s, p, c: reading.send_to_student(
        s, p, linked(s, c), "Hei", "t"
    ),
    "steps aside": lambda s, p, c: reach.step_aside(to(p, c)),
    "ends it": lambda s, p, c: ending.end(to(p, c), "Eleven har flyttet."),
}
HELD = (journal_table, measure_table, case_person, case_fact)


def rows(store, found):
    """What lies under a case, and the messages of its reports."""
    under = [store.rows(sa.select(t).where(t.c.case_id == found.case_id)) for t in HELD]
    return sum(map(len, under)) + len(store.rows(sa.select(message)))


@pytest.mark.parametrize("how", ["meanwhile", "begun"])
@pytest.mark.parametrize("act", IN_CASE.values(), ids=IN_CASE)
def test_nothing_is_written_under_the_old_number_of_a_case_that_was_handed_over(
    store, house, monkeypatch, act, how
):
    found = opened(store, house)

    def hand_over(other=store):
        ending.hand_over(to(house.eli, found), "Gjelder ledelsen.")

    if how == "meanwhile":
        meanwhile(monkeypatch, store, hand_over)
    else:
        begun(monkeypatch, store, hand_over)
    with pytest.raises((Stale, Refused)):
        act(store, house.rektor, found)
    assert rows(store, found) == 0
    assert facts.differing(store) == []


@pytest.mark.parametrize("how", ["meanwhile", "begun"])
@pytest.mark.parametrize("act", IN_CASE.values(), ids=IN_CASE)
def test_nothing_is_written_by_somebody_taken_off_the_list_meanwhile(
    store, house, monkeypatch, act, how
):
    found = opened(store, house)
    before = rows(store, found)

    def remove(other=store):
        reach.exclude(to(house.rektor, found), house.eli.person_id, "")

    if how == "meanwhile":
        meanwhile(monkeypatch, store, remove)
    else:
        begun(monkeypatch, store, remove)
    with pytest.raises(Refused):
        act(store, house.eli, found)
    assert rows(store, found) == before


@pytest.mark.parametrize("how", ["meanwhile", "begun"])
def test_two_who_step_aside_at_once_do_not_leave_a_case_without_a_reader(
    store, house, monkeypatch, how
):
    found = opened(store, house)

    def aside(other=store):
        reach.step_aside(to(house.rektor, found))

    if how == "meanwhile":
        meanwhile(monkeypatch, store, aside)
    else:
        begun(monkeypatch, store, aside)
    with pytest.raises(Invalid, match="last_reader"):
        reach.step_aside(to(house.eli, found))
    assert reading.by_number(store, house.eli, found.number)


def test_a_case_is_not_given_to_somebody_who_was_taken_off_it_meanwhile(store, house, monkeypatch):
    found = opened(store, house)
    meanwhile(
        monkeypatch,
        store,
        lambda: reach.exclude(to(house.rektor, found), house.eli.person_id, ""),
    )
    with pytest.raises(Invalid):
        milestones.give(to(house.rektor, found), house.eli.person_id)


def test_a_student_who_says_that_it_is_safe_is_heard_in_the_case_that_was_handed_over(
    store, house, monkeypatch
):
    report_id = report(store)
    number = opening.from_report(store, house.rektor, report_id, True)
    found = reading.by_number(store, house.rektor, number)
    meanwhile(
        monkeypatch,
        store,
        lambda: ending.hand_over(found, "Gjelder ledelsen."),
    )
    follow_up.say_safe(store, report_id)
    moved = reading.by_number(store, house.owner, *listing.numbers(store, house.owner))
    assert [f.kind for f in facts.of(moved).facts].count(Kind.SAFE_BY_CODE) == 1
    assert facts.differing(store) == []
