"""Skoleeier's own act on a report about the leadership: given to rektor with the reporter's yes."""

import uuid

import streamlit as st

from core.access import Person
from core.reports import reports
from core.store.engine import Store
from core.today import drafts, inbox
from core.ui.inbox import listing
from core.ui.kit import notice, written
from core.ui.kit.words import t


def draw(store: Store, person: Person, found: reports.Report) -> None:
    """Gi til rektor: only with the reporter's yes."""
    st.caption(t("inbox.act.rektor_help"))
    answer = inbox.rektor_answer(found)
    if answer:
        st.info(t(f"inbox.act.rektor_{'waiting' if answer == 'asked' else answer}"))
    if answer == "no":
        return
    about = drafts.of_report(found.report_id)
    reason = written.area(about, t("inbox.act.rektor_reason"), "rektor_reason")
    if answer == "yes":
        if st.button(t("inbox.act.rektor_save"), key="rektor_give"):
            with notice.acting("inbox.act.rektor_given", rektor_reason=""):
                inbox.give_to_rektor(store, person, found.report_id, reason or "")
                listing.back()
    elif not answer:
        question = written.area(
            about,
            t("inbox.act.rektor_question"),
            "rektor_question",
            t("inbox.act.rektor_question_default"),
        )
        st.session_state.setdefault("rektor_token", uuid.uuid4().hex)
        if st.button(t("inbox.act.rektor_ask"), key="rektor_ask"):
            with notice.acting("inbox.act.rektor_asked"):
                inbox.ask_for_rektor(
                    store,
                    person,
                    found.report_id,
                    reason or "",
                    question or "",
                    st.session_state.rektor_token,
                )
