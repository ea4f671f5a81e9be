"""A file that somebody hands in to be restored: nothing of it runs, and nothing else is reached."""

import json
import re
from pathlib import Path

import duckdb
import pytest

from core.operations import set_up
from core.store import backup, current, foreign_file
from core.store.schema import metadata
from tests.given.backups import taken_out

HOME = Path(backup.__file__).parents[2]
NOTED = {"made_at": "2026-11-27T10:00:00", "slug": "hvam", "revision": "0001", "rows": {}}


@pytest.fixture
def copy(tmp_path):
    """A good backup of the kind that is not sealed, with the folder emptied for a restore."""
    store = current.make_store(tmp_path / "school")
    file = tmp_path / "copy"
    backup.backup(store, file)
    store.engine.dispose()
    taken_out(file, store.folder)
    for old in store.folder.iterdir():
        if old.name != "key":
            old.unlink()
    return file


def changed(file, *statements):
    """The same backup after whoever had it wrote in it."""
    with duckdb.connect(str(file)) as db:
        for statement, *values in statements:
            db.execute(statement, values)


def noted(file, **changes):
    """The same backup saying something else of itself."""
    content = json.dumps(NOTED | changes)
    changed(file, ("UPDATE backup_manifest SET content = ?", content))


def must_be_refused(tmp_path, file):
    """Restore refuses it, and the folder holds the key and nothing else, as before."""
    answer = set_up.restore(tmp_path / "school", file, unauthenticated=True)
    assert answer["exit"] == 1
    assert answer["error"] in ("backup.error.not_a_backup", "backup.error.not_whole")
    assert [f.name for f in (tmp_path / "school").iterdir()] == ["key"]


def test_a_tables_name_in_the_manifest_is_never_a_statement(copy, tmp_path):
    stolen = tmp_path / "stolen"
    name = (
        f"school\"; COPY (SELECT content FROM read_text('{tmp_path}/school/key'))"
        f" TO '{stolen}' (HEADER false); SELECT count(*) FROM \"school"
    )
    noted(copy, rows={name: 1})
    must_be_refused(tmp_path, copy)
    assert not stolen.exists()


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE VIEW told AS SELECT content FROM read_text('/etc/hostname')"],
        ["CREATE MACRO coalesce(a, b) AS (SELECT content FROM read_text('/etc/hostname'))"],
        [
            "CREATE MACRO duckdb_views() AS TABLE SELECT 1 WHERE false",
            "CREATE MACRO duckdb_functions() AS TABLE SELECT 1 WHERE false",
        ],
        ["CREATE TRIGGER t AFTER INSERT ON audit FOR EACH STATEMENT DELETE FROM school"],
        ["CREATE SEQUENCE counter"],
        ["CREATE TYPE mood AS ENUM ('glad')"],
        ["CREATE SCHEMA other"],
        ["CREATE TABLE told (a INTEGER)"],
        ['CREATE TABLE "school""; DROP TABLE audit; --" (a INTEGER)'],
        ["ALTER TABLE school ALTER slug SET DEFAULT upper('x')"],
        ["DROP TABLE plan_input", "CREATE TABLE plan_input (a INTEGER, CHECK (a > 0))"],
        [
            "DROP TABLE plan_input",
            "CREATE TABLE plan_input (a INTEGER, b INTEGER GENERATED ALWAYS AS (a + 1))",
        ],
        [
            "ALTER TABLE backup_manifest RENAME TO plan_input_old",
            "CREATE VIEW backup_manifest AS SELECT 1 AS format, '{}'::JSON AS content",
        ],
    ],
)
def test_a_file_with_anything_but_the_schools_own_tables_is_refused(copy, tmp_path, statements):
    changed(copy, *([s] for s in statements))
    with pytest.raises(foreign_file.NotOurs), foreign_file.opened(copy):
        pass
    must_be_refused(tmp_path, copy)


@pytest.mark.parametrize(
    "content",
    [
        {"rows": []},
        {"rows": {"school": "1"}},
        {"rows": {"backup_manifest": 1}},
        {"made_at": "yesterday"},
        {"slug": "hvam\x1b[2J"},
        {"revision": None},
    ],
)
def test_a_manifest_of_another_shape_is_refused(copy, tmp_path, content):
    noted(copy, **content)
    must_be_refused(tmp_path, copy)


@pytest.mark.parametrize("content", ["[]", "{}", "1", "null"])
def test_a_manifest_that_is_none_is_refused(copy, tmp_path, content):
    changed(copy, ("UPDATE backup_manifest SET content = ?", content))
    must_be_refused(tmp_path, copy)


def test_what_is_opened_is_read_only_and_reaches_no_other_file(copy, tmp_path):
    with foreign_file.opened(copy) as found:
        for statement in (
            f"SELECT content FROM read_text('{tmp_path}/school/key')",
            f"COPY (SELECT 1) TO '{tmp_path}/out'",
            f"ATTACH '{tmp_path}/out'",
            "SET enable_external_access = true",
            "INSTALL httpfs",
            "CREATE TABLE mine (a INTEGER)",
        ):
            with pytest.raises(duckdb.Error):
                found.execute(statement)
    assert not (tmp_path / "out").exists()


def test_the_good_copy_is_still_restored(copy, tmp_path):
    answer = set_up.restore(tmp_path / "school", copy, unauthenticated=True)
    assert (answer["exit"], answer["authenticated"]) == (0, False)


def test_a_school_whose_file_has_a_table_with_such_a_name_is_copied_with_it(tmp_path):
    store = current.make_store(tmp_path / "school")
    name = 'school"; DROP TABLE audit; --'
    with store.engine.begin() as db:
        db.exec_driver_sql(f'CREATE TABLE "{name.replace(chr(34), chr(34) * 2)}" (a INTEGER)')
    assert backup.compact(store)
    with store.engine.connect() as db:
        found = set(db.exec_driver_sql("SELECT table_name FROM duckdb_tables()").scalars())
    store.engine.dispose()
    assert found >= {name, "audit", "school"}


def test_every_table_of_a_revision_is_known():
    made = {
        name
        for file in (HOME / "core/store/revisions/versions").glob("*.py")
        for name in re.findall(r'create_table\(\s*"(\w+)"', file.read_text("utf-8"))
    }
    assert made <= foreign_file.BESIDE.union(metadata.tables)


def test_no_other_module_opens_a_database_file_by_hand():
    openers = [
        str(file.relative_to(HOME))
        for file in (*HOME.glob("core/**/*.py"), *HOME.glob("pages/**/*.py"), HOME / "app.py")
        if "duckdb.connect(" in file.read_text("utf-8")
    ]
    assert openers == ["core/store/foreign_file.py"]
