"""The next step of a case, and the way to the tab in which it is done."""

import streamlit as st

from core.cases.clock import Step, Todo
from core.school import days
from core.store.engine import Store
from core.ui.kit import phrases, press
from core.ui.kit.words import t
from core.words import Words

CONVERSATION = "samtale"  # what `?vis=` of a case opens
TABS = ("journal", "plan", "student", "access")
TAB_OF = {
    Step.TELL: "journal",
    Step.BEGIN: "journal",
    Step.WHO: "student",
    Step.HEAR: "student",
    Step.ASK: "student",
    Step.CONFIRM: "student",
    Step.END: "access",
}


def tabs() -> dict[str, Words]:
    """What each tab is called."""
    return {tab: t(f"case.tab.{tab}") for tab in TABS}


def go_to(tab: str) -> None:
    """Open the tab in which the next step is done."""
    st.session_state.case_tab = tabs()[tab]


def draw(store: Store, todo: Todo) -> None:
    """What is to be done now and why, with the way there if another tab is open."""
    with st.container(horizontal=True, vertical_alignment="center", key="case_next"):
        told = phrases.todo_words(todo, store.today(), days.load(store))
        st.text(t("case.next", step=told))
        tab = TAB_OF.get(todo.step, "plan")
        if not _is_open(tab):
            press.button(t("case.start"), key="case_start", type="primary", act=go_to, args=(tab,))
    st.caption(t(f"duty.why.{todo.step}"))


def to_conversation() -> None:
    """The way to the reporter's messages, if another tab is open."""
    if not _is_open("student"):
        press.button(t("case.to_conversation"), key="case_talk", act=go_to, args=("student",))


def _is_open(tab: str) -> bool:
    called = tabs()
    return bool(st.session_state.get("case_tab", called[TABS[0]]) == called[tab])
