"""What staff type in a box is there again, about the same thing alone, until it is saved."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from core.cases import listing, opening
from core.cases.listing import CaseFilter
from core.people import directory, sessions
from core.store.schema.drafts import draft
from core.today import drafts
from core.ui.kit import idle
from tests.given.pages import report, who

WORDS = "Snakket med Nora i dag"


def two_cases(demo, name="rektor"):
    person = who(demo, name)
    found = [
        r.number for r in listing.page(demo, person, CaseFilter("open")) if "-E" not in r.number
    ]
    return found[:2]


def kept(demo):
    return demo.row(sa.select(sa.func.count()).select_from(draft))[0]


def test_text_typed_in_a_case_is_there_after_a_page_change_and_a_new_sign_in(visit, demo):
    first, _ = two_cases(demo)
    at = visit("sak", "rektor", nr=first)
    at.text_area(key="journal_text").set_value(WORDS).run()
    assert kept(demo) == 1
    at.switch_page("../pages/staff/overview.py").run()
    again = visit("sak", "rektor", nr=first)
    assert again.text_area(key="journal_text").value == WORDS
    again.button(key="draft_drop_journal_text").click().run()
    assert again.text_area(key="journal_text").value == ""
    assert kept(demo) == 0


def test_it_is_gone_when_it_has_been_saved(visit, demo):
    first, _ = two_cases(demo)
    at = visit("sak", "rektor", nr=first)
    at.text_area(key="journal_text").set_value(WORDS).run()
    at.button(key="journal_save").click().run()
    assert not at.exception
    assert at.text_area(key="journal_text").value == ""
    assert kept(demo) == 0
    assert visit("sak", "rektor", nr=first).text_area(key="journal_text").value == ""


def test_another_case_gets_nothing_that_was_typed_or_chosen_in_this_one(visit, demo):
    first, second = two_cases(demo)
    at = visit("sak", "rektor", nr=first)
    for box in [*at.text_area, *at.text_input]:
        if box.key != "page_token":  # the page's own, seen by nobody
            box.set_value("fra den første")
    at.selectbox(key="journal_duty").set_value("follow")
    at.run()
    assert not at.exception
    at.query_params["nr"] = second
    at.run()
    assert not at.exception
    assert [b.key for b in (*at.text_area, *at.text_input) if b.value == "fra den første"] == []
    assert at.selectbox(key="journal_duty").value == "investigate"
    at.query_params["nr"] = first
    at.run()
    assert at.text_area(key="journal_text").value == "fra den første"


def test_another_report_gets_nothing_that_was_typed_about_this_one(visit, demo):
    first, second = report(demo), report(demo)
    at = visit("innboks", "elevtjeneste", melding=str(first))
    at.text_area(key="close_reason").set_value("Sendt feil")
    at.text_area(key="reply_text").set_value("Hei").run()
    at.query_params["melding"] = str(second)
    at.run()
    assert at.text_area(key="close_reason").value == ""
    assert at.text_area(key="reply_text").value == ""


def test_whoever_signs_out_herself_is_asked_what_becomes_of_it(visit, demo):
    rektor = who(demo, "rektor")
    at = visit("meld-rektor", "rektor")
    at.text_area(key="staff_report_text").set_value(WORDS)
    at.button(key="sign_out").click().run()  # what was typed comes with the same click
    assert kept(demo) == 1
    at.button(key="sign_out_stay").click().run()
    assert drafts.count(demo, rektor) == 1
    at.button(key="sign_out").click().run()
    at.button(key="sign_out_discard").click().run()
    assert kept(demo) == 0
    assert "sid" not in at.session_state


def test_whoever_has_begun_nothing_signs_out_at_once(visit, demo):
    at = visit("meld-rektor", "rektor")
    at.button(key="sign_out").click().run()
    assert "sid" not in at.session_state


def test_it_is_said_before_an_idle_sign_in_ends_and_a_press_keeps_it(demo, monkeypatch):
    from streamlit.testing.v1 import AppTest

    person_id, _ = sessions.password_hash(demo, "rektor")
    now = demo.now()
    monkeypatch.setattr(demo, "clock", lambda: now)
    sid = sessions.begin(demo, person_id, "rektor")[0]
    assert directory.load(demo, person_id)

    def page():
        from core.ui.kit import idle, words

        words.hear()
        idle.look()

    def look(later):
        monkeypatch.setattr(demo, "clock", lambda: now + later)
        at = AppTest.from_function(page)
        at.session_state["sid"] = sid
        return at.run()

    long, soon = sessions.IDLE - 2 * idle.WARNING, sessions.IDLE - idle.WARNING / 2
    assert not look(long).warning
    at = look(soon)
    assert "3 minutter" in at.warning[0].value
    at.button(key="idle_stay").click().run()
    assert not at.warning
    assert sessions.remaining(demo, sid) == sessions.IDLE


@pytest.mark.parametrize(
    ("page", "box", "choice", "value"),
    [
        ("sak", "journal_text", "journal_duty", "follow"),
        ("sak", "talk_note", "talk_kind", "best"),
        ("sak", "plan_measure", "plan_when", date(2026, 12, 1)),
        ("sak", "told_how", "told_day", None),
        ("meld-rektor", "staff_report_text", "staff_report_about", "employee"),
        ("meld-rektor", "staff_report_text", "staff_report_afraid", True),
    ],
)
def test_a_draft_comes_back_with_what_was_chosen_for_it(visit, demo, page, box, choice, value):
    person, about = who(demo, "rektor"), {}
    if page == "sak":
        person = who(demo, "elevtjeneste")
        about["nr"] = opening.from_report(demo, person, report(demo), True)
    if choice == "told_day":
        value = demo.today() - timedelta(days=2)
    name = person.sign_in_name
    at = visit(page, name, **about)
    first = at.get_by_key(choice).value
    at.get_by_key(choice).set_value(value)
    at.get_by_key(box).set_value(WORDS).run()
    assert not at.exception
    assert drafts.count(demo, person) == 1, "a choice is no text"
    again = visit(page, name, **about)
    assert (again.get_by_key(box).value, again.get_by_key(choice).value) == (WORDS, value)
    again.button(key=f"draft_drop_{box}").click().run()
    assert kept(demo) == 0
    anew = visit(page, name, **about)
    assert anew.get_by_key(choice).value == first
    # The first choice alone is no draft, nor is one without a text.
    anew.get_by_key(choice).set_value(value).run()
    assert kept(demo) == 0
