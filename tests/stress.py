"""`make stress`: the tests that a loaded machine has failed, twenty times each while it is loaded.

A second process eats one core all the while. Whoever mends such a test adds it here, with what it
waits for; TIMES says how often each is run, LAYER how often the whole browser layer after them.
Not a part of `make test`.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import chromium

ROOT = Path(__file__).parent.parent
TIMES = int(os.environ.get("TIMES", "20"))
LAYER = int(os.environ.get("LAYER", "2"))
EACH = "SKOLEMILJO_TEST_AGAIN"  # tells each worker how often
# As `make test` runs them: two beside each other, and the core that is eaten makes three.
PYTEST = (sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", "-p", "tests.stress")
# What failed, or waits for something that another process or thread does.
WHY = {
    "tests/browser/test_first_day.py": "an option of a select box was not there yet",
    "tests/browser/test_another_thing.py": "the focus is moved when the page has been drawn",
    "tests/browser/test_lost_line.py": "a line is closed and comes back by itself",
    "tests/browser/test_net_lost.py": "a portal that is stopped and started anew",
    "tests/browser/test_typed_words.py": "pages so full that drawing them took longest",
    "tests/browser/test_double_click.py": "two presses that the portal answers one after the other",
    "tests/browser/test_drafts.py": "typing goes on while what was typed is kept",
    "tests/browser/test_full_disk_page.py": "the portal is stopped in the middle of an act",
    "tests/browser/test_receipt_on_a_phone.py": "the browser's clock is moved",
    "tests/browser/test_a_killed_portal.py": "students send while the portal is killed",
    "tests/browser/test_refusals.py": "a start that should end, and says so in time",
    "tests/unit/store/test_watch.py": "what is watched is written by another thread",
    "tests/unit/reports/test_reports.py": "six threads press Send at once",
    "tests/unit/people/test_sessions.py": "a ticket has a minute by the processor's clock",
    "tests/unit/web/test_tabs.py": "tabs are let go of by a clock",
    "tests/unit/web/test_faults.py": "faults are counted from several threads",
    "tests/unit/web/test_file_tickets.py": "a file is asked for from several threads",
    "tests/unit/store/test_store.py": "two who write at once",
    "tests/system/cases/test_at_once.py": "two acts in the same moment",
    "tests/system/store/test_left_overs.py": "a portal that was stopped in the middle",
    "tests/system/store/test_losses.py": "a portal that was killed in the middle",
    "tests/system/web/test_door.py": "requests that are never whole",
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test so many times; this module is a plugin of each worker's."""
    if times := int(os.environ.get(EACH, "0")):
        metafunc.fixturenames.append("_again")
        metafunc.parametrize("_again", range(times), ids=lambda n: f"again{n}")


@contextlib.contextmanager
def a_busy_core() -> Iterator[None]:
    """Another process that never rests, until the end, or until this one is gone."""
    endless = f"import os\nwhile os.getppid() == {os.getpid()}: sum(range(10**5))"
    eater = subprocess.Popen([sys.executable, "-c", endless])
    try:
        yield
    finally:
        eater.kill()
        eater.wait()


def main(asked: list[str]) -> int:
    """Run what is asked for, else all of it and the browser layer; 0 if nothing failed."""
    os.chdir(ROOT)
    os.environ["SKOLEMILJO_TEST_BROWSER"] = chromium.path() or ""
    if not os.environ["SKOLEMILJO_TEST_BROWSER"]:
        print("Browser tests: no Chromium is here; `make test` fetches one")
        return 1
    rounds = [(asked or list(WHY), TIMES), *([] if asked else LAYER * [(["tests/browser"], 0)])]
    with a_busy_core():
        codes = [
            subprocess.run(
                [*PYTEST, *files], env={**os.environ, EACH: str(times)}, check=False
            ).returncode
            for files, times in rounds
        ]
    print(
        f"{len(asked or WHY)} files {TIMES} times: {'all passed' if not max(codes) else 'failed'}"
    )
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
