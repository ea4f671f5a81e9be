"""Backup, restore, verify, compaction: a copy is whole, a wrong one changes nothing."""

import errno
import stat
import threading
import uuid

import pytest
import sqlalchemy as sa

from core.errors import Unsafe
from core.operations import set_up, verify
from core.store import backup, checks, crypto, current, foreign_file, sealed_file
from core.store.schema import plan, reports, school
from tests.given.backups import taken_out

TABLE = plan.plan_input  # any table with sealed words
WORDS = "dei låste meg inne på doen i kjellaren"


@pytest.fixture
def school_store(tmp_path):
    """A school's file (DuckDB alone has one)."""
    found = current.make_store(tmp_path / "school")
    yield found
    found.engine.dispose()


def add_report(store, words=WORDS):
    """A row with sealed words and an event in each chain, as a report leaves them."""
    row_id = uuid.uuid4()

    def work(tx):
        tx.insert(
            TABLE,
            {
                "input_id": row_id,
                "source": "su",
                "at": tx.now,
                "school_year": 2026,
                "body": tx.seal(TABLE.c.body, words, row_id),
            },
        )
        tx.record_anonymous("report.received")
        tx.record("report.noticed", None, "report", row_id)

    store.write(work)
    return row_id


def emptied(store):
    """The folder as a restore wants it: the key and nothing else."""
    store.engine.dispose()
    for file in store.folder.iterdir():
        if file.name != "key":
            file.unlink()


def test_a_backup_is_one_private_file_without_the_key(school_store, tmp_path):
    add_report(school_store)
    file = tmp_path / "copy.skolemiljo"
    manifest = backup.backup(school_store, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert manifest.rows["plan_input"] == 1
    assert [p.name for p in tmp_path.iterdir() if "copy" in p.name] == [file.name]
    assert sorted(p.name for p in school_store.folder.iterdir() if "tmp" in p.name) == []
    key = (school_store.folder / "key").read_text().split(":")[1].strip()
    assert key.encode() not in file.read_bytes()


def test_a_backup_tells_nothing_to_whoever_has_no_key(school_store, tmp_path):
    def name_them(tx):
        value = {"name": "KANARISKOLEN"}
        tx.insert(school.setting, {"name": "profile", "value": value, "version": 1})

    school_store.write(name_them)
    file = tmp_path / "copy"
    backup.backup(school_store, file)
    for told in (b"KANARISKOLEN", b"DUCK", b"audit", b"password_hash"):
        assert told not in file.read_bytes()
    taken_out(file, school_store.folder)
    for told in (b"KANARISKOLEN", b"DUCK", b"audit", b"password_hash"):
        assert told in file.read_bytes(), "else nothing was looked for"


def test_what_was_made_without_the_key_is_refused_before_anything_of_it_is_opened(
    school_store, tmp_path, monkeypatch
):
    """An older copy with a new rektor in it, or one under a key of somebody's own."""
    plain, theirs = tmp_path / "plain", tmp_path / "theirs"
    backup.backup(school_store, plain)
    taken_out(plain, school_store.folder)
    with plain.open("rb") as source, theirs.open("wb") as to:
        sealed_file.seal(crypto.Box(crypto.new_key()), source, to)
    emptied(school_store)
    for name in ("of", "note"):
        monkeypatch.setattr(backup.manifests, name, lambda *_: pytest.fail("it was opened"))
    monkeypatch.setattr(foreign_file, "shut", lambda *_: pytest.fail("it was opened"))
    refused = {plain: "backup.error.unauthenticated", theirs: "backup.error.other_key"}
    for file, key in refused.items():
        answer = set_up.restore(school_store.folder, file)
        assert (answer["exit"], answer["error"], len(answer["say"])) == (1, key, 1)
        assert [p.name for p in school_store.folder.iterdir()] == ["key"]


def test_a_backup_from_before_the_key_was_changed_is_restored_while_its_line_stands(
    school_store, tmp_path
):
    add_report(school_store)
    backup.backup(school_store, tmp_path / "copy")
    emptied(school_store)
    place = school_store.folder / "key"
    first = place.read_text()
    place.write_text(crypto.new_key(2))
    answer = set_up.restore(school_store.folder, tmp_path / "copy")
    assert (answer["exit"], answer["error"]) == (1, "backup.error.key_unknown")
    assert "nummer 1" in answer["say"][0]
    place.write_text(first + crypto.new_key(2))
    answer = set_up.restore(school_store.folder, tmp_path / "copy")
    assert (answer["exit"], answer["authenticated"]) == (0, True)


def test_a_restore_without_room_says_so_and_leaves_nothing(school_store, tmp_path, monkeypatch):
    backup.backup(school_store, tmp_path / "copy")
    emptied(school_store)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backup.sealed_file, "open_into", full)
    answer = set_up.restore(school_store.folder, tmp_path / "copy")
    assert (answer["exit"], answer["error"]) == (1, "backup.error.no_room_back")
    assert [p.name for p in school_store.folder.iterdir()] == ["key"]


def test_a_backup_taken_while_others_write_holds_whole_transactions_only(school_store, tmp_path):
    stop = threading.Event()

    def write():
        while not stop.is_set():
            add_report(school_store)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        manifest = backup.backup(school_store, tmp_path / "copy")
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert manifest.rows["plan_input"] == manifest.rows["audit"] == manifest.rows["reporter_event"]
    emptied(school_store)
    answer = set_up.restore(school_store.folder, tmp_path / "copy")
    assert answer["exit"] == 0, answer
    assert answer["authenticated"] is True
    assert "låst med nøkkelen" in answer["say"][-1]


def test_what_was_restored_goes_on_where_the_copy_was_taken(school_store, tmp_path):
    report_id = add_report(school_store)
    backup.backup(school_store, tmp_path / "copy")
    add_report(school_store)
    emptied(school_store)
    assert set_up.restore(school_store.folder, tmp_path / "copy")["exit"] == 0
    again = current.connect(school_store.folder)
    add_report(again)
    row = again.row(sa.select(TABLE).where(TABLE.c.input_id == report_id))
    assert again.unseal(TABLE.c.body, row.body, report_id) == WORDS
    assert verify.faults(again) == []
    assert len(again.rows(sa.select(TABLE.c.input_id))) == 2
    again.engine.dispose()


def test_a_file_that_stands_there_is_not_written_over(school_store, tmp_path):
    (tmp_path / "copy").write_text("mine")
    with pytest.raises(backup.NoCopy) as refused:
        backup.backup(school_store, tmp_path / "copy")
    assert refused.value.key == "backup.error.exists"
    assert (tmp_path / "copy").read_text() == "mine"


def test_a_restore_under_another_key_is_refused_and_leaves_the_folder_empty(school_store, tmp_path):
    add_report(school_store)
    backup.backup(school_store, tmp_path / "copy")
    emptied(school_store)
    place = school_store.folder / "key"
    place.write_text(crypto.new_key())
    answer = set_up.restore(school_store.folder, tmp_path / "copy")
    assert (answer["exit"], answer["error"]) == (1, "backup.error.other_key")
    assert [p.name for p in school_store.folder.iterdir()] == ["key"]
    assert WORDS not in " ".join(answer["say"])


def test_a_restore_without_a_key_says_where_it_is_looked_for(school_store, tmp_path):
    backup.backup(school_store, tmp_path / "copy")
    answer = set_up.restore(tmp_path / "new", tmp_path / "copy")
    assert (answer["exit"], answer["error"]) == (1, "unsafe.key_missing")


def test_a_restore_into_a_folder_in_use_is_refused(school_store, tmp_path):
    backup.backup(school_store, tmp_path / "copy")
    answer = set_up.restore(school_store.folder, tmp_path / "copy")
    assert (answer["exit"], answer["error"]) == (1, "unsafe.folder_in_use")


@pytest.mark.parametrize(
    ("damage", "error"),
    [
        (lambda f: f.write_bytes(f.read_bytes()[: f.stat().st_size // 2]), "backup.error.changed"),
        (lambda f: f.write_bytes(f.read_bytes()[:40]), "backup.error.changed"),
        (lambda f: f.write_bytes(f.read_bytes() + b"\0"), "backup.error.changed"),
        (lambda f: f.write_bytes(b"something else"), "backup.error.not_a_backup"),
        (lambda f: f.unlink(), "backup.error.no_file"),
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_is_left(school_store, tmp_path, damage, error):
    for _ in range(3):
        add_report(school_store)
    backup.backup(school_store, tmp_path / "copy")
    damage(tmp_path / "copy")
    emptied(school_store)
    answer = set_up.restore(school_store.folder, tmp_path / "copy")
    assert answer["exit"] == 1
    assert answer["error"] == error
    assert len(answer["say"]) == 1
    assert [p.name for p in school_store.folder.iterdir()] == ["key"]


def test_a_forged_event_in_a_backup_is_found_before_it_is_let_in(school_store, tmp_path):
    add_report(school_store)
    with school_store.engine.begin() as db:
        db.execute(school.audit.update().values(action="forged"))
    backup.backup(school_store, tmp_path / "copy")
    emptied(school_store)
    answer = set_up.restore(school_store.folder, tmp_path / "copy")
    assert answer["exit"] == 1
    assert "audit 1" in answer["say"][0]


def test_verify_finds_a_ciphertext_that_was_moved_to_another_row(store):
    one, two = add_report(store), add_report(store)
    table = TABLE
    blob = store.row(sa.select(table.c.body).where(table.c.input_id == one)).body
    with store.engine.begin() as db:
        db.execute(table.update().where(table.c.input_id == two).values(body=blob))
    assert [(f.kind, f.where) for f in verify.faults(store)] == [
        ("ciphertext", f"plan_input|body|{two}")
    ]


def test_verify_finds_a_row_that_refers_to_nothing(store):
    lost = uuid.uuid4()

    def work(tx):
        tx.insert(
            reports.message,
            {
                "report_id": lost,
                "number": 1,
                "from_reporter": True,
                "day": tx.today,
                "body": tx.seal(reports.message.c.body, "hei", lost, 1),
                "token": "x",
            },
        )

    store.write(work)
    assert [(f.kind, f.where) for f in verify.faults(store)] == [
        ("orphan", f"message.report_id {lost}")
    ]


def test_every_sealed_column_is_looked_at():
    names = {f"{c.table.name}.{c.name}" for c in checks.sealed_columns()}
    assert {"report.answers", "message.body", "journal.body", "measure.problem"} <= names
    assert not {n for n in names if n.endswith(".chain")}


def plain_bytes(folder):
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def settled(store):
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.exec_driver_sql("FORCE CHECKPOINT")


def test_what_was_deleted_is_in_no_byte_of_the_folder_after_compaction(school_store):
    def plant(tx):
        ids = [uuid.uuid4() for _ in range(600)]
        base = {"source": "su", "at": tx.now, "school_year": 2026}
        rows = [{"input_id": n, "body": tx.seal(TABLE.c.body, WORDS * 9, n), **base} for n in ids]
        tx.insert(TABLE, *rows)
        return rows

    rows = school_store.write(plant)
    settled(school_store)
    kept, *gone = rows
    school_store.write(lambda tx: tx.delete(TABLE, TABLE.c.input_id != kept["input_id"]))
    settled(school_store)
    left = plain_bytes(school_store.folder)
    assert any(row["body"] in left for row in gone), "deleting alone is no deletion"
    assert backup.compact(school_store)
    left = plain_bytes(school_store.folder)
    assert not any(row["body"] in left or row["input_id"].bytes in left for row in gone)
    assert kept["body"] in left
    assert verify.faults(school_store) == []


def test_compaction_waits_for_nobody_to_lose_anything(school_store):
    """Four threads go on writing and reading while the file is swapped under them."""
    stop, sent, failures = threading.Event(), [], []

    def work():
        try:
            while not stop.is_set():
                sent.append(add_report(school_store))
                with school_store.read() as db:
                    db.execute(sa.select(TABLE.c.input_id)).all()
                    school_store.rows(sa.select(school.audit.c.number))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    before = (school_store.folder / "portal.duckdb").stat().st_ino
    swapped = [backup.compact(school_store) for _ in range(3)]
    stop.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert all(swapped)
    assert (school_store.folder / "portal.duckdb").stat().st_ino != before
    school_store.engine.dispose()
    again = current.connect(school_store.folder)
    kept = {row.input_id for row in again.rows(sa.select(TABLE.c.input_id))}
    assert kept == set(sent)
    assert verify.faults(again) == []
    again.engine.dispose()


def test_a_key_that_is_missing_is_said_with_its_cure(tmp_path):
    current.make_store(tmp_path / "s").engine.dispose()
    (tmp_path / "s" / "key").unlink()
    with pytest.raises(Unsafe) as refused:
        current.connect(tmp_path / "s")
    assert refused.value.key == "unsafe.key_missing"
