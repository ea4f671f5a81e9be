"""A disk that is full: what was acknowledged is there, what was not is said not to be.

The limit is the kernel's own (RLIMIT_FSIZE: a file may not grow), in a process of its own.
"""

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.errors import NotStored
from core.operations import verify
from core.store import current
from core.store.schema import plan

ROOT = Path(__file__).parent.parent.parent.parent
WRITER = """
import resource, sys, uuid
from pathlib import Path
from core.store import current
from core.errors import NotStored
from core.store.schema.plan import plan_input as table

store = current.connect(Path(sys.argv[1]))
most = store.folder.joinpath("portal.duckdb").stat().st_size + 300_000
resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

def send(tx):
    n = uuid.uuid4()
    body = tx.seal(table.c.body, "x" * 20_000, n)
    tx.insert(table, {"input_id": n, "source": "su", "at": tx.now, "school_year": 1, "body": body})
    tx.record("plan_input.given", None, "plan_input", n)
    return n

refused = 0
while refused < 3:
    try:
        print("stored", store.write(send), flush=True)
    except NotStored:
        refused += 1
        print("not stored", flush=True)
try:
    print("read", len(store.rows(table.select())), flush=True)
except Exception as error:
    print("unread", type(error).__name__, flush=True)
import os
os._exit(0)
"""


@pytest.fixture
def folder(tmp_path):
    current.make_store(tmp_path / "school").engine.dispose()
    return tmp_path / "school"


def test_on_a_full_disk_the_sender_is_told_and_nothing_acknowledged_is_lost(folder):
    said = subprocess.run(
        [sys.executable, "-c", WRITER, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    lines = said.stdout.splitlines()
    acknowledged = {line.split()[1] for line in lines if line.startswith("stored")}
    assert acknowledged, said.stderr
    assert lines.count("not stored") == 3, said.stdout + said.stderr
    store = current.connect(folder)
    kept = {str(row.input_id) for row in store.rows(sa.select(plan.plan_input.c.input_id))}
    assert kept == acknowledged
    assert verify.faults(store) == []
    store.engine.dispose()


def test_a_backup_without_room_is_refused_and_the_portal_goes_on(folder, tmp_path):
    code = (
        "import resource, sys; from pathlib import Path; from core.store import current\n"
        "from core.store import backup\n"
        "store = current.connect(Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, resource.RLIM_INFINITY))\n"
        "try: backup.backup(store, Path(sys.argv[2]))\n"
        "except backup.NoCopy as error: print(error.key, flush=True)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)\n"
        "store.write(lambda tx: tx.record('step', None))\n"
        "print(backup.backup(store, Path(sys.argv[2])).rows['audit'], flush=True)\n"
        "import os; os._exit(0)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(tmp_path / "copy")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert said.stdout.split() == ["backup.error.no_room", "1"], said.stderr
    assert not [p for p in folder.iterdir() if "tmp" in p.name]
    current.connect(folder).engine.dispose()


GIVEN_UP = """
import os, resource, secrets, sys
from pathlib import Path
import sqlalchemy as sa
from core.store import current
from core.errors import NotStored
from core.store.schema.school import setting

store = current.connect(Path(sys.argv[1]))
file = store.folder / "portal.duckdb"
for n in range(40):
    row = {"name": f"{n}", "value": secrets.token_hex(10_000), "version": 1}
    store.write(lambda tx: tx.insert(setting, row))
rows = len(store.rows(sa.select(setting.c.name)))
resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size, resource.RLIM_INFINITY))
try:
    with store.engine.connect() as db:
        db.exec_driver_sql("COMMIT")
        db.exec_driver_sql("FORCE CHECKPOINT")
except Exception as error:
    print(type(error.orig).__name__, flush=True)
def act():
    try:
        store.write(lambda tx: tx.record("step", None))
        print("stored", flush=True)
    except NotStored:
        print("not stored", flush=True)
act()
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
act()
print(len(store.rows(sa.select(setting.c.name))) == rows, flush=True)
doors = "SELECT current_setting('enable_external_access'), current_setting('lock_configuration')"
print(tuple(store.row(sa.text(doors))), flush=True)
os._exit(0)
"""


def test_a_disk_that_has_room_again_is_written_to_without_a_new_start(folder):
    said = subprocess.run(
        [sys.executable, "-c", GIVEN_UP, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    # The database gave up on the file; what it had taken is there, and its doors are shut again.
    assert said.stdout.splitlines() == [
        "FatalException",
        "not stored",
        "stored",
        "True",
        "(False, True)",
    ], said.stderr
    store = current.connect(folder)
    assert verify.faults(store) == []
    store.engine.dispose()


def test_a_database_that_was_closed_under_the_portal_says_that_nothing_was_stored(folder):
    store = current.connect(folder)
    (folder / "portal.duckdb").write_bytes(b"\0" * 100)  # damaged under the running portal
    store.engine.dispose()
    with pytest.raises(NotStored):
        store.write(lambda tx: tx.record("step", None))
