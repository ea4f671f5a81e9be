"""What an older portal kept as one fact, after the revision that makes two of it."""

import importlib
import uuid
from datetime import date, datetime

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from core.access import Role
from core.cases import facts as case_facts
from core.cases import opening, reading
from core.cases.clock import Kind
from core.reports import reports
from core.school import settings
from core.school.goals import Goals
from core.store.schema.cases import case, case_fact
from core.store.schema.school import setting
from tests.conftest import add_person

told = importlib.import_module("core.store.revisions.versions.0003_told")
MONDAY = date(2026, 11, 23)


@pytest.fixture
def rektor(store):
    return add_person(store, "rektor", Role.REKTOR, Role.ANSATT)


@pytest.fixture
def eli(store):
    return add_person(store, "eli", Role.ELEVTJENESTE, Role.ANSATT)


def upgrade(store):
    """The revision over what an older portal left: one fact, the old names of step and target."""
    with store.engine.begin() as db:
        db.execute(case_fact.delete().where(case_fact.c.kind == "taken_up"))
        db.execute(case_fact.update().where(case_fact.c.kind == "told").values(kind="raised"))
        db.execute(case.update().where(case.c.next_duty == "tell").values(next_duty="raise"))
        with Operations.context(MigrationContext.configure(db)):
            told.upgrade()


def case_of(store, person, reporter, reader=None):
    report_id = uuid.uuid4()
    values = {"source": "form", "reporter": reporter, "laws": (), "areas": ()}
    store.write(
        lambda tx: reports.insert(tx, report_id, "team", {"what_happened": "Hei."}, **values)
    )
    if reader is not None:
        reading.open_report(store, reader, report_id)
        store.clock.move(days=1)
    number = opening.from_report(store, person, report_id)
    return reading.by_number(store, person, number)


def kinds(store, found):
    facts = case_facts.of(found).facts
    return {f.kind: f.day for f in facts if f.kind in (Kind.TOLD, Kind.TAKEN_UP)}


@pytest.mark.parametrize(
    ("reporter", "taken_up"), [("self", True), ("guardian", True), ("saw_or_heard", False)]
)
def test_one_fact_becomes_two_only_where_rektor_opened_what_the_student_or_a_guardian_wrote(
    store, rektor, eli, reporter, taken_up
):
    read = case_of(store, eli, reporter, reader=rektor)
    opened = case_of(store, eli, reporter)
    day = store.today()
    reading.open_case(store, rektor, opened.number)
    own = case_of(store, rektor, reporter)
    unread = case_of(store, eli, reporter, reader=eli)
    before = {found.case_id: kinds(store, found) for found in (read, opened, own, unread)}
    upgrade(store)
    after = {found.case_id: kinds(store, found) for found in (read, opened, own, unread)}
    assert after == before
    assert (Kind.TAKEN_UP in after[read.case_id]) is taken_up
    assert after[read.case_id][Kind.TOLD] == MONDAY
    assert after[opened.case_id][Kind.TOLD] == day
    assert after[unread.case_id] == {}
    assert case_facts.differing(store) == []


def test_what_was_written_down_by_hand_says_only_that_rektor_was_told(store, rektor, eli):
    found = case_of(store, eli, "self")
    store.write(
        lambda tx: case_facts.add(
            tx, found.case_id, Kind.TOLD, eli, day=MONDAY, subject_id=eli.person_id, note="Muntlig"
        )
    )
    upgrade(store)
    assert kinds(store, found) == {Kind.TOLD: MONDAY}


def test_who_was_rektor_only_later_had_not_heard(store, rektor, eli):
    found = case_of(store, eli, "self", reader=rektor)
    with store.engine.begin() as db:
        grant = sa.table("role_grant", sa.column("role"), sa.column("confirmed_at"))
        db.execute(
            grant.update()
            .where(grant.c.role == "rektor")
            .values(confirmed_at=datetime(2026, 12, 24))
        )
        db.execute(case_fact.delete().where(case_fact.c.kind == "told"))
    upgrade(store)
    assert kinds(store, found) == {}


def test_the_internal_target_keeps_its_days_under_the_name_of_its_step(store, rektor):
    kept = {"name": "goals", "value": {"raise": 4, "plan": 6}, "version": 1}
    store.write(lambda tx: tx.insert(setting, kept))
    upgrade(store)
    assert settings.load(store, Goals) == Goals(tell=4, plan=6)
