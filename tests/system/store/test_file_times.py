"""No file of the school's folder has the time of what a reporter did: each has that of a beat."""

import uuid
from datetime import datetime

import pytest

from core.errors import NotStored
from core.operations import night
from core.store import closed_day, current, file_times, standing
from core.store.schema import school
from core.store.schema.reports import message
from tests.conftest import Clock

NOON = datetime(2026, 11, 23, 11, 0)  # naive UTC


@pytest.fixture
def own(tmp_path):
    """A school whose last night is done, and both of whose slots hold the head."""
    found = current.make_store(tmp_path / "school")
    found.clock = Clock(NOON)
    found.write(lambda tx: closed_day.note(tx, tx.today - night.DAY))
    night.look(found)
    yield found
    found.engine.dispose()


def times(folder):
    """When each file was written, and when anything about it was changed; the folder's own too."""
    found = {place: place.stat() for place in (folder, *folder.rglob("*"))}
    return {place: {told.st_mtime_ns, told.st_ctime_ns} for place, told in found.items()}


def newest(folder):
    return max(time for both in times(folder).values() for time in both)


def moment_after(folder):
    """A time of the disk's own clock, which goes in steps, that is later than all in the folder."""
    marker = folder.parent / "marker"
    while True:
        marker.write_bytes(b"")
        if marker.stat().st_mtime_ns > newest(folder):
            return marker.stat().st_mtime_ns


def sends(store):
    """What a reporter does: a row and an event."""
    row = {"report_id": uuid.uuid4(), "number": 1, "from_reporter": True, "day": NOON.date()}

    def work(tx):
        tx.insert(message, {**row, "body": b"sealed", "token": ""})
        tx.record_anonymous("message.sent")

    store.write(work)


def between(folder, first, last):
    """The files that have a time after one moment and before another."""
    return sorted(
        place.name
        for place, both in times(folder).items()
        if any(first <= time < last for time in both)
    )


def test_the_times_of_the_folder_after_a_reporters_act_are_those_of_the_beat(own):
    before = moment_after(own.folder)
    sends(own)
    after = moment_after(own.folder)
    log = f"{standing.FILE}.wal"
    assert {log, "portal.head"} <= set(between(own.folder, before, after)), "else nothing was told"
    night.look(own)
    assert between(own.folder, before, after) == []


def test_a_checkpoint_and_a_new_log_leave_no_time_either(own):
    before = moment_after(own.folder)
    for _ in range(2):
        sends(own)
        with own.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.exec_driver_sql("FORCE CHECKPOINT")
    after = moment_after(own.folder)
    assert {standing.FILE, "school"} <= set(between(own.folder, before, after))
    night.look(own)
    assert between(own.folder, before, after) == []


def test_a_minute_in_which_nothing_was_done_looks_like_one_in_which_something_was(own):
    touched = []
    for act in (lambda: None, lambda: sends(own)):
        act()
        moment = moment_after(own.folder)
        night.look(own)
        touched.append([p.name for p, both in times(own.folder).items() if min(both) >= moment])
    assert sorted(touched[0]) == sorted(touched[1])
    assert {standing.FILE, f"{standing.FILE}.wal", "portal.head", "school"} <= set(touched[0])


def test_a_day_of_beats_writes_nothing(own):
    log = own.folder / f"{standing.FILE}.wal"
    wrote = log.read_bytes()
    version, head = own.version, (own.folder / "portal.head").read_bytes()
    for _ in range(24 * 60):
        file_times.beat(own)
    assert log.read_bytes() == wrote
    assert (own.folder / "portal.head").read_bytes() == head
    assert own.version == version


def test_a_log_is_born_by_a_beat_and_not_by_the_next_act(own):
    log = own.folder / f"{standing.FILE}.wal"
    for times_before in (1, 2):
        with own.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.exec_driver_sql("FORCE CHECKPOINT")
        assert not log.exists()
        night.look(own)
        assert log.exists()
        noted = own.rows(school.setting.select().where(school.setting.c.name == file_times.NAME))
        assert len(noted) == 1, times_before
    assert own.rows(school.audit.select()) == []


def test_a_database_that_refuses_stops_no_beat(own, monkeypatch):
    def refuses():
        raise NotStored

    before = moment_after(own.folder)
    sends(own)
    after = moment_after(own.folder)
    monkeypatch.setattr(own, "settle", refuses)
    night.look(own)
    assert between(own.folder, before, after) == []


def test_a_portal_that_is_stopped_leaves_the_time_of_its_end(own):
    current.use(own)
    before = moment_after(own.folder)
    sends(own)
    after = moment_after(own.folder)
    current.use(None)
    assert between(own.folder, before, after) == []
