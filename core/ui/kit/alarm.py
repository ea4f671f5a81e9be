"""The alarm that data of the school is lost: on every page of those who answer for it."""

import streamlit as st

from core.access import Action, Person, may
from core.operations import alarms
from core.store.engine import Store
from core.ui.kit import notice
from core.ui.kit.words import language, t
from core.words import clock


def line(store: Store, person: Person) -> None:
    """One line with the way to where it is told in full."""
    if not may(person, Action.HEAR_LOSSES) or not alarms.unseen(store):
        return
    with st.container(key="alarm", gap="xsmall"):
        st.error(t("alarm.line"))
        pages = st.session_state.staff_pages
        st.page_link(pages["innstillinger"], label=t("alarm.show"))


def full(store: Store, person: Person) -> None:
    """Each loss, what it means and what to do, until they have said that they have seen it."""
    waiting = alarms.unseen(store) if may(person, Action.HEAR_LOSSES) else []
    for one in waiting:
        when = clock(one.at, language())
        st.error(t(f"alarm.{one.loss.kind}", when=when, n=int(one.loss.missing)))
        if one.log:
            st.caption(t("alarm.log"))
    if waiting and st.button(t("alarm.seen"), key="loss_seen"):
        with notice.acting("alarm.noted"):
            alarms.seen(store, person)
