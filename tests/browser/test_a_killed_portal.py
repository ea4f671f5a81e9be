"""kill -9 while students are sending: every report whose code was shown is there."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core import demonstration
from core.operations import verify
from core.store import current
from core.today import follow_up
from tests.load import served, stload

pytestmark = pytest.mark.server
CODE = r"^[a-z0-9]+(-[a-z0-9]+){3,}$"
ENOUGH = 25  # acknowledged reports before the portal is killed
AGAIN = 2  # times


def acknowledged(log: Path) -> list[str]:
    """The codes that students were shown."""
    return [line.split()[-1] for line in log.read_text().splitlines()] if log.exists() else []


def send_until_killed(server, log: Path) -> None:
    before = len(acknowledged(log))
    told = {"--url": server.url, "--page": "meld", "--mode": "churn", "-n": "3", "--seconds": "60"}
    told |= {"--set": "key:answer_what_happened=Det skjedde igjen {uuid}", "--ack": CODE}
    told |= {"--submit": "key:report_send", "--ack-log": str(log), "--warmup": "0"}
    told |= {"--pid": str(server.pid), "--timeout": "10"}
    arguments = [part for option in told.items() for part in option]
    students = subprocess.Popen(
        [sys.executable, stload.__file__, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    give_up = time.monotonic() + 60
    while len(acknowledged(log)) < before + ENOUGH and time.monotonic() < give_up:
        time.sleep(0.02)
    os.kill(server.pid, signal.SIGKILL)
    students.kill()
    students.wait(10)


def test_every_report_whose_code_was_shown_survives_a_killed_portal(tmp_path):
    folder, log = tmp_path / "school", tmp_path / "codes"
    demonstration.make(folder, "hvam", 8)
    command = [str(Path(sys.executable).parent / "skolemiljo"), "serve"]
    for _ in range(AGAIN):
        with served.running(command, "meld", SKOLEMILJO_DATA=str(folder)) as server:
            send_until_killed(server, log)
        assert (folder / "desk").exists(), (
            "a killed portal leaves its socket; the next takes it away"
        )
    codes = acknowledged(log)
    assert len(codes) >= AGAIN * ENOUGH
    store = current.connect(folder)
    reports = [follow_up.with_code(store, code) for code in codes]
    assert all(report is not None for report in reports)
    # A code that was shown twice would be two students with one report.
    texts = {report.answers["what_happened"] for report in reports}
    assert len(texts) == len(codes)
    assert all(text.startswith("Det skjedde igjen") for text in texts)
    assert verify.faults(store) == []
    store.engine.dispose()
