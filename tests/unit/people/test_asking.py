"""Whoever writes is asked inside the transaction: what they were before lets nobody in."""

import uuid

import pytest
import sqlalchemy as sa

from core.access import Role
from core.administration import accounts, roles
from core.cases import ending, journal, opening, reach, reading
from core.cases.acting import standing
from core.errors import Refused
from core.plan import cycle
from core.reports import reports
from core.store.schema.drafts import draft
from core.store.schema.school import audit
from core.today import drafts
from tests.conftest import NOW, add_person


@pytest.fixture
def admin(store):
    return add_person(store, "admin", Role.SYSTEMANSVARLIG)


@pytest.fixture
def rektor(store):
    add_person(store, "rektor2", Role.REKTOR, Role.ANSATT)
    return add_person(store, "rektor", Role.REKTOR, Role.ANSATT)


def ended(store, admin, person, role):
    held = roles.seen(store, admin, person.person_id).grants
    roles.end_role(store, admin, next(g.grant_id for g in held if g.role is role))


def just_before(monkeypatch, store, act):
    """Another's act is done after the next service has asked, and before its transaction."""
    real = store.write

    def write(work):
        monkeypatch.setattr(store, "write", real)
        act()
        return real(work)

    monkeypatch.setattr(store, "write", write)


def case_of(store, rektor):
    report_id = uuid.uuid4()
    told = {"what_happened": "Jeg blir stengt ute."}
    store.write(
        lambda tx: reports.insert(tx, report_id, "team", told, source="form", reporter="self")
    )
    number = opening.from_report(store, rektor, report_id, True)
    return reading.by_number(store, rektor, number)


def events(store):
    return store.row(sa.select(sa.func.count()).select_from(audit))[0]


def test_a_case_that_was_opened_is_closed_to_whoever_lost_the_role_since(store, admin, rektor):
    opened = case_of(store, rektor)
    ended(store, admin, rektor, Role.REKTOR)
    before = events(store)
    for act in (
        lambda: journal.write(opened, "follow", "Snakket med eleven"),
        lambda: reach.step_aside(opened),
        lambda: ending.end(opened, "Flyttet"),
        lambda: standing(opened),
        lambda: reach.candidates(opened),
    ):
        with pytest.raises(Refused) as mine:
            act()
        with pytest.raises(Refused) as never_given:
            reading.by_number(store, rektor, "2026-999")
        assert (mine.value.key, mine.value.facts) == (never_given.value.key, {})
    assert events(store) == before


def test_a_case_stays_open_to_whoever_lost_another_role(store, admin, rektor):
    opened = case_of(store, rektor)
    ended(store, admin, rektor, Role.ANSATT)
    journal.write(opened, "follow", "Snakket med eleven")
    assert [e.body for e in journal.of(opened)] == ["Snakket med eleven"]


def test_whoever_is_disabled_while_they_act_writes_nothing(store, admin, rektor, monkeypatch):
    just_before(monkeypatch, store, lambda: accounts.disable(store, admin, rektor.person_id))
    with pytest.raises(Refused):
        cycle.revise(store, rektor, NOW.date(), "Nytt mål")
    assert cycle.revisions(store) == []


def test_a_draft_is_kept_only_by_whoever_opens_the_thing_then(store, admin, rektor, monkeypatch):
    opened = case_of(store, rektor)
    larer = add_person(store, "larer", Role.LARER, Role.ANSATT)
    reach.add(opened, larer.person_id, "kjenner eleven")
    about = drafts.of_case(opened.case_id)
    just_before(monkeypatch, store, lambda: reach.remove(opened, larer.person_id))
    with pytest.raises(Refused):
        drafts.keep(store, larer, about, "journal", "Nora gråt i garderoben")
    assert store.rows(sa.select(draft)) == []


def test_somebody_is_put_on_a_list_only_if_they_may_stand_on_it_then(
    store, admin, rektor, monkeypatch
):
    opened = case_of(store, rektor)
    larer = add_person(store, "larer", Role.LARER, Role.ANSATT)
    just_before(monkeypatch, store, lambda: accounts.disable(store, admin, larer.person_id))
    with pytest.raises(Exception, match="not_on_list"):
        reach.add(opened, larer.person_id, "kjenner eleven")
    assert not standing(opened)[0].listed
