"""A damaged file is one sentence and one document, whoever meets it; a full disk is not blamed."""

import json

import pytest
from click.testing import CliRunner

from core.access import Role
from core.cli import main
from core.plan import inputs
from core.store import backup, current, standing
from tests.conftest import add_person
from tests.given.backups import taken_out

BLOCK, HEADER = 262_144, 12_288  # bytes of DuckDB's file: a block, and what stands before the first


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The command, asked in a folder of its own."""
    monkeypatch.setenv("SKOLEMILJO_DATA", str(tmp_path / "school"))
    runner = CliRunner()
    return lambda *words: runner.invoke(main, words)


@pytest.fixture
def folder(run, tmp_path):
    """A school with so much text in it that some of its blocks hold nothing else."""
    assert run("init", "--school", "blank").exit_code == 0
    store = current.connect(tmp_path / "school")
    rita = add_person(store, "rita", Role.REKTOR)
    for n in range(70):
        inputs.submit(store, rita, f"{n} " + "ord " * 900)
    store.engine.dispose()
    return tmp_path / "school"


def damaged(file, block):
    """The same file with some bytes of one block changed, whatever they were."""
    told = bytearray(file.read_bytes())
    start = HEADER + block * BLOCK + 5_000
    told[start : start + 100] = bytes(b ^ 0xA5 for b in told[start : start + 100])
    file.write_bytes(told)


def blocks(file):
    return range((file.stat().st_size - HEADER) // BLOCK)


def told_once(run, *words):
    """The answer: exit 1, one document, nothing of SQL or of a stack in what is said."""
    told = run(*words, "--json")
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    for leak in ("Traceback", "SELECT", "select ", "sqlalche.me", "ikke plass"):
        assert leak not in told.output, leak
    return told.exit_code, json.loads(told.stdout)


def test_verify_and_backup_of_a_file_with_any_block_damaged_say_so(run, folder, tmp_path):
    file = folder / standing.FILE
    whole = file.read_bytes()
    log = folder / f"{standing.FILE}.wal"
    found = set()
    for block in blocks(file):
        damaged(file, block)
        code, told = told_once(run, "verify")
        if code:
            found.add(told.get("error") or told["faults"][-1]["kind"])
            assert told["whole"] is False
        code, told = told_once(run, "backup", str(tmp_path / f"copy{block}"))
        if code:
            found.add(told["error"])
        file.write_bytes(whole)
        log.unlink(missing_ok=True)
    assert {"damaged", "backup.error.damaged"} <= found
    assert found <= {
        "damaged",
        "backup.error.damaged",
        "command.damaged",
        "unsafe.database_damaged",
    }


def test_a_damaged_backup_is_refused_wherever_it_is_damaged(run, folder, tmp_path):
    assert run("backup", str(tmp_path / "copy")).exit_code == 0
    whole = (tmp_path / "copy").read_bytes()
    for left in folder.iterdir():
        if left.name != "key":
            left.unlink()
    for block in blocks(tmp_path / "copy"):
        (tmp_path / "copy").write_bytes(whole)
        damaged(tmp_path / "copy", block)
        code, told = told_once(run, "restore", str(tmp_path / "copy"))
        assert (code, told["error"]) == (1, "backup.error.changed")
        assert [p.name for p in folder.iterdir()] == ["key"]


def test_a_damaged_backup_of_the_older_kind_leaves_nothing_if_it_is_refused(run, folder, tmp_path):
    assert run("backup", str(tmp_path / "copy")).exit_code == 0
    taken_out(tmp_path / "copy", folder)
    whole = (tmp_path / "copy").read_bytes()
    for left in folder.iterdir():
        if left.name != "key":
            left.unlink()
    refused = 0
    for block in blocks(tmp_path / "copy"):
        (tmp_path / "copy").write_bytes(whole)
        damaged(tmp_path / "copy", block)
        code, told = told_once(run, "restore", "--unauthenticated", str(tmp_path / "copy"))
        if code:
            refused += 1
            assert told["error"] in ("backup.error.not_whole", "backup.error.not_a_backup")
            assert [p.name for p in folder.iterdir()] == ["key"]
        else:  # a block that nothing lies in
            for left in folder.iterdir():
                if left.name != "key":
                    left.unlink()
    assert refused


@pytest.mark.parametrize("command", [["user", "list"], ["wheel", "--year", "2026"]])
def test_every_other_command_says_so_too(run, folder, command):
    file = folder / standing.FILE
    for block in blocks(file):
        damaged(file, block)
    code, told = told_once(run, *command)
    assert code == 1
    assert told["error"] in ("command.damaged", "unsafe.database_damaged")


def test_an_error_that_is_neither_damage_nor_room_blames_no_disk(folder, tmp_path, monkeypatch):
    import duckdb

    def failed(*_):
        raise duckdb.InvalidInputException("something else")

    store = current.connect(folder)
    monkeypatch.setattr(backup.manifests, "note", failed)
    with pytest.raises(backup.NoCopy) as refused:
        backup.backup(store, tmp_path / "copy")
    assert refused.value.key == "backup.error.failed"
    store.engine.dispose()
