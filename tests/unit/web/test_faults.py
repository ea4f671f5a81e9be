"""What a visitor's fault leaves: a count, and one line when the day is over."""

import logging
import sys
import threading
from datetime import date

import pytest

from core.ui.kit.server import faults

DAY, NEXT = date(2026, 11, 26), date(2026, 11, 27)
SERVER = logging.getLogger("streamlit.something")


def fail():
    raise KeyError("KANARIFUGLEN")


@pytest.fixture
def said(caplog):
    caplog.set_level(logging.DEBUG)
    for name in (
        "streamlit.something",
        "core.something",
        "core.ui.kit.server.faults",
        "made.later",
    ):
        logging.getLogger(name).setLevel(logging.DEBUG)
    return caplog


@pytest.mark.parametrize("staffs", [False, None])
def test_a_visitors_fault_causes_no_line_and_is_counted(said, staffs):
    met = faults.Faults(DAY)
    with faults.counted(met, lambda: staffs):
        for _ in range(2):
            try:
                fail()
            except KeyError:
                SERVER.exception("Uncaught app execution of %s", "KANARIFUGLEN")
        SERVER.info("connection open")
        logging.getLogger("made.later").warning("KANARIFUGLEN")
        logging.getLogger().error("KANARIFUGLEN")
        assert not said.records
        met.look(DAY)
        assert not said.records
    met.look(NEXT)
    met.look(NEXT)
    (line,) = [record.getMessage() for record in said.records]
    assert line.startswith(
        "Feil hos besøkende 26. nov.: 2 × KeyError (tests/unit/web/test_faults.py:"
    )
    assert "made.later" in line
    assert "KANARI" not in said.text
    said.clear()
    met.look(date(2026, 11, 28))
    assert not said.records


def test_what_staff_meet_and_what_the_portal_does_by_itself_is_logged(said):
    with faults.counted(faults.Faults(DAY), lambda: True):
        SERVER.error("a staff page")
    with faults.counted(faults.Faults(DAY), lambda: None):
        logging.getLogger("core.something").error("by itself")
    with faults.counted(faults.Faults(DAY), lambda: False):
        logging.getLogger("core.something").error("in a visitor's run")
    SERVER.error("afterwards")
    assert [r.getMessage() for r in said.records] == ["a staff page", "by itself", "afterwards"]


def test_a_browser_that_comes_back_early_is_no_fault(said):
    met = faults.Faults(DAY)
    with faults.counted(met, lambda: None):
        SERVER.warning(faults.RETURNED, "b9bca7b8-2f3a")
    met.look(NEXT)
    assert not said.records


def test_streamlit_still_says_it_in_these_words():
    from pathlib import Path

    from streamlit.runtime import websocket_session_manager

    assert faults.RETURNED in Path(websocket_session_manager.__file__).read_text()


def test_an_error_that_nobody_catches_writes_nothing_either(capfd):
    met = faults.Faults(DAY)
    with faults.counted(met, lambda: None):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        try:
            fail()
        except KeyError as error:
            told = type("Told", (), {"exc_value": error, "exc_traceback": error.__traceback__})
            sys.unraisablehook(told)
    assert capfd.readouterr() == ("", "")
    assert list(met._counts.values()) == [2]


def test_kinds_are_bounded():
    met = faults.Faults(DAY)
    for n in range(10 * faults.MOST_KINDS):
        met.count(f"kind {n}")
    met.count("kind 0")
    assert len(met._counts) == faults.MOST_KINDS
    assert met._counts["kind 0"] == 2
