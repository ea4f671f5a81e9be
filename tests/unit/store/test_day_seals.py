"""What reporters did: one row a report, no order, each day's set sealed: a change is seen."""

import uuid

import pytest
import sqlalchemy as sa

from core.access import Role
from core.operations import night, verify
from core.reports import messages, receipt, reports
from core.reports.happened import Source
from core.store import crypto, day_seals, reporters
from core.store.ledger import Ledger
from core.store.schema.reports import BY_REPORTER, report
from core.store.schema.school import audit, reporter_event, reporter_seal
from core.today import follow_up
from tests.conftest import add_person
from tests.given.reports import VERSION

E, S = reporter_event, reporter_seal


@pytest.fixture
def school(store, once):
    once("people", lambda: add_person(store, "rektor", Role.REKTOR))
    return store


def sent(store):
    code = reports.send(store, VERSION, {"what_happened": "Noe vondt"}, receipt.new_token())
    return receipt.report_id(store, code)


def count(store):
    """How many acts of reporters there are, as the ledger has it, and as the database says."""
    with store.read() as db:
        heads = [ledger.whole(db) for ledger in (store.ledger, Ledger(store.school_id))]
    assert heads[0] == heads[1]
    return heads[0].count - heads[0].number


def faults(store):
    return [(f.kind, f.where) for f in verify.faults(store)]


def events(store, *clauses):
    return sorted((row.action, row.seal) for row in store.rows(sa.select(E).where(*clauses)))


def seals(store):
    return [(r.day, r.number, r.events) for r in store.rows(sa.select(S).order_by("day", "number"))]


@pytest.fixture
def day(school):
    """Yesterday's five events, sealed."""
    school.yesterday = school.today()
    for _ in range(3):
        sent(school)
    messages.send_to_school(school, sent(school), "Hei?", "t")
    school.clock.move(days=1)
    day_seals.seal_days(school)
    assert seals(school) == [(school.yesterday, 1, 5)]
    assert faults(school) == []
    return school


def test_a_report_that_is_sent_is_one_row_and_that_is_its_event(school):
    sent(school)  # the first of a day asks whether the day is sealed
    seen = []

    def sees(_connection, _cursor, statement, *_):
        seen.append(statement.split()[0].upper() + " " + statement.split()[2].strip('"'))

    sa.event.listen(school.engine, "before_cursor_execute", sees)
    sent(school)
    sa.event.remove(school.engine, "before_cursor_execute", sees)
    written = [s for s in seen if s.startswith(("INSERT", "UPDATE", "DELETE")) and "stamp" not in s]
    assert written == ["INSERT report"]
    assert school.rows(sa.select(E)) == []
    assert count(school) == 2


def test_the_word_for_a_reporters_report_is_the_one_that_reports_know():
    assert BY_REPORTER == Source.FORM


def test_an_event_has_a_date_and_neither_clock_nor_person_nor_number_nor_report():
    kinds = {c.name: str(c.type) for c in E.columns}
    assert kinds.keys() == {"school_id", "event_id", "day", "action", "seal"}
    assert "DATETIME" not in kinds.values()
    assert [c.name for c in E.primary_key] == ["school_id", "event_id"]


def test_other_acts_are_a_row_each_and_the_night_seals_them_with_the_reports(school):
    messages.send_to_school(school, sent(school), "Hei?", "t")
    day = school.today()
    assert events(school) == [("message.sent", 0)]
    assert count(school) == 2
    day_seals.seal_days(school)
    assert seals(school) == [], "a day is sealed when it is over"
    school.clock.move(days=1)
    day_seals.seal_days(school)
    assert seals(school) == [(day, 1, 2)]
    assert events(school) == [("message.sent", 1), ("report.sent", 1)]
    assert count(school) == 2
    day_seals.seal_days(school)
    assert seals(school) == [(day, 1, 2)]
    assert faults(school) == []


def test_the_night_does_it(school, monkeypatch):
    monkeypatch.setattr(night.backup, "compact", lambda _: True)  # a file of its own has that
    sent(school)
    school.clock.move(days=1)
    assert night.close_day(school)
    assert [n for _, _, n in seals(school)] == [1]


def test_no_two_events_of_a_sealed_day_lie_in_the_order_in_which_they_came(school):
    """In neither their keys, the place in the file, nor the number of a transaction."""
    report_id = sent(school)
    for n in range(30):
        messages.send_to_school(school, report_id, f"Melding {n}", f"t{n}")
    came = school.rows(sa.select(E.c.event_id, E.c.action))
    school.clock.move(days=1)
    day_seals.seal_days(school)
    lie = [row.event_id for row in school.rows(sa.select(E.c.event_id))]
    assert lie == sorted(lie)
    assert len(lie) == 31
    assert not {row.event_id for row in came} & set(lie), "nothing joins them to what lay before"
    if school.engine.dialect.name == "postgresql":
        with school.read() as db:
            numbers = db.scalars(sa.text("select distinct xmin::text from reporter_event")).all()
        assert len(numbers) == 1


def test_a_report_withdrawn_unread_the_same_day_leaves_its_two_events(school):
    report_id = sent(school)
    assert follow_up.withdraw(school, report_id) == "deleted"
    assert events(school) == [("report.deleted", 0), ("report.sent", 0)]
    assert count(school) == 2
    school.clock.move(days=1)
    day_seals.seal_days(school)
    assert count(school) == 2
    assert faults(school) == []


def test_one_withdrawn_before_its_day_is_sealed_leaves_its_event_on_its_own_day(school):
    day, report_id = school.today(), sent(school)
    school.clock.move(days=1)
    follow_up.withdraw(school, report_id)
    assert events(school, E.c.day == day) == [("report.sent", 0)]
    assert count(school) == 2
    day_seals.seal_days(school)
    assert seals(school) == [(day, 1, 1)]
    assert faults(school) == []


def test_a_report_that_goes_later_leaves_the_seal_whole(day):
    [first, *_] = day.rows(sa.select(report.c.report_id))
    follow_up.withdraw(day, first.report_id)
    assert count(day) == 6
    assert events(day, E.c.seal == 0) == [("report.deleted", 0)]
    assert faults(day) == []


def test_what_comes_on_a_sealed_day_after_the_clock_went_back_gets_a_seal_of_its_own(day):
    day.clock.move(days=-1)
    report_id = sent(day)
    messages.send_to_school(day, report_id, "Hei", "t")
    assert events(day, E.c.seal == 0) == [("message.sent", 0), ("report.sent", 0)]
    follow_up.withdraw(day, sent(day))
    assert count(day) == 9
    day.clock.move(days=1)
    day_seals.seal_days(day)
    assert seals(day) == [(day.yesterday, 1, 5), (day.yesterday, 2, 4)]
    assert count(day) == 9
    assert faults(day) == []


def removed(db):
    key = db.scalar(sa.select(E.c.event_id).limit(1))
    db.execute(E.delete().where(E.c.event_id == key))


def added(db):
    row = dict(db.execute(sa.select(E).limit(1)).mappings().one())
    db.execute(E.insert(), row | {"event_id": uuid.uuid4()})


def changed(db):
    key = db.scalar(sa.select(E.c.event_id).where(E.c.action == "message.sent"))
    db.execute(E.update().where(E.c.event_id == key).values(action="report.safe"))


def exchanged(db):
    removed(db)
    added(db)


def counted_anew(db):
    added(db)
    db.execute(S.update().values(events=S.c.events + 1))


def no_seal(db):
    db.execute(S.delete())


def other_digest(db):
    db.execute(S.update().values(digest=bytes(32)))


def emptied(db):
    db.execute(E.delete())


@pytest.mark.parametrize(
    "breach",
    [removed, added, changed, exchanged, counted_anew, no_seal, other_digest, emptied],
    ids=lambda breach: breach.__name__,
)
def test_what_is_not_as_it_was_sealed_is_told_with_its_day(day, breach):
    with day.engine.begin() as db:
        breach(db)
    assert ("chain", f"reporter_event {day.yesterday}") in faults(day)


def test_a_seal_is_made_with_the_key(day):
    stranger = crypto.Box(crypto.new_key())
    with day.read() as db:
        held = db.execute(sa.select(E.c.event_id, E.c.action)).all()
        kept = bytes(db.scalar(sa.select(S.c.digest)))
    told = (day.school_id, day.yesterday, 1, [tuple(row) for row in held])
    assert kept in reporters.digests(day.box, *told)
    assert kept not in reporters.digests(stranger, *told)


def test_a_newer_key_seals_and_the_older_ones_seals_hold(day, monkeypatch):
    old = crypto.new_key(1)
    monkeypatch.setattr(day, "box", crypto.Box(old))
    with day.engine.begin() as db:
        db.execute(E.delete())
        db.execute(S.delete())
        db.execute(report.delete())
    for day.box in (crypto.Box(old), crypto.Box(old + "\n" + crypto.new_key(2))):
        day.write(lambda tx: tx.record_anonymous("message.sent"))
        day.clock.move(days=1)
        day_seals.seal_days(day)
    with day.read() as db:
        assert list(day_seals.broken(day, db)) == []
    assert len(seals(day)) == 2


def test_a_day_before_yesterday_that_the_night_did_not_seal_is_told(school):
    day = school.today()
    sent(school)
    school.clock.move(days=1)
    assert faults(school) == []
    school.clock.move(days=1)
    assert faults(school) == [("unsealed", str(day))]
    day_seals.seal_days(school)
    assert faults(school) == []


def test_a_failed_write_is_counted_nowhere(school):
    sent(school)
    assert count(school) == 1

    def fails(tx):
        tx.record_sent()
        tx.record_anonymous("message.sent")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        school.write(fails)
    assert count(school) == 1


def test_sealing_leaves_no_event_of_staff(day):
    assert day.rows(sa.select(audit.c.number)) == []
