"""Two people at once: what one has done meanwhile decides what the other may still do."""

import uuid

import pytest
import sqlalchemy as sa

from core import case_ending, case_facts, cases, follow_up, inbox, messages, reports
from core.access import Role
from core.duties import Kind
from core.errors import PortalError, Stale
from core.store.schema.cases import case, case_series
from core.store.schema.reports import message
from core.store.schema.reports import report as report_table
from tests.conftest import add_person

R = Role


@pytest.fixture
def house(store):
    """The people of a small school."""

    class House:
        rektor = add_person(store, "rektor", R.REKTOR, R.ANSATT)
        eli = add_person(store, "eli", R.ELEVTJENESTE, R.ANSATT)
        owner = add_person(store, "owner", R.SKOLEEIER)

    return House


def report(store):
    report_id = uuid.uuid4()
    values = {"source": "form", "reporter": "self", "laws": "mobbing", "areas": "skole"}
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
    "opens a case": lambda s, p, r: cases.from_report(s, p, r, True),
    "puts it into a case": lambda s, p, r: cases.link(s, p, r, cases.numbers(s, p)[0]),
    "closes it": lambda s, p, r: inbox.close(s, p, r, "Sendt feil."),
    "sends it on": inbox.send_to_owner,
    "writes to the student": lambda s, p, r: messages.send_to_student(s, p, r, "Hei", "1"),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_report_given_to_skoleeier_meanwhile_is_in_nothing_of_the_schools(
    store, house, monkeypatch, act
):
    cases.from_report(store, house.rektor, report(store), True)
    report_id = report(store)
    meanwhile(monkeypatch, store, lambda: inbox.send_to_owner(store, house.eli, report_id))
    with pytest.raises(Stale):
        act(store, house.rektor, report_id)
    found = reports.load(store, report_id)
    assert (found.route, found.case_id, found.state) == ("leadership", None, "new")
    assert store.row(sa.select(message)) is None
    assert cases.count(store, house.rektor, cases.Filter()) == 1


def test_two_who_open_a_case_from_one_report_open_one_and_no_number_is_lost(
    store, house, monkeypatch
):
    report_id = report(store)
    meanwhile(monkeypatch, store, lambda: cases.from_report(store, house.eli, report_id, True))
    with pytest.raises(Stale):
        cases.from_report(store, house.rektor, report_id, True)
    assert len(store.rows(sa.select(case))) == 1
    assert store.row(sa.select(case_series.c.last)).last == 1


def test_a_case_handed_over_twice_at_once_gets_one_number_at_skoleeier(store, house, monkeypatch):
    number = cases.from_report(store, house.rektor, report(store), True)
    found = cases.by_number(store, house.rektor, number)
    meanwhile(
        monkeypatch,
        store,
        lambda: case_ending.hand_over(store, house.rektor, found.case_id, "Gjelder ledelsen."),
    )
    with pytest.raises(Stale):
        case_ending.hand_over(store, house.rektor, found.case_id, "Gjelder ledelsen.")
    assert cases.numbers(store, house.owner) == ["2026-E01"]


def test_a_report_linked_while_its_case_goes_to_skoleeier_stays_where_it_was(
    store, house, monkeypatch
):
    number = cases.from_report(store, house.rektor, report(store), True)
    found = cases.by_number(store, house.rektor, number)
    late = report(store)
    meanwhile(
        monkeypatch,
        store,
        lambda: case_ending.hand_over(store, house.rektor, found.case_id, "Gjelder ledelsen."),
    )
    with pytest.raises(Stale):
        cases.link(store, house.rektor, late, number)
    assert reports.load(store, late).case_id is None


def test_ending_and_opening_again_at_once_leaves_one_end(store, house, monkeypatch):
    number = cases.from_report(store, house.rektor, report(store), True)
    found = cases.by_number(store, house.rektor, number)
    meanwhile(
        monkeypatch,
        store,
        lambda: case_ending.end(store, house.rektor, found.case_id, "Eleven har flyttet."),
    )
    case_ending.end(store, house.rektor, found.case_id, "Eleven har flyttet.")
    ended = cases.by_number(store, house.rektor, number)
    assert ended.state == "ended"
    assert len(case_facts.notes(store, found.case_id, Kind.ENDED)) == 1


def test_a_withdrawn_and_deleted_report_gets_no_case(store, house, monkeypatch):

    report_id = report(store)
    meanwhile(monkeypatch, store, lambda: follow_up.withdraw(store, report_id))
    with pytest.raises(PortalError):
        cases.from_report(store, house.rektor, report_id, True)
    assert store.rows(sa.select(case)) == []
    assert store.rows(sa.select(report_table)) == []
