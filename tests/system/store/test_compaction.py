"""Withdrawn words leave the disk the same day, late, and nothing tells at what time."""

import errno
import uuid
from datetime import datetime, timedelta

import duckdb
import pytest
import sqlalchemy as sa

from core.operations import night
from core.store import backup, closed_day, current
from core.store.schema import reports, school
from core.store.schema.drafts import DAYS, draft
from core.store.schema.reports import message
from tests.conftest import Clock
from tests.given.backups import taken_out

NOON = datetime(2026, 11, 23, 11, 0)  # naive UTC: noon in Norway
LATE = datetime(2026, 11, 23, 22, 40)  # 23:40 in Norway


@pytest.fixture
def own(tmp_path):
    found = current.make_store(tmp_path / "school")
    found.clock = Clock(NOON)
    yield found
    found.engine.dispose()


def closed(store):
    """Closed up to yesterday, as a portal that ran last night."""
    store.write(lambda tx: closed_day.note(tx, tx.today - night.DAY))


def test_it_waits_until_late_and_is_done_once(own):
    closed(own)
    assert not night.close_day(own)
    own.clock.now = LATE
    assert night.close_day(own)
    assert not night.close_day(own)
    own.clock.move(minutes=30)  # past midnight
    assert not night.close_day(own)


def test_a_portal_that_was_stopped_over_night_does_it_when_it_is_back(own):
    closed(own)
    own.clock.move(days=1)
    assert night.day_to_close(own) == NOON.date()
    assert night.close_day(own)
    assert night.day_to_close(own) is None


def test_what_is_withdrawn_after_the_day_was_closed_leaves_the_same_night(own):
    own.clock.now = LATE
    assert night.close_day(own)
    own.write(closed_day.reopen)
    assert night.close_day(own)
    assert night.day_to_close(own) is None


def test_a_withdrawal_waits_for_the_night_and_hides_no_night_that_was_missed(own):
    closed(own)
    own.write(closed_day.reopen)
    assert not night.close_day(own)
    own.clock.move(days=2)
    own.write(closed_day.reopen)
    assert night.close_day(own)


def test_what_is_deleted_after_the_copy_asks_for_another(own, monkeypatch):
    own.clock.now = LATE
    before = night.backup.compact

    def compact_then_delete(store):
        done = before(store)
        store.write(closed_day.reopen)
        return done

    monkeypatch.setattr(night.backup, "compact", compact_then_delete)
    assert night.close_day(own)
    assert night.day_to_close(own) == NOON.date()


def test_pages_that_do_not_come_to_rest_leave_it_for_the_next_look(own, monkeypatch):
    own.clock.now = LATE
    monkeypatch.setattr(night.backup, "compact", lambda _: False)
    assert not night.close_day(own)
    assert night.day_to_close(own) == NOON.date()


@pytest.mark.parametrize("at", ["compact.tmp", "school"])
def test_a_full_disk_is_logged_and_tried_again_and_everything_stays(own, monkeypatch, caplog, at):
    """Also where it shows only when the new file has its name already."""
    own.clock.now = LATE
    synced = backup._synced

    def full(path):
        if path.name == at:
            raise OSError(errno.ENOSPC, "No space left on device")
        synced(path)

    with monkeypatch.context() as disk:
        disk.setattr(backup, "_synced", full)
        night.look(own)
    assert "backup.error.no_room" in caplog.text
    assert night.day_to_close(own) == NOON.date()
    assert [p.name for p in own.folder.glob("*.tmp")] == []
    own.write(lambda tx: tx.insert(school.setting, {"name": "kept", "value": 1, "version": 1}))
    assert night.close_day(own)
    own.engine.dispose()
    again = current.connect(own.folder)
    kept = sa.select(school.setting.c.value).where(school.setting.c.name == "kept")
    assert again.row(kept).value == 1
    again.engine.dispose()


def test_a_database_that_does_not_answer_does_not_end_the_watch(own, monkeypatch, caplog):
    def gone(_):
        raise sa.exc.OperationalError("select", {}, Exception("FATAL Error: of the database"))

    with monkeypatch.context() as database:
        database.setattr(own, "row", gone)
        night.look(own)
    assert caplog.messages == ["compaction: OperationalError"]
    own.clock.now = LATE
    night.look(own)
    assert night.day_to_close(own) is None


def test_noting_it_leaves_no_event_with_a_clock(own):
    closed(own)
    own.write(closed_day.reopen)
    assert own.rows(school.audit.select()) == []
    noted = school.setting.select().where(school.setting.c.name == closed_day.NAME)
    assert own.rows(noted)[0].value == "2026-11-22"


def test_the_log_that_tells_the_order_of_the_day_is_emptied(own):
    log = own.folder / "portal.duckdb.wal"
    closed(own)
    assert log.stat().st_size > 0
    own.clock.now = LATE
    night.close_day(own)
    # What is left is the note that it was done.
    own.engine.dispose()
    assert b"2026-11-23" in (own.folder / "portal.duckdb").read_bytes()
    assert not log.exists()


def test_what_a_reporter_did_lies_no_longer_between_what_staff_did(own, tmp_path):
    """Facts of staff with a clock, a reporter's among them; by night, and in a backup, mixed."""
    f = reports.report_fact
    for n in range(40):
        row = {"fact_id": uuid.uuid4(), "report_id": uuid.uuid4(), "day": NOON.date()}
        staff = {"kind": "read", "at": NOON + timedelta(minutes=n)}
        by = {"kind": "safe"} if n % 10 == 5 else staff
        own.write(lambda tx, row=row, by=by: tx.insert(f, row | by))

    def lying(file):
        with duckdb.connect(str(file), read_only=True) as db:
            return [r[0] for r in db.execute("select fact_id from report_fact").fetchall()]

    backup.backup(own, tmp_path / "b.skole")
    own.clock.now = LATE
    written = [row.fact_id for row in own.rows(sa.select(f.c.fact_id))]
    night.close_day(own)
    own.engine.dispose()
    for file in (own.folder / "portal.duckdb", taken_out(tmp_path / "b.skole", own.folder)):
        assert lying(file) != written
        assert lying(file) == sorted(written)


def as_it_lies(key):
    """A key as DuckDB writes it: a number of 128 bits whose sign is turned."""
    return (key.int ^ 1 << 127).to_bytes(16, "little")


def test_the_order_in_which_reporters_came_is_in_no_byte_of_the_folder_after_the_next_night(own):
    e = school.reporter_event
    for n in range(40):
        act = "message.sent" if n % 2 else "report.safe"
        own.write(lambda tx, act=act: tx.record_anonymous(act))
    own.clock.now = LATE
    assert night.close_day(own)
    came = [row.event_id for row in own.rows(sa.select(e.c.event_id))]
    assert came == sorted(came), "the same evening they lie by chance"
    own.clock.move(days=1)
    assert night.close_day(own)
    sealed = own.rows(sa.select(e.c.event_id, e.c.seal))
    own.engine.dispose()
    written = b"".join(file.read_bytes() for file in own.folder.iterdir() if file.is_file())
    assert {row.seal for row in sealed} == {1}
    lie = [row.event_id for row in sealed]
    assert lie == sorted(lie)
    assert all(as_it_lies(key) in written for key in lie)
    assert not any(as_it_lies(key) in written for key in came)


def test_the_token_of_a_form_page_goes_the_same_day_and_its_message_stays(own):
    row = {"report_id": uuid.uuid4(), "number": 1, "from_reporter": True, "day": NOON.date()}
    own.write(lambda tx: tx.insert(message, {**row, "body": b"sealed", "token": "of the page"}))
    closed(own)
    night.close_day(own)
    assert [r.token for r in own.rows(message.select())] == ["of the page"]
    own.clock.now = LATE
    night.close_day(own)
    assert [(r.token, r.body) for r in own.rows(message.select())] == [("", b"sealed")]
    own.engine.dispose()
    assert b"of the page" not in (own.folder / "portal.duckdb").read_bytes()


def test_what_staff_began_to_write_leaves_the_file_after_seven_days(own):
    author, words = uuid.uuid4(), "GRATENDEIGARDEROBEN"

    def keep(tx):
        for field, age in (("old", DAYS), ("new", DAYS - 1)):
            own_key = (author, "page:meld-rektor", field)
            tx.insert(
                draft,
                {
                    **dict(zip(("person_id", "thing", "field"), own_key, strict=True)),
                    "day": NOON.date() - age * night.DAY,
                    "text": tx.seal(draft.c.text, words, *own_key),
                },
            )

    own.write(keep)
    [old] = own.rows(sa.select(draft.c.text).where(draft.c.field == "old"))
    own.clock.now = LATE
    assert night.close_day(own)
    assert [r.field for r in own.rows(sa.select(draft))] == ["new"]
    assert bytes(old.text) not in (own.folder / "portal.duckdb").read_bytes()
