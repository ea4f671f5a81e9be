"""A role that reads opens nothing before its holder has said that she knows the privacy rules."""

from datetime import date
from uuid import uuid4

import pytest

from core.access import Action, Role, may
from core.cases import listing, opening, reading
from core.cases.listing import CaseFilter
from core.errors import Refused
from core.figures import counts
from core.people import directory, privacy, sessions
from core.reports import readers, reports
from core.today import inbox
from tests.conftest import add_person

R = Role
READERS = {
    "rektor": (R.REKTOR, R.ANSATT),
    "assrektor": (R.ASSREKTOR, R.ANSATT),
    "eli": (R.ELEVTJENESTE, R.ANSATT),
    "owner": (R.SKOLEEIER,),
}


@pytest.fixture
def school(store, once):
    def people():
        for name, roles in READERS.items():
            add_person(store, name, *roles)
        add_person(store, "liv", R.LARER, R.ANSATT)

    once("people", people)
    return store


def signed_in(store, name):
    """Who she is to every page, as the cookie says."""
    person_id, _ = sessions.password_hash(store, name)
    sid = sessions.begin(store, person_id, name)[0]
    return sessions.who(store, sid)


def report(store, route):
    report_id = uuid4()
    told = {"what_happened": "De ler av meg"}
    values = {"source": "form", "reporter": "self", "laws": ("mobbing",)}
    store.write(lambda tx: reports.insert(tx, report_id, route, told, **values))
    return report_id


@pytest.mark.parametrize("name", READERS)
def test_nothing_opens_before_she_has_said_it_and_everything_after(school, name):
    store = school
    route = "leadership" if name == "owner" else "team"
    one, two = report(store, route), report(store, route)
    boss = directory.holders(store, R.SKOLEEIER if name == "owner" else R.REKTOR)[0]
    number = opening.from_report(store, boss, two)
    before = signed_in(store, name)
    assert not before.knows_privacy
    assert inbox.count(store, before) == 0
    assert listing.count(store, before, CaseFilter(state="all")) == 0
    for act in (
        lambda: reading.open_report(store, before, one),
        lambda: reading.open_case(store, before, number),
        lambda: opening.from_report(store, before, one),
        lambda: counts.seen(store, before),
    ):
        with pytest.raises(Refused):
            act()
    assert reports.load(store, one).facts == ()
    # The page is there, so that she can say it in its place; and what else she does goes on.
    assert may(before, Action.OPEN_PAGE, "innboks")
    privacy.say(store, before)
    privacy.say(store, before)
    assert privacy.said_on(store) == {before.person_id: date(2026, 11, 23)}
    after = signed_in(store, name)
    assert after.knows_privacy
    assert inbox.count(store, after) == 1
    assert reading.open_report(store, after, one).answers
    if name != "eli":  # elevtjenesten reads a case by its list
        assert reading.open_case(store, after, number)


def test_it_is_asked_again_each_school_year_and_students_are_told_of_the_same_readers(school):
    store = school
    rektor = signed_in(store, "rektor")
    told = readers.named(store, "team")
    privacy.say(store, rektor)
    assert readers.named(store, "team") == told
    store.clock.move(days=260)  # August 2027
    assert not signed_in(store, "rektor").knows_privacy
    assert readers.named(store, "team") == told
    assert privacy.said_on(store) == {}


def test_whoever_reads_by_no_role_is_not_asked(school):
    store = school
    liv = signed_in(store, "liv")
    assert liv.knows_privacy
    with pytest.raises(Refused):
        privacy.say(store, liv)
