"""What a killed process left is swept or made anew; a wrong clock stops nothing for long."""

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.cli import main
from core.errors import Unsafe
from core.operations import night
from core.store import backup, current, making, standing
from core.today import notices
from core.today.mail_server import HOURS
from core.ui.kit.server import safety
from tests.conftest import Clock

ROOT = Path(__file__).parent.parent.parent.parent
LATE = datetime(2026, 11, 23, 22, 40)  # 23:40 in Norway


@pytest.fixture
def own(tmp_path):
    found = current.make_store(tmp_path / "school")
    yield found
    found.engine.dispose()


def test_a_clock_ahead_for_a_minute_does_not_stop_the_nights_that_follow(own):
    own.clock = Clock(LATE + timedelta(days=365))
    assert night.close_day(own)
    own.clock.now = LATE
    assert night.day_to_close(own) == LATE.date()
    assert night.close_day(own)
    assert night.day_to_close(own) is None


class EveryDay:
    def is_school_day(self, _):
        return True


def test_mail_sent_by_a_clock_ahead_does_not_stop_the_mail_of_today():
    now, ahead = datetime(2026, 11, 23, 9, 0), datetime(2027, 11, 23, 13, 0)
    assert notices.due(now, EveryDay(), ahead, HOURS) == datetime(2026, 11, 23, 8, 0)
    assert notices.due(now, EveryDay(), datetime(2026, 11, 23, 8, 0), HOURS) is None


def test_what_a_killed_backup_left_is_gone_after_the_next_start(own):
    left = [
        *("backup-0f.tmp", "backup-0f.tmp.wal", "compact.tmp", "restore.tmp", "portal.head.tmp"),
        "torn-log-2026-11-23-1.tmp",
        f"backups/.{'a' * 32}.tmp",
        "spill/duckdb_temp_block-1.block",
    ]
    for name in ("backups", "spill"):
        (own.folder / name).mkdir(exist_ok=True)
    kept = ["backups/2026.skolemiljo", "backups/.mine.tmp", "torn-log-2026-11-22-1"]
    for name in [*left, *kept]:
        (own.folder / name).write_text("KANARI")
    own.engine.dispose()
    current.connect(own.folder).engine.dispose()
    assert not [name for name in left if (own.folder / name).exists()]
    assert all((own.folder / name).exists() for name in kept)


KILLED = """
import os, signal, sys
from pathlib import Path
from core.administration import accounts
from core.operations import set_up
from core.store import heads

where = sys.argv[2]
def killed(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

if where == "at the first head":
    heads.Heads.renew = killed
elif where == "before the account":
    accounts.add = killed
set_up.init(Path(sys.argv[1]), "blank", "sysadm")
"""


@pytest.mark.parametrize("where", ["at the first head", "before the account"])
def test_an_init_that_was_killed_is_not_served_and_is_made_anew(tmp_path, monkeypatch, where):
    folder = tmp_path / "school"
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), where], cwd=ROOT, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    with pytest.raises(Unsafe) as refused:
        current.connect(folder)
    assert refused.value.key == "unsafe.half_made"
    monkeypatch.setenv("SKOLEMILJO_DATA", str(folder))
    run = CliRunner()
    told = run.invoke(main, ["init", "--school", "blank"])
    assert told.exit_code == 0, told.output
    assert not (folder / making.MARK).exists()
    assert run.invoke(main, ["verify"]).exit_code == 0


def test_a_log_that_was_set_aside_goes_after_its_days(own):
    own.clock = Clock(LATE)
    for day in ("2026-11-01", "2026-11-20"):
        (own.folder / f"torn-log-{day}-1").write_text("KANARI")
    assert night.close_day(own)
    assert [p.name for p in own.folder.glob("torn-log-*")] == ["torn-log-2026-11-20-1"]


def test_a_folder_in_use_stays_as_it_is(own):
    own.engine.dispose()
    before = {p.name: p.read_bytes() for p in own.folder.iterdir()}
    with pytest.raises(Unsafe), making.making(own.folder):
        pass
    assert {p.name: p.read_bytes() for p in own.folder.iterdir()} == before


def test_a_backup_follows_no_link_and_writes_into_nothing_that_lay_there(own, tmp_path):
    out, victim = tmp_path / "out", tmp_path / "victim"
    out.mkdir()
    victim.write_text("mine")
    (out / ".copy.tmp").symlink_to(victim)  # the name that could be guessed
    (out / "linked").symlink_to(tmp_path / "nowhere")
    with pytest.raises(backup.NoCopy) as refused:
        backup.backup(own, out / "linked")
    assert refused.value.key == "backup.error.exists"
    assert not (tmp_path / "nowhere").exists()
    backup.backup(own, out / "copy")
    assert victim.read_text() == "mine"
    assert (out / "copy").stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in out.iterdir()) == [".copy.tmp", "copy", "linked"]


def test_a_file_that_came_while_the_copy_was_made_is_not_written_over(own, tmp_path, monkeypatch):
    placed = os.fsync
    out = tmp_path / "copy"

    def meanwhile(descriptor):
        placed(descriptor)
        if not out.exists():
            out.write_text("mine")

    monkeypatch.setattr(backup.os, "fsync", meanwhile)
    with pytest.raises(backup.NoCopy):
        backup.backup(own, out)
    assert out.read_text() == "mine"
    assert [p.name for p in tmp_path.glob(".*.tmp")] == []
    assert (own.folder / standing.FILE).exists()


def test_a_database_without_a_school_is_not_served(own):
    with pytest.raises(Unsafe) as refused:
        safety.before_serving(own)
    assert refused.value.key == "unsafe.no_school"
