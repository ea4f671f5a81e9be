"""A press whose button was gone when it came is said, and so is where what was typed lies."""

import pytest
from streamlit.testing.v1 import AppTest

from core.cases import ending, listing, reach, reading
from core.people import sessions
from core.today import follow_up
from core.words import word
from tests.given.pages import code_on, press, shown, who, write

GONE = word("nb", "common.press_gone")
WORDS = "Snakket med Nora i dag."


@pytest.fixture
def a_case(demo):
    """A case that rektor opens, whose holder she is not alone to be."""
    rektor = who(demo, "rektor")
    number = next(
        c.number for c in listing.page(demo, rektor, listing.CaseFilter("open")) if not c.moved_to
    )
    return reading.by_number(demo, rektor, number)


def typed(visit, found):
    """Rektor's page of the case, with a note typed in it that was not sent yet."""
    at = visit("sak", "rektor", nr=found.number)
    at.text_area(key="journal_text").set_value(WORDS)
    return at


def test_what_a_colleague_ended_meanwhile_is_said_and_the_text_stands_there(visit, demo, a_case):
    at = typed(visit, a_case)
    ending.end(a_case, "Familien har flyttet.")
    press(at, "journal_save")
    assert GONE in [w.value for w in at.warning]
    assert word("nb", "draft.left") in [c.value for c in at.caption]
    assert WORDS in [x.value for x in at.text]
    at.run()  # said once; the draft lies on
    assert GONE not in shown(at)


def test_whoever_may_no_longer_open_the_case_is_not_shown_what_she_wrote(visit, demo, a_case):
    listed = who(demo, "larer")
    reach.add(a_case, listed.person_id, "Kjenner eleven")
    at = visit("sak", "larer", nr=a_case.number)
    at.text_area(key="journal_text").set_value(WORDS).run()
    reach.exclude(a_case, listed.person_id, "")
    press(at, "journal_save")
    assert GONE in shown(at)
    assert WORDS not in shown(at)
    assert word("nb", "draft.left") not in shown(at)


def test_a_second_press_of_what_was_done_says_what_was_done(visit, a_case):
    at = visit("sak", "rektor", nr=a_case.number)
    at.text_area(key="end_reason").set_value("Familien har flyttet.")
    at = press(at, "case_end")
    at.button(key=f"end_{a_case.number}_yes").click()
    sent = at._tree.get_widget_states()  # by a browser that has not seen the page drawn anew
    for _ in range(2):
        at._run(sent)
        assert not at.exception
        assert GONE not in shown(at)
        assert word("nb", "case.end.done") in shown(at)


def test_nobody_hears_of_a_press_that_was_answered(visit, demo, a_case):
    at = press(typed(visit, a_case), "journal_save")
    assert word("nb", "case.journal.written") in shown(at)
    assert GONE not in shown(at)


def test_whose_sign_in_is_over_is_told_that_it_was_not_done(visit, demo, a_case):
    at = typed(visit, a_case)
    sessions.end_all(demo, who(demo, "rektor").person_id)
    press(at, "journal_save")
    assert word("nb", "common.press_signed_out") in shown(at)
    assert WORDS not in shown(at)


def test_a_student_is_told_too_in_her_own_language(visit, demo):
    code = code_on(press(write(visit("meld"), what_happened="Noe", reporter="self"), "report_send"))
    at = visit("folg-opp")
    at.get_by_key("language").set_value("en").run()
    at.text_input(key="code_enter").set_value(code)
    press(at, "code_open")
    follow_up.withdraw(demo, at.session_state["follow_report"])  # in another tab of hers
    press(at, "withdraw")
    assert word("en", "common.press_gone") in shown(at)


def test_to_try_again_where_all_is_well_is_no_press_that_is_gone():
    def page():
        import streamlit as st

        from core.ui.kit import press, unanswered, words

        words.hear()
        press.begin()
        with unanswered.watched():
            unanswered.line()
            if st.session_state.setdefault("broken", True):
                st.button("again", key="try_again")
                st.session_state.broken = False

    at = AppTest.from_function(page).run()
    at.button(key="try_again").click().run()
    assert not at.exception
    assert not at.warning


def test_a_press_whose_run_broke_off_is_heard_in_the_next():
    def page():
        import streamlit as st

        from core.ui.kit import press, unanswered, words

        words.hear()
        press.begin()
        with unanswered.watched():
            unanswered.line()
            if st.session_state.pop("break_off", False):
                st.rerun()
            if st.button("save", key="save"):
                st.session_state.saved = st.session_state.get("saved", 0) + 1
            press.button("count", key="count", act=lambda: st.session_state.update(counted=True))

    at = AppTest.from_function(page).run()
    at.session_state["break_off"] = True
    at.button(key="save").click().run()
    assert not at.exception
    assert at.session_state["saved"] == 1
    assert not at.warning
    at.session_state["break_off"] = True
    at.button(key="count").click().run()
    assert at.session_state["counted"]
    assert not at.warning
    assert at.session_state["saved"] == 1


def flood(at, times, many=2000):
    """Messages with a press of `count`, and of thousands that nobody drew but are called so."""
    for n in range(times):
        at.button(key="count").click()
        sent = at._tree.get_widget_states()
        for i in range(many):
            sent.widgets.add(id=f"$$ID-{n}x{i}-count", trigger_value=True)
        at._run(sent)
        assert not at.exception
    return at


@pytest.mark.parametrize("breaks_off", [False, True])
def test_presses_of_what_nobody_drew_are_not_kept_and_ask_for_no_more_runs(breaks_off):
    def page():
        import streamlit as st

        from core.ui.kit import press, unanswered, words

        st.session_state.runs = st.session_state.get("runs", 0) + 1

        def count():
            st.session_state.counted = st.session_state.get("counted", 0) + 1
            st.session_state.break_off = st.session_state.get("breaks", False)

        words.hear()
        press.begin()
        with unanswered.watched():
            if st.session_state.pop("break_off", False):
                st.rerun()
            press.button("count", key="count", act=count)

    at = AppTest.from_function(page).run()
    at.session_state["breaks"] = breaks_off
    flood(at, 3)
    assert at.session_state["counted"] == 3
    assert at.session_state["runs"] < 12
    assert repr(at.session_state).count("$$ID-") < 200


def test_a_tab_remembers_a_few_dozen_presses_and_the_newest_of_them():
    def page():
        import streamlit as st

        from core.ui.kit import press, unanswered, words

        words.hear()
        press.begin()
        with unanswered.watched():
            n = st.session_state.setdefault("n", 0)
            press.button("next", key=f"next_{n}", act=lambda: st.session_state.update(n=n + 1))

    at = AppTest.from_function(page).run()
    for n in range(60):
        at.button(key=f"next_{n}").click().run()
        assert not at.exception
    kept = at.session_state["press_answered"]
    assert len(kept) == 50
    assert kept[-1].endswith("-next_59")
    assert not any(name.endswith("-next_5") for name in kept)
