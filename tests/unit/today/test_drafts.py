"""What staff have begun to write is hers alone, sealed, and gone when it should be."""

import uuid

import pytest
import sqlalchemy as sa

from core.access import Role
from core.administration import roles
from core.cases import ending, opening, reach, reading
from core.errors import Refused
from core.reports import reports
from core.reports.happened import ReportFact
from core.store.schema.drafts import DAYS, draft
from core.today import drafts
from core.today.drafts import Thing
from tests.conftest import add_person

PAGE = Thing("page", "meld-rektor")
WORDS = "Nora gråt i garderoben"


@pytest.fixture
def rektor(store):
    return add_person(store, "rektor", Role.REKTOR, Role.ANSATT)


@pytest.fixture
def larer(store):
    return add_person(store, "larer", Role.LARER, Role.ANSATT)


def case_of(store, rektor, route="team"):
    report_id = uuid.uuid4()
    told = {"what_happened": "Jeg blir stengt ute."}
    store.write(
        lambda tx: reports.insert(tx, report_id, route, told, source="form", reporter="self")
    )
    return reading.by_number(
        store, rektor, opening.from_report(store, rektor, report_id, True)
    ).case_id


def rows(store):
    return store.rows(sa.select(draft))


def test_what_is_typed_last_is_what_comes_back(store, larer):
    drafts.keep(store, larer, PAGE, "text", "Nora")
    drafts.keep(store, larer, PAGE, "text", WORDS)
    drafts.keep(store, larer, PAGE, "other", "x")
    assert drafts.begun(store, larer, PAGE) == {"text": WORDS, "other": "x"}
    assert drafts.count(store, larer) == 2
    drafts.discard(store, larer, PAGE, "other")
    assert drafts.begun(store, larer, PAGE) == {"text": WORDS}


def test_it_is_sealed_and_leaves_no_event(store, larer):
    events = store.row(sa.text("select count(*) from audit"))
    drafts.keep(store, larer, PAGE, "text", WORDS)
    drafts.discard_all(store, larer)
    drafts.keep(store, larer, PAGE, "text", WORDS)
    [row] = rows(store)
    assert WORDS.encode() not in bytes(row.text)
    assert "Nora" not in str(row)
    assert store.row(sa.text("select count(*) from audit")) == events


def test_nobody_else_gets_it(store, rektor, larer):
    drafts.keep(store, larer, PAGE, "text", WORDS)
    assert drafts.begun(store, rektor, PAGE) == {}
    drafts.discard_all(store, rektor)
    assert drafts.count(store, larer) == 1


def test_what_she_began_about_a_case_goes_with_her_place_on_its_list(store, rektor, larer):
    case_id = case_of(store, rektor)
    about = drafts.of_case(case_id)
    with pytest.raises(Refused):
        drafts.keep(store, larer, about, "journal", WORDS)
    reach.add(reading.by_id(store, rektor, case_id), larer.person_id, "kjenner eleven")
    drafts.keep(store, larer, about, "journal", WORDS)
    drafts.keep(store, larer, PAGE, "text", "annet")
    assert drafts.begun(store, larer, about) == {"journal": WORDS}
    reach.remove(reading.by_id(store, rektor, case_id), larer.person_id)
    assert [r.thing for r in rows(store)] == [str(PAGE)]
    reach.add(reading.by_id(store, rektor, case_id), larer.person_id, "likevel")
    assert drafts.begun(store, larer, about) == {}


def test_a_case_that_goes_to_skoleeier_takes_no_draft_with_it(store, rektor):
    add_person(store, "skoleeier", Role.SKOLEEIER)
    case_id = case_of(store, rektor)
    drafts.keep(store, rektor, drafts.of_case(case_id), "journal", WORDS)
    ending.hand_over(reading.by_id(store, rektor, case_id), "gjelder ledelsen")
    assert rows(store) == []


def test_whoever_loses_the_role_that_reads_loses_what_she_began(store, rektor):
    admin = add_person(store, "admin", Role.SYSTEMANSVARLIG)
    eli = add_person(store, "eli", Role.ELEVTJENESTE, Role.ANSATT)
    drafts.keep(store, eli, PAGE, "text", WORDS)
    held = roles.seen(store, admin, eli.person_id).grants
    [grant] = [g for g in held if g.role is Role.ELEVTJENESTE]
    roles.end_role(store, admin, grant.grant_id)
    assert rows(store) == []


def test_a_report_that_goes_on_to_skoleeier_opens_no_draft(store, rektor):
    report_id = uuid.uuid4()
    told = {"what_happened": "x"}
    store.write(
        lambda tx: reports.insert(tx, report_id, "team", told, source="form", reporter="self")
    )
    eli = add_person(store, "eli", Role.ELEVTJENESTE, Role.ANSATT)
    about = drafts.of_report(report_id)
    drafts.keep(store, eli, about, "reply", WORDS)
    assert drafts.begun(store, eli, about) == {"reply": WORDS}
    store.write(lambda tx: reports.add_fact(tx, report_id, ReportFact.SENT_TO_SKOLEEIER, rektor))
    assert drafts.begun(store, eli, about) == {}


def test_after_seven_days_it_is_not_brought_back(store, larer):
    drafts.keep(store, larer, PAGE, "text", WORDS)
    store.clock.move(days=DAYS - 1)
    assert drafts.begun(store, larer, PAGE) == {"text": WORDS}
    store.clock.move(days=1)
    assert drafts.begun(store, larer, PAGE) == {}
    assert drafts.count(store, larer) == 0


def test_a_case_that_does_not_exist_opens_for_nobody(store, rektor):
    assert not drafts.opens(store, rektor, drafts.of_case(uuid.uuid4()))
    assert not drafts.opens(store, rektor, drafts.of_report(uuid.uuid4()))
