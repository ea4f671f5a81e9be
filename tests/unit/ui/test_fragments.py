"""A press in a part of the page that is gone asks for the whole page."""

from types import SimpleNamespace

import pytest
from streamlit.errors import FragmentStorageKeyError
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.testing.v1 import AppTest

from core.ui.kit.server import fragments, presses


@pytest.fixture
def unheard(monkeypatch):
    """The door in the place of Streamlit's; what it kept for the next run."""
    monkeypatch.setattr(AppSession, "request_rerun", AppSession.request_rerun)
    monkeypatch.setattr(MemoryFragmentStorage, "lookup", MemoryFragmentStorage.lookup)
    found = []
    fragments.keep(found.append)
    return found


@pytest.mark.parametrize(
    ("part", "timer", "asked"),
    [("gone", False, ""), ("gone", True, "gone"), ("there", False, "there"), ("", False, "")],
)
def test_a_run_of_a_part_that_is_gone_is_one_of_the_page_unless_a_timer_asks(
    monkeypatch, part, timer, asked
):
    came = []
    monkeypatch.setattr(fragments, "_asked", lambda _, state: came.append(state.fragment_id))
    monkeypatch.setattr(AppSession, "request_rerun", AppSession.request_rerun)
    monkeypatch.setattr(MemoryFragmentStorage, "lookup", MemoryFragmentStorage.lookup)
    fragments.keep(lambda _: None)
    session = SimpleNamespace(has_fragment=lambda name: name == "there")
    AppSession.request_rerun(session, ClientState(fragment_id=part, is_auto_rerun=timer))
    assert came == [asked]


def test_what_was_pressed_in_a_part_that_went_before_its_run_is_kept_for_the_page(
    monkeypatch, unheard
):
    storage, pressed = MemoryFragmentStorage(), frozenset({"yes"})
    monkeypatch.setattr(presses, "came", lambda: pressed)
    monkeypatch.setattr(fragments.st, "rerun", lambda: unheard.append("rerun"))
    storage.lookup("gone")()
    assert unheard == [pressed, "rerun"]


def test_a_part_that_went_and_in_which_nothing_was_pressed_is_left(monkeypatch, unheard):
    monkeypatch.setattr(presses, "came", frozenset)
    with pytest.raises(FragmentStorageKeyError):
        MemoryFragmentStorage().lookup("gone")
    assert unheard == []


@pytest.mark.parametrize("by", ["drawn to its end", "broken off"])
def test_a_press_that_a_part_has_not_drawn_is_held_against_the_page(by):
    def page():
        import streamlit as st

        from core.ui.kit import unanswered

        with unanswered.watched_part():
            if not st.session_state.get("gone"):
                st.button("stay", key="stay")
            elif st.session_state.pop("breaks", False):
                st.rerun()

    at = AppTest.from_function(page).run()
    at.session_state["gone"] = True
    at.session_state["breaks"] = by == "broken off"
    at.button(key="stay").click().run()
    assert not at.exception
    assert [presses.key(name) for name in at.session_state["press_unheard"]] == ["stay"]


def test_a_press_that_a_part_has_drawn_is_answered_there():
    def page():
        import streamlit as st

        from core.ui.kit import unanswered

        with unanswered.watched_part():
            st.button("stay", key="stay")

    at = AppTest.from_function(page).run()
    at.button(key="stay").click().run()
    assert "press_unheard" not in at.session_state
