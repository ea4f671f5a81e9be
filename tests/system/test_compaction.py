"""Withdrawn words leave the disk the same day, late, and nothing tells at what time."""

import uuid
from datetime import datetime

import pytest

from core import compaction, store_open
from core.store.schema import school
from core.store.schema.reports import message
from tests.conftest import Clock

NOON = datetime(2026, 11, 23, 11, 0)  # naive UTC: noon in Norway
LATE = datetime(2026, 11, 23, 22, 40)  # 23:40 in Norway


@pytest.fixture
def own(tmp_path):
    found = store_open.make_store(tmp_path / "school")
    found.clock = Clock(NOON)
    yield found
    found.engine.dispose()


def test_nothing_is_due_where_nothing_was_deleted(own):
    own.clock.now = LATE
    assert not compaction.compact_if_due(own)


def test_it_waits_until_late_and_is_done_before_the_next_day(own):
    own.write(compaction.note_due)
    assert not compaction.is_due(own)
    own.clock.now = LATE
    assert compaction.compact_if_due(own)
    assert not compaction.is_due(own)


def test_a_portal_that_was_stopped_over_night_does_it_when_it_is_back(own):
    own.write(compaction.note_due)
    own.clock.move(days=1)
    assert compaction.compact_if_due(own)


def test_what_is_deleted_after_the_copy_asks_for_another(own, monkeypatch):
    own.write(compaction.note_due)
    own.clock.now = LATE
    before = compaction.backup.compact

    def compact_then_delete(store):
        done = before(store)
        store.write(compaction.note_due)
        return done

    monkeypatch.setattr(compaction.backup, "compact", compact_then_delete)
    assert compaction.compact_if_due(own)
    assert compaction.is_due(own)


def test_noting_it_leaves_no_event_with_a_clock(own):
    own.write(compaction.note_due)
    assert own.rows(school.audit.select()) == []
    assert own.rows(school.setting.select())[0].value == "2026-11-23"


def test_the_log_that_tells_the_order_of_the_day_is_emptied_each_night(own):
    log = own.folder / "portal.duckdb.wal"
    own.write(compaction.note_due)
    last = compaction.close_day(own, None)
    assert last is None
    assert log.stat().st_size > 0
    own.clock.now = LATE
    last = compaction.close_day(own, last)
    assert last == NOON.date()
    assert not log.exists()
    own.write(compaction.note_due)
    assert compaction.close_day(own, last) == last
    assert log.exists()
    own.clock.move(days=1)
    compaction.close_day(own, last)
    assert not log.exists()


def test_the_log_is_emptied_while_pages_read_and_write(own):
    own.write(compaction.note_due)
    own.clock.now = LATE
    with own.read() as db:
        db.execute(school.setting.select()).all()
        assert compaction.close_day(own, None) == NOON.date()
    assert own.rows(school.setting.select())[0].value == "2026-11-23"


def test_the_token_of_a_form_page_goes_the_same_day_and_its_message_stays(own):
    row = {"report_id": uuid.uuid4(), "number": 1, "from_reporter": True, "day": NOON.date()}
    own.write(lambda tx: tx.insert(message, {**row, "body": b"sealed", "token": "of the page"}))
    compaction.close_day(own, None)
    assert [r.token for r in own.rows(message.select())] == ["of the page"]
    own.clock.now = LATE
    compaction.close_day(own, None)
    assert [(r.token, r.body) for r in own.rows(message.select())] == [("", b"sealed")]
    own.engine.dispose()
    assert b"of the page" not in (own.folder / "portal.duckdb").read_bytes()
