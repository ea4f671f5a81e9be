"""The list of the inbox: open or closed, one page of cards under the days they came on."""

import math

import streamlit as st

from core.access import Person
from core.people import directory
from core.reports.happened import ReportState
from core.store.engine import Store
from core.today import inbox
from core.ui.inbox import card, closing
from core.ui.kit import outlived, phrases
from core.ui.kit.words import t


def state() -> str:
    """The choice between the open reports and the closed ones."""
    outlived.first("inbox_state", "open")
    chosen = st.segmented_control(
        t("inbox.state"),
        ["open", "closed"],
        key="inbox_state",
        format_func=lambda s: t(f"inbox.{s}"),
        label_visibility="collapsed",
        required=True,
        persist_state="session",
    )
    return chosen or "open"


def draw(store: Store, person: Person, state: str, found: inbox.InboxPage) -> None:
    """One page of cards, those first in which somebody waits, and the pages beside it."""
    if not found.count:
        st.info(t("inbox.none" if state == "open" else "inbox.none_closed"))
        return
    st.caption(t("inbox.count", n=found.count))
    if state == "open":
        closing.switch(person, found.cards)
    names, today = directory.names(store), store.today()
    group = None
    for one in found.cards:
        taken_back = state == "open" and one.state is ReportState.WITHDRAWN
        named = t("inbox.withdrawn_group") if taken_back else phrases.weekday(one.day)
        if one.is_urgent:
            taken_back = False
            named = t("inbox.urgent_group")
        if named != group:
            group = named
            st.subheader(named)
            if taken_back:
                st.caption(t("inbox.withdrawn_help"))
        card.draw(person, one, taken_back, names, today)
    if state == "open":
        closing.form(store, person, found.cards)
    pages = math.ceil(found.count / inbox.PAGE)
    if pages > 1:
        st.pagination(pages, key="inbox_page")


def back() -> None:
    """Back to the cards."""
    st.query_params.pop("melding", None)
