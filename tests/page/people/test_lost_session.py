"""A page that outlived its session: what was typed stands there, and the first press counts.

The browser sends all that it holds to a session that never drew the page. AppTest does the same
when the widgets of one visit are given to another.
"""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from core.access import Role
from core.cases import reading
from core.figures import releases
from core.forms import versions
from core.people import directory, sessions
from core.reports import receipt, reports
from core.store.schema.reports import report
from core.today import drafts
from core.words import word
from tests.given import pages as given
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


@pytest.mark.parametrize("button", ["report_send_now", "report_send"])
@pytest.mark.parametrize(
    ("answers", "route"),
    [
        ({"about_staff": "leadership"}, "leadership"),
        ({"about_staff": "handler"}, "handler"),
        ({"kind": ["by_employee"]}, "employee"),
    ],
)
def test_whoever_was_said_to_read_it_reads_it_whichever_send_is_pressed_first(
    visit, late, demo, button, answers, route
):
    at = late(write(visit("meld"), what_happened="Skrevet før pausen", **answers), button)
    found = reports.load(demo, receipt.report_id(demo, code_on(at)))
    assert found.route == route
    assert answers.items() <= found.answers.items()


def test_what_was_answered_in_another_language_or_under_another_answer_is_kept(visit, late, demo):
    at = visit("meld")
    at.get_by_key("language").set_value("nn").run()
    write(at, what_happened="x", about_staff="leadership", contact_wish="name").run()
    write(at, name="Nora")
    found = reports.load(demo, receipt.report_id(demo, code_on(late(at, "report_send_now"))))
    assert (found.route, found.answers["name"]) == ("leadership", "Nora")


def test_an_answer_that_the_form_has_no_more_is_said_and_nothing_is_sent_past_it(visit, late, demo):
    at = write(visit("meld"), what_happened="Viktig", about_staff="leadership")
    rektor = directory.holders(demo, Role.REKTOR)[0]
    form = versions.current(demo).form
    option = form.question("about_staff").option("leadership")
    other = replace(option, label={**option.label, "nb": "Noen i ledelsen"})
    questions = tuple(
        replace(q, options=tuple(other if o == option else o for o in q.options))
        for q in form.questions
    )
    versions.save_draft(demo, rektor, replace(form, questions=questions), 0)
    versions.publish(demo, rektor, 1)
    before = count(demo)
    at = late(at, "report_send_now")
    assert word("nb", "report.error.version_gone") in shown(at)
    assert count(demo) == before
    assert at.get_by_key("answer_what_happened").value == "Viktig"
    assert code_on(press(write(at, about_staff="leadership"), "report_send"))


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


@pytest.mark.parametrize("button", ["receipt_confirm", "receipt_slip", "receipt_again"])
def test_a_receipt_that_outlived_its_session_says_what_is_true_of_its_code(visit, late, button):
    at = press(write(visit("meld"), what_happened="Skrevet før pausen"), "report_send")
    code = code_on(at)
    if button == "receipt_again":
        at = press(at, "receipt_confirm")
    at = late(at, button)
    assert word("nb", "receipt.outlived") in shown(at)
    assert word("nb", "common.press_gone") not in shown(at)
    assert code not in shown(at)
    assert not at.text_area, "no new report is begun"
    assert "receipt_again" not in [b.key for b in at.button]


def test_the_language_that_was_chosen_before_the_pause_holds(visit, late):
    at = visit("meld")
    at.get_by_key("language").set_value("en").run()
    assert word("en", "report.missing_here") in shown(late(at, "report_send"))


def test_staff_too_are_heard_at_the_first_press(visit, late, demo):
    at = visit("su", "rektor")
    before = len(releases.listed(demo, directory.holders(demo, Role.REKTOR)[0]))
    late(at, "release_make", sid=at.session_state["sid"])
    assert len(releases.listed(demo, directory.holders(demo, Role.REKTOR)[0])) == before + 1


def test_a_report_about_the_leadership_is_read_by_skoleeier_alone_after_a_pause_too(
    visit, late, demo
):
    at = visit("meld-rektor", "larer")
    at.radio(key="staff_report_about").set_value("leadership").run()
    at.text_area(key="staff_report_text").set_value("Det gjelder rektor.")
    late(at, "staff_report_send", sid=at.session_state["sid"])
    rows = demo.rows(sa.select(report.c.route).where(report.c.source == "staff"))
    assert rows[-1].route == "leadership"


def test_a_report_goes_into_the_case_that_was_chosen_and_not_into_the_first(visit, late, demo):
    report_id = given.report(demo)
    at = visit("innboks", "elevtjeneste", melding=str(report_id))
    numbers = at.selectbox(key="link_case").options
    at.selectbox(key="link_case").set_value(numbers[1]).run()
    late(at, "link_save", sid=at.session_state["sid"])
    chosen = reading.by_number(demo, given.who(demo, "elevtjeneste"), numbers[1])
    assert reports.load(demo, report_id).case_id == chosen.case_id


def comes(store, name):
    """The sign-in of somebody who has come to the browser meanwhile."""
    return sessions.begin(store, given.who(store, name).person_id, name)[0]


ANOTHERS = word("nb", "common.page_of_another")


def test_nothing_of_anothers_page_is_done_or_shown_or_kept_in_the_name_of_whoever_came(
    visit, late, demo
):
    before = count(demo)
    at = visit("meld-rektor", "larer")
    at.text_area(key="staff_report_text").set_value("KANARIFUGLEN")
    at = late(at, "staff_report_send", sid=comes(demo, "assrektor"))
    assert given.who(demo, "assrektor").name in shown(at)
    assert [w.value for w in at.warning].count(ANOTHERS) == 1
    assert word("nb", "common.press_gone") not in shown(at)
    assert at.text_area(key="staff_report_text").value == ""
    assert "KANARIFUGLEN" not in repr(at.session_state)
    assert count(demo) == before
    assert drafts.count(demo, given.who(demo, "assrektor")) == 0
    at.run()
    assert ANOTHERS not in shown(at)


def test_a_page_that_is_the_same_persons_is_hers_after_she_signed_in_anew(visit, late, demo):
    before = count(demo)
    at = visit("meld-rektor", "larer")
    at.text_area(key="staff_report_text").set_value("Skrevet før pausen")
    at.radio(key="staff_report_about").set_value("no")
    at = late(at, "staff_report_send", sid=comes(demo, "larer"))
    assert ANOTHERS not in shown(at)
    assert count(demo) == before + 1


def test_what_was_typed_in_the_form_for_signing_in_is_not_for_whoever_came_meanwhile(
    visit, late, demo
):
    at = visit("logg-inn")
    at.text_input(key="sign_in_name").set_value("rektor")
    at.text_input(key="sign_in_password").set_value("demo")
    at = late(at, "sign_in", sid=comes(demo, "larer"))
    assert given.who(demo, "larer").name in shown(at)
    assert ANOTHERS in shown(at)


def test_somebodys_page_where_nobody_is_signed_in_any_more_is_told_so_and_nothing_else(
    visit, late, demo
):
    before = count(demo)
    at = visit("meld-rektor", "larer")
    at.text_area(key="staff_report_text").set_value("KANARIFUGLEN")
    at = late(at, "staff_report_send", signed_out=True)
    assert word("nb", "common.press_signed_out") in shown(at)
    assert ANOTHERS not in shown(at)
    assert "KANARIFUGLEN" not in repr(at.session_state)
    assert count(demo) == before
