"""Who is away leaves no case without anybody who knows: the next in line is told."""

import uuid
from datetime import timedelta

import pytest

from core.access import Role
from core.administration import absence
from core.administration.absence import Absence
from core.cases import opening
from core.errors import Invalid, Refused
from core.people import directory
from core.reports import reports
from core.today import overview
from tests.conftest import add_person

R = Role


@pytest.fixture
def rektor(store):
    return add_person(store, "rektor", R.REKTOR, R.ANSATT)


@pytest.fixture
def eli(store):
    return add_person(store, "eli", R.ELEVTJENESTE, R.ANSATT)


@pytest.fixture
def number(store, eli):
    """A case that Eli has."""
    report_id = uuid.uuid4()
    told = {"what_happened": "Jeg blir stengt ute."}
    store.write(
        lambda tx: reports.insert(tx, report_id, "team", told, source="form", reporter="self")
    )
    return opening.from_report(store, eli, report_id)


def week(store):
    return Absence(store.today(), store.today() + timedelta(days=6))


def alarms(store, person):
    return {
        r.number for r in overview.day(store, person).mine if r.step in ("holder_away", "no_holder")
    }


def test_when_the_holder_of_a_case_is_away_those_who_stand_on_it_are_told(
    store, rektor, eli, number
):
    assert not alarms(store, rektor)
    absence.say(store, eli, eli.person_id, week(store))
    assert alarms(store, rektor) == {number}
    assert not alarms(store, eli)  # she knows
    absence.say(store, eli, eli.person_id, None)
    assert not alarms(store, rektor)


def test_it_begins_and_ends_with_its_days(store, rektor, eli, number):
    tomorrow = store.today() + timedelta(days=1)
    absence.say(store, eli, eli.person_id, Absence(tomorrow, tomorrow))
    assert not alarms(store, rektor)
    store.clock.move(days=1)
    assert alarms(store, rektor) == {number}
    store.clock.move(days=1)
    assert not alarms(store, rektor)


def test_nobody_who_does_not_stand_on_the_case_is_told(store, rektor, eli, number):
    larer = add_person(store, "larer", R.LARER, R.ANSATT)
    absence.say(store, eli, eli.person_id, week(store))
    assert not alarms(store, larer)


def test_leaders_say_it_of_one_who_is_ill_and_others_do_not(store, rektor, eli):
    owner = add_person(store, "eier", R.SKOLEEIER)
    absence.say(store, rektor, eli.person_id, week(store))
    assert absence.now(store) == {eli.person_id}
    for by, of in ((eli, rektor), (rektor, owner), (owner, eli)):
        with pytest.raises(Refused):
            absence.say(store, by, of.person_id, week(store))


@pytest.mark.parametrize(
    ("first", "last", "fault"), [(3, 1, "order"), (-3, -1, "days"), (0, 400, "days")]
)
def test_a_span_that_cannot_be_is_refused(store, eli, first, last, fault):
    today = store.today()
    span = Absence(today + timedelta(days=first), today + timedelta(days=last))
    with pytest.raises(Invalid, match=f"away_{fault}"):
        absence.say(store, eli, eli.person_id, span)


def test_what_is_past_is_not_kept(store, rektor, eli):
    absence.say(store, eli, eli.person_id, week(store))
    store.clock.move(days=30)
    absence.say(store, rektor, rektor.person_id, week(store))
    from core.school import settings

    assert set(settings.load(store, absence.Absences).spans) == {rektor.person_id}
    assert directory.load(store, eli.person_id)
