"""A database that goes away while pages are open, and comes back."""

import contextlib

import pytest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from core.forms import versions
from core.reports import receipt, reports
from core.ui.kit import fault


@pytest.fixture(autouse=True)
def as_served(monkeypatch):
    """What the front door does with a page that fails."""
    made = LocalScriptRunner.__init__

    def make(self, *given, **more):
        made(self, *given, **more)
        self._on_script_error = fault.show

    monkeypatch.setattr(LocalScriptRunner, "__init__", make)


@contextlib.contextmanager
def gone(store):
    """The file is closed, and what lies in its place is no database."""
    file, aside = store.folder / "portal.duckdb", store.folder / "aside"
    store.engine.dispose()
    file.rename(aside)
    file.write_bytes(b"\0" * 100)
    try:
        yield
    finally:
        store.engine.dispose()
        aside.rename(file)


def told(at):
    return "\n".join(e.value for e in at.error)


def test_a_student_hears_that_it_was_not_sent_and_sends_what_she_wrote_when_it_is_back(visit, demo):
    at = visit("meld")
    at.text_area(key="answer_what_happened").set_value("Det skjedde i garderoben").run()
    with gone(demo):
        at.button(key="report_send").click().run()
        assert "IKKE sendt" in told(at)
        assert at.text_area(key="answer_what_happened").value == "Det skjedde i garderoben"
    at.button(key="report_send").click().run()
    assert at.title[0].value == "Meldingen er sendt"


def test_an_answer_is_said_not_to_be_sent_and_is_there_when_it_is_back(visit, demo):
    answers = {"what_happened": "Hei", "reporter": "self"}
    code = reports.send(demo, versions.current(demo), answers, receipt.new_token())
    at = visit("folg-opp")
    at.text_input(key="code_enter").set_value(code)
    at.button(key="code_open").click().run()
    at.text_area(key="reply_text").set_value("Det skjedde igjen").run()
    with gone(demo):
        at.button(key="reply_send").click().run()
        assert "IKKE sendt" in told(at)
        at.button(key="try_again").click().run()
        assert "IKKE sendt" in told(at)
    at.button(key="try_again").click().run()
    assert at.text_area(key="reply_text").value == "Det skjedde igjen"
    at.button(key="reply_send").click().run()
    assert "Sendt" in at.success[0].value


def test_a_code_typed_while_it_is_gone_is_not_called_wrong(visit, demo):
    at = visit("folg-opp")
    with gone(demo):
        at.text_input(key="code_enter").set_value("bcd-fhj-kmn-prt-vwx-234")
        at.button(key="code_open").click().run()
        assert "akkurat nå" in told(at)
        assert "stemmer ikke" not in told(at)


@pytest.mark.parametrize("path", ["oversikt", "innboks", "saker", "arshjul", "tall", "konto"])
def test_staff_get_the_page_that_says_why_and_their_own_when_it_is_back(visit, demo, path):
    at = visit(path, "elevtjeneste")
    before = [h.value for h in (*at.header, *at.subheader)]
    with gone(demo):
        at.run()
        assert "Portalen får ikke tak i databasen" in told(at)
        assert "Meldingen" not in told(at)
    at.button(key="try_again").click().run()
    assert not at.error
    assert [h.value for h in (*at.header, *at.subheader)] == before


def test_an_employees_report_is_kept_until_it_is_back(visit, demo):
    at = visit("meld-rektor", "larer")
    at.text_area(key="staff_report_text").set_value("Så en elev alene igjen.")
    with gone(demo):
        at.button(key="staff_report_send").click().run()
        assert "Portalen får ikke tak i databasen" in told(at)
    at.button(key="try_again").click().run()
    assert at.text_area(key="staff_report_text").value == "Så en elev alene igjen."
