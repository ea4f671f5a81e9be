"""Nothing that betrays a reporter lies in what the portal wrote: not in the file, not beside it."""

import logging
import re
from datetime import datetime

import pytest
import sqlalchemy as sa
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.reports import messages, receipt, reports
from core.store import current
from core.store.schema import metadata
from core.store.schema.reports import report
from core.today import follow_up
from tests.conftest import ROOT
from tests.given.pages import write

ADDRESS, AGENT, COOKIE = "203.0.113.77", "Kanarifugl/7.7 (mobil)", "kanarikake-4711"
WORDS = "KANARIFUGLEN sang i gangen"
# A moment that nothing else of the portal happens at, by its minute and second.
MOMENT = datetime(2026, 11, 24, 13, 37, 42)


@pytest.fixture
def reported(demo, monkeypatch, caplog):
    """A report, a message and "safe now" from a browser full of canaries."""
    caplog.set_level(logging.DEBUG)
    demo.clock = lambda: MOMENT
    at = AppTest.from_file(str(ROOT / "core" / "shell.py"), default_timeout=30)
    at.context["url"] = "http://localhost:8501/meld"
    at.context["locale"] = "nn-NO-kanari"
    browser = type(st.context)
    for name, value in (
        ("headers", {"User-Agent": AGENT, "X-Forwarded-For": ADDRESS}),
        ("ip_address", ADDRESS),
        ("cookies", {"skolemiljo": COOKIE}),
    ):
        monkeypatch.setattr(browser, name, property(lambda _self, value=value: value))
    at.run()
    at.switch_page("../pages/public/report.py").run()
    at.get_by_key("language").set_value("nn").run()
    write(at, what_happened=WORDS, reporter="self")
    token = at.session_state.report_token
    at.button(key="report_send").click().run()
    assert not at.exception
    code = next(t.value for t in at.text if receipt.normal(t.value) == t.value)
    report_id = receipt.report_id(demo, code)
    messages.send_to_school(demo, report_id, "KANARISVAR", receipt.new_token())
    follow_up.say_safe(demo, report_id)
    return demo, report_id, code, token, caplog


def test_the_bytes_of_the_file_hold_no_canary(reported):
    store, _, code, token, caplog = reported
    store.engine.dispose()
    written = b"".join(f.read_bytes() for f in store.folder.rglob("*") if f.is_file())
    written += caplog.text.encode()
    for canary in (ADDRESS, AGENT, COOKIE, WORDS, "KANARISVAR", code, token, "nn-NO-kanari"):
        assert canary.encode() not in written
    current.use(None)


def test_no_column_of_any_table_holds_the_moment_or_what_tells_who(reported):
    store, report_id, code, _, _ = reported
    groups = code.split("-")
    for table in metadata.sorted_tables:
        for row in store.rows(sa.select(table).where(store.mine(table))):
            told = repr(tuple(row))
            assert "13:37" not in told
            assert MOMENT not in tuple(row)
            assert not re.search("-".join(groups[:2]), told)
    kept = store.row(sa.select(report).where(report.c.report_id == report_id))
    assert kept.day == MOMENT.date()


def test_a_reporters_key_holds_no_time_and_no_address(reported):
    _, report_id, _, _, _ = reported
    assert report_id.version == 4


def test_reading_with_the_code_leaves_nothing(reported):
    store, _, code, _, _ = reported
    before = store.version
    assert follow_up.with_code(store, code) is not None
    assert follow_up.with_code(store, "bbb-ccc-ddd-fff-hhh-jjj") is None
    assert store.version == before


def test_what_a_reporter_did_has_no_clock_and_no_key_of_its_report(reported):
    store, report_id, _, _, _ = reported
    found = reports.load(store, report_id)
    assert all(f.at is None for f in found.facts)
    from core.store.schema.school import audit, reporter_event

    assert not store.rows(
        sa.select(audit).where(store.mine(audit), audit.c.thing_id == str(report_id))
    )
    e = reporter_event
    rows = store.rows(sa.select(e).where(e.c.day == MOMENT.date(), e.c.seal == 0))
    # The day of the moment was sealed when the demonstration was made: the report has its event.
    assert sorted(r.action for r in rows) == ["message.sent", "report.safe", "report.sent"]
    assert not {str(report_id), report_id.hex} & {str(value) for row in rows for value in row}
