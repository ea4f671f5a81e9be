"""Somebody else reads the report than the page named when it was sent: said to its writer."""

import streamlit as st

from core.access import Route
from core.reports import happened, reports
from core.reports.happened import ReportFact
from core.store.engine import Store
from core.ui.kit import form as screen
from core.ui.kit.words import language, t
from core.words import day

MOVES = (ReportFact.SENT_TO_SKOLEEIER, ReportFact.GIVEN_TO_REKTOR)


def draw(store: Store, found: reports.Report) -> None:
    """To whom it went last, and since when; nothing if it lies where they sent it."""
    moves = [f for f in happened.in_order(found.facts) if f.kind in MOVES]
    if not moves:
        return
    since = day(moves[-1].day, language())
    if found.route is Route.LEADERSHIP:
        st.info(t("follow_up.reads_owner", day=since))
    else:
        who = screen.roles(store, found.route)
        st.info(t("follow_up.reads_rektor", day=since, who=who))
