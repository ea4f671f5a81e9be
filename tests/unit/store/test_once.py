"""A form page that is sent twice does one thing, and the second is answered as the first was."""

import uuid

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core.access import Role
from core.administration import accounts
from core.errors import Invalid, NotStored
from core.operations import night
from core.store import once
from core.store.schema.people import form_token
from core.store.schema.people import person as person_table
from core.store.schema.reports import report
from core.store.schema.school import department
from core.today import staff_report
from tests.conftest import add_person

FORM = "a form"


def rows(store, table):
    return store.rows(sa.select(table).where(store.mine(table)))


def add_department(store, name="Bygg"):
    department_id = uuid.uuid4().hex

    def work(tx):
        tx.insert(department, {"department_id": department_id, "name": name})
        return department_id

    return store.write(work)


def test_the_same_page_sent_twice_writes_once_and_gets_the_same_answer(store):
    liv = add_person(store, "liv", Role.LARER)
    answers = []
    for _ in range(3):
        with once.sending(store, liv.person_id, "page", FORM):
            answers.append(add_department(store))
    assert len(rows(store, department)) == 1
    assert len(set(answers)) == 1


def test_another_page_form_or_person_is_another_act(store):
    liv = add_person(store, "liv", Role.LARER)
    eli = add_person(store, "eli", Role.LARER)
    for who, page, form in ((liv, "1", FORM), (liv, "2", FORM), (liv, "1", "b"), (eli, "1", FORM)):
        with once.sending(store, who.person_id, page, form):
            add_department(store)
    assert len(rows(store, department)) == 4


def test_what_was_refused_may_be_sent_again_from_the_same_page(store):
    liv = add_person(store, "liv", Role.LARER)
    with pytest.raises(Invalid), once.sending(store, liv.person_id, "page", FORM):
        raise Invalid("case.error.empty_note", field="x")
    with once.sending(store, liv.person_id, "page", FORM) as here:
        add_department(store)
    assert not here.repeated
    assert len(rows(store, department)) == 1


def test_an_act_of_two_steps_that_failed_after_its_first_may_be_sent_again(store):
    liv = add_person(store, "liv", Role.LARER)

    def act(fails):
        with once.sending(store, liv.person_id, "page", FORM) as here:
            add_department(store)
            if fails:
                raise Invalid("case.error.empty_note", field="x")
        return here

    with pytest.raises(Invalid):
        act(fails=True)
    assert not act(fails=False).repeated


def test_what_only_reads_keeps_no_token(store):
    liv = add_person(store, "liv", Role.LARER)
    with once.sending(store, liv.person_id, "page", FORM):
        store.write(lambda tx: tx.record("case.opened", liv.person_id))
    assert rows(store, form_token) == []


def test_an_account_made_twice_is_one_and_shows_its_password_again(store):
    tech = add_person(store, "tech", Role.SYSTEMANSVARLIG)
    shown = []
    for _ in range(2):
        with once.sending(store, tech.person_id, "page", "account") as here:
            made = accounts.add(store, tech, "ny", "Ny Ansatt", frozenset({Role.LARER}))
            shown.append(made[1])
        if here.repeated:
            shown.append(here.answer)
    assert len(shown) == 2
    assert shown[0] == shown[1]
    assert len([r for r in rows(store, person_table) if r.sign_in_name == "ny"]) == 1


def test_the_answer_lies_sealed_and_goes_the_next_night(store, monkeypatch):
    monkeypatch.setattr(night.backup, "compact", lambda _store: True)  # no file of its own
    tech = add_person(store, "tech", Role.SYSTEMANSVARLIG)
    with once.sending(store, tech.person_id, "page", "account"):
        _, password = accounts.add(store, tech, "ny", "Ny Ansatt", frozenset({Role.LARER}))
    assert password.encode() not in rows(store, form_token)[0].answer
    store.clock.move(days=2)
    night.close_day(store)
    assert rows(store, form_token) == []


def test_a_staff_report_is_not_told_sent_where_the_database_refused_it(store, monkeypatch):
    liv = add_person(store, "liv", Role.LARER)
    add_person(store, "rektor", Role.REKTOR)

    def refused(_work):
        raise IntegrityError("insert", {}, Exception("another rule than the one on a second click"))

    monkeypatch.setattr(store, "write", refused)
    with pytest.raises(NotStored), once.sending(store, liv.person_id, "page", FORM):
        staff_report.send(store, liv, "Så en elev alene igjen.", "no")
    monkeypatch.undo()
    assert rows(store, report) == []


def test_two_of_the_same_at_the_same_moment_are_one(store):
    """The second looked before the first was stored; the key of the token stops it."""
    liv = add_person(store, "liv", Role.LARER)
    with once.sending(store, liv.person_id, "page", FORM) as late:
        with once.sending(store, liv.person_id, "page", FORM):
            add_department(store)
        add_department(store)
    assert late.repeated
    assert len(rows(store, department)) == 1
