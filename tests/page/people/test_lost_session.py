"""A page that outlived its session: what was typed stands there, and the first press counts.

The browser sends all that it holds to a session that never drew the page. AppTest does the same
when the widgets of one visit are given to another.
"""

import pytest
from streamlit.testing.v1 import AppTest

from core.access import Role
from core.figures import releases
from core.people import directory
from core.reports import receipt, reports
from core.words import word
from tests.given.pages import code_on, count, press, shown, write


@pytest.fixture
def late():
    """`late(at, key)`: a button is pressed in a page whose session is gone; the new session."""

    def go(at: AppTest, key: str, **state: object) -> AppTest:
        at.button(key=key).click()
        new = AppTest(at._script_path, default_timeout=30)
        new.context["url"] = at.context["url"]
        new._registered_pages = at._registered_pages
        new._finished_page_script_hash = at._finished_page_script_hash
        new.query_params = at.query_params
        for name, value in state.items():
            new.session_state[name] = value
        new._run(at._tree.get_widget_states())
        assert not new.exception
        return new

    return go


def test_the_first_send_sends_what_stands_in_the_report(visit, late, demo):
    before = count(demo)
    at = late(
        write(visit("meld"), what_happened="Skrevet før pausen", reporter="self"), "report_send"
    )
    found = reports.load(demo, receipt.report_id(demo, code_on(at)))
    assert found.answers["what_happened"] == "Skrevet før pausen"
    assert found.reporter == "self"
    assert count(demo) == before + 1


def test_the_first_send_of_an_empty_report_says_what_is_missing(visit, late, demo):
    before = count(demo)
    at = late(visit("meld"), "report_send")
    assert word("nb", "report.missing_here") in shown(at)
    assert count(demo) == before


def test_an_act_is_done_once_where_its_session_heard_of_it(visit, demo):
    before = count(demo)
    at = press(write(visit("meld"), what_happened="En gang"), "report_send")
    assert count(demo) == before + 1
    at.run()
    assert count(demo) == before + 1


def test_the_first_press_on_open_opens_the_report(visit, late):
    code = code_on(press(write(visit("meld"), what_happened="Noe", reporter="self"), "report_send"))
    at = visit("folg-opp")
    at.text_input(key="code_enter").set_value(code)
    assert late(at, "code_open").get_by_key("reply_text") is not None


def test_an_answer_typed_before_the_pause_stands_and_goes_when_the_code_is_typed_again(visit, late):
    code = code_on(press(write(visit("meld"), what_happened="Noe", reporter="self"), "report_send"))
    at = visit("folg-opp")
    at.text_input(key="code_enter").set_value(code)
    press(at, "code_open")
    at.get_by_key("reply_text").set_value("Skrevet før pausen")
    at = late(at, "reply_send")
    assert word("nb", "follow_up.unsent") in shown(at)
    at.text_input(key="code_enter").set_value(code)
    press(at, "code_open")
    assert at.get_by_key("reply_text").value == "Skrevet før pausen"
    press(at, "reply_send")
    assert "Skrevet før pausen" in [t.value for t in at.text]


def test_a_press_that_came_too_late_is_not_done_by_itself_when_its_button_is_drawn_again(
    visit, late, demo
):
    code = code_on(press(write(visit("meld"), what_happened="Noe", reporter="self"), "report_send"))
    at = visit("folg-opp")
    at.text_input(key="code_enter").set_value(code)
    press(press(at, "code_open"), "withdraw")
    at = late(at, "withdraw_yes")
    at.text_input(key="code_enter").set_value(code)
    press(press(at, "code_open"), "withdraw")
    assert not reports.load(demo, receipt.report_id(demo, code)).has("withdrawn")


def test_the_language_that_was_chosen_before_the_pause_holds(visit, late):
    at = visit("meld")
    at.get_by_key("language").set_value("en").run()
    assert word("en", "report.missing_here") in shown(late(at, "report_send"))


def test_staff_too_are_heard_at_the_first_press(visit, late, demo):
    at = visit("su", "rektor")
    before = len(releases.listed(demo, directory.holders(demo, Role.REKTOR)[0]))
    late(at, "release_make", sid=at.session_state["sid"])
    assert len(releases.listed(demo, directory.holders(demo, Role.REKTOR)[0])) == before + 1
