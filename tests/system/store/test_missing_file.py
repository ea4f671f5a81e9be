"""A database that is gone, moved, replaced or shut: nothing is acknowledged, nothing looks well."""

import asyncio
import shutil

import duckdb
import pytest

from core.errors import NotStored, Unsafe
from core.operations import verify
from core.store import current, heads, standing
from core.store.schema import school
from core.web import routes


@pytest.fixture
def own(tmp_path):
    found = current.make_store(tmp_path / "school")
    current.use(found)
    yield found
    current.use(None)


def well():
    return asyncio.run(routes.health(None)).status_code == 200


def refuses(store):
    with pytest.raises(NotStored):
        store.write(lambda tx: tx.record("step", None))
    with pytest.raises(NotStored):
        store.rows(school.audit.select())
    return not well()


def take_away(store):
    store.folder.joinpath(standing.FILE).rename(store.folder.parent / "away")


def put_back(store):
    (store.folder.parent / "away").replace(store.folder / standing.FILE)


def test_a_file_that_is_gone_takes_nothing_until_it_is_back(own):
    assert well()
    own.write(lambda tx: tx.record("before", None))
    take_away(own)
    assert refuses(own)
    assert not (own.folder / standing.FILE).exists(), "no empty one is made in its place"
    put_back(own)
    own.write(lambda tx: tx.record("after", None))
    assert well()
    assert verify.faults(own) == []


def test_a_file_that_was_replaced_takes_nothing(own):
    take_away(own)
    shutil.copy(own.folder.parent / "away", own.folder / standing.FILE)
    assert refuses(own)


def test_a_folder_that_was_moved_takes_nothing_until_it_is_back(own):
    own.folder.rename(own.folder.parent / "elsewhere")
    assert refuses(own)
    (own.folder.parent / "elsewhere").rename(own.folder)
    own.write(lambda tx: tx.record("after", None))


def test_a_sealed_head_that_is_gone_takes_nothing(own):
    own.write(lambda tx: tx.record("before", None))
    (own.folder / heads.NAME).unlink()
    assert refuses(own)


def test_a_disk_that_takes_nothing_is_not_well(own, monkeypatch):
    monkeypatch.setattr(standing.os, "access", lambda *_: False)  # root may write everywhere
    assert not well()
    own.engine.dispose()
    with pytest.raises(Unsafe) as refused:
        current.connect(own.folder)
    assert refused.value.key == "unsafe.read_only"


def test_a_log_that_is_gone_under_the_portal_costs_nothing(own):
    own.write(lambda tx: tx.record("one", None))
    log = own.folder / f"{standing.FILE}.wal"
    log.unlink()
    own.write(lambda tx: tx.record("two", None))
    # What a killed portal leaves: the files as they are, without the log that it had open.
    copy = own.folder.parent / "copy"
    shutil.copytree(own.folder, copy)
    again = current.connect(copy)
    assert [r.action for r in again.rows(school.audit.select().order_by("number"))] == [
        "one",
        "two",
    ]
    assert verify.faults(again) == []
    again.engine.dispose()


@pytest.mark.parametrize("damage", ["gone", "empty", "another"])
def test_a_school_without_its_database_does_not_start(own, damage):
    own.engine.dispose()
    file = own.folder / standing.FILE
    if damage == "empty":
        file.write_bytes(b"")
    else:
        file.unlink()
    if damage == "another":
        duckdb.connect(str(file)).close()
    with pytest.raises(Unsafe) as refused:
        current.connect(own.folder)
    assert refused.value.key == "unsafe.database_gone"
    if damage == "gone":
        assert not file.exists()


def test_a_folder_that_never_was_a_school_says_what_to_do(tmp_path, monkeypatch):
    from core.store import crypto

    monkeypatch.setenv("SKOLEMILJO_KEY", crypto.new_key())
    with pytest.raises(Unsafe) as refused:
        current.connect(tmp_path)
    assert refused.value.key == "unsafe.no_school"
