"""Whoever resets accounts neither reads a case by way of its list nor learns who stands on one."""

import uuid

import bcrypt
import pytest

from core.access import Role
from core.administration import accounts
from core.cases import listing, opening, reach, reading
from core.errors import Refused
from core.people import directory, passwords, sessions
from core.reports import reports
from core.store.schema.people import person as person_table
from tests.conftest import add_person

R = Role
NEW = "ei lita grøn øy"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(passwords, "ROUNDS", 4)


@pytest.fixture
def rektor(store):
    return add_person(store, "rektor", R.REKTOR, R.ANSATT)


@pytest.fixture
def tech(store):
    return add_person(store, "tech", R.SYSTEMANSVARLIG)


@pytest.fixture
def liv(store):
    """A teacher, not yet on any list."""
    return add_person(store, "liv", R.LARER, R.ANSATT)


@pytest.fixture
def number(store, rektor, liv):
    """The number of a case on whose list Liv stands."""
    report_id = uuid.uuid4()
    words = {"what_happened": "Jeg blir stengt ute."}
    store.write(
        lambda tx: reports.insert(tx, report_id, "team", words, source="form", reporter="self")
    )
    found = reading.by_number(store, rektor, opening.from_report(store, rektor, report_id))
    reach.add(found, liv.person_id, "Kontaktlærer.")
    return found.number


def reads(store, person, number):
    """Whether the case is there for her, by its number and in her list alike."""
    now = directory.load(store, person.person_id)
    in_list = number in {c.number for c in listing.page(store, now, listing.CaseFilter())}
    try:
        reading.by_number(store, now, number)
    except Refused:
        assert not in_list
        return False
    assert in_list
    return True


def test_a_listed_teachers_new_password_opens_no_case_before_rektors_yes(
    store, rektor, tech, liv, number
):
    assert reads(store, liv, number)
    password, works = accounts.reset(store, tech, liv.person_id)
    assert works
    assert not reads(store, liv, number)
    # Whoever made the password may sign in with it and change it: that is no yes.
    passwords.change(store, directory.load(store, liv.person_id), password, NEW, NEW)
    assert not reads(store, liv, number)
    assert [a.person_id for a in accounts.waiting_for(store, rektor).resets] == [liv.person_id]
    sid, _ = sessions.begin(store, liv.person_id, "liv")
    handed_over = accounts.confirm_reset(store, rektor, liv.person_id)
    assert reads(store, liv, number)
    assert not accounts.waiting_for(store, rektor)
    # Whoever made the password, or took it first, is out: the one that rektor hands over holds.
    assert sessions.who(store, sid) is None
    _, now = sessions.password_hash(store, "liv")
    assert [bcrypt.checkpw(p.encode(), now.encode()) for p in (password, NEW, handed_over)] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("role", [R.LARER, R.REDAKTOR])
def test_an_account_that_was_made_in_the_page_opens_no_case_before_rektors_yes(
    store, rektor, tech, number, role
):
    from core.administration import roles

    person_id, _ = accounts.add(store, tech, "ny", "Ny Person", frozenset({role}))
    if role is not R.LARER:
        roles.grant(store, tech, person_id, R.LARER)
    new = directory.load(store, person_id)
    found = reading.by_number(store, rektor, number)
    reach.add(found, person_id, "Faglærer.")
    assert not reads(store, new, number)
    assert person_id in [a.person_id for a in accounts.waiting_for(store, rektor).resets]
    accounts.confirm_reset(store, rektor, person_id)
    assert reads(store, new, number)


def test_whoever_resets_accounts_cannot_tell_who_stands_on_a_list(store, tech, liv, number):
    other = add_person(store, "odd", R.LARER, R.ANSATT)
    found = []
    for person in (liv, other):
        _, works = accounts.reset(store, tech, person.person_id)
        account = next(a for a in accounts.visible(store, tech) if a.person_id == person.person_id)
        own = accounts.own_reset(store, person)
        found.append((works, account.reset_waits, account.must_change_password, own.reset_waits))
    assert found[0] == found[1]
    assert not accounts.waiting_for(store, tech)


def test_rektor_is_asked_of_those_alone_who_stand_on_a_list(store, rektor, tech, liv):
    accounts.reset(store, tech, liv.person_id)
    assert not accounts.waiting_for(store, rektor)


def test_with_rektors_no_the_new_password_works_no_more(store, rektor, tech, liv, number):
    password, _ = accounts.reset(store, tech, liv.person_id)
    sid, _ = sessions.begin(store, liv.person_id, "liv")
    with pytest.raises(Refused):  # there is no older one that would hold instead
        accounts.stop_reset(store, liv, liv.person_id)
    accounts.stop_reset(store, rektor, liv.person_id)
    assert sessions.who(store, sid) is None
    me = directory.load(store, liv.person_id)
    with pytest.raises(Exception, match="wrong_old"):
        passwords.change(store, me, password, NEW, NEW)


def test_an_account_that_was_closed_and_opened_again_opens_no_case_before_rektors_yes(
    store, rektor, tech, liv, number
):
    accounts.disable(store, tech, liv.person_id)
    accounts.enable(store, tech, liv.person_id)
    assert not reads(store, liv, number)
    accounts.confirm_reset(store, rektor, liv.person_id)
    assert reads(store, liv, number)


def test_the_yes_to_a_role_that_reads_is_one_to_the_account(store, rektor, tech, liv, number):
    accounts.reset(store, tech, liv.person_id)
    from core.administration import roles

    roles.grant(store, tech, liv.person_id, R.ELEVTJENESTE)
    waits = accounts.find(store, "liv").waiting[0]
    assert not reads(store, liv, number)
    roles.confirm(store, rektor, waits.grant_id)
    assert reads(store, liv, number)


def test_what_the_log_keeps_of_a_reset_is_the_same_for_everyone(store, tech, liv, number):
    other = add_person(store, "odd", R.LARER, R.ANSATT)
    for person in (liv, other):
        accounts.reset(store, tech, person.person_id)
    assert person_table.c.reset_at is not None
    from core.administration import roles

    assert len({(e.action, e.role) for e in roles.log(store, tech)}) == 1
