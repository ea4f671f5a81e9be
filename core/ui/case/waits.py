"""Somebody waits in a case: said at its top, also if the case has ended."""

import streamlit as st

from core.access import Holder, Role
from core.cases import listing
from core.cases.opened import OpenedCase
from core.reports import reports
from core.reports.happened import WaitsFor
from core.ui.case import access
from core.ui.kit import badge
from core.ui.kit.words import t


def draw(found: OpenedCase, linked: list[reports.Report], closed: bool) -> None:
    """That the reporter has written; in an ended case also the way to open it again."""
    afraid = any(one.afraid and one.waits_for is WaitsFor.SCHOOL for one in linked)
    with st.container(border=True, key="case_waits"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if afraid:
                badge.draw("afraid")
            badge.draw("answer")
            st.text(t(_said(found, closed)))
        # In a case of skoleeier's whoever follows the student up answers, and does not reopen.
        if closed and (found.case.held_by == Holder.SCHOOL or found.person.has(Role.SKOLEEIER)):
            access.reopen(found)


def _said(found: OpenedCase, closed: bool) -> str:
    if not closed:
        return "case.waits"
    surely = listing.is_waiting(found, since_end=True)
    return "case.waits_ended" if surely else "case.waits_end_day"
