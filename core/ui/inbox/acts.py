"""What is done with a report in the inbox: a case, words to the reporter, closing, another reader.

Whoever asks for one has the report open before them; the services ask once more.
"""

import functools

import streamlit as st

from core.access import Person, Role, Route
from core.cases import listing as cases
from core.cases import opening, reading
from core.errors import PortalError
from core.reports import messages, reports
from core.reports.happened import Reporter, Source, WaitsFor
from core.store.engine import Store
from core.today import drafts, inbox
from core.ui.inbox import listing, rektor
from core.ui.kit import conversation, notice, once, outlived, written
from core.ui.kit.words import t


def new_case(store: Store, person: Person, found: reports.Report) -> None:
    """Opprett sak."""
    mine = False
    if found.reporter is Reporter.SELF:
        outlived.first("case_self", True)
        mine = st.checkbox(t("inbox.act.case_self"), key="case_self")
    if st.button(t("inbox.act.case"), key="case_open", type="primary"):
        try:
            with once.sending(f"case from {found.report_id}") as here:
                made = opening.from_report(store, person, found.report_id, mine)
            made = here.answer if here.repeated else made
        except PortalError as error:
            notice.wrong(error)
        else:
            notice.done("inbox.act.opened")
            st.switch_page(st.session_state.staff_pages["sak"], query_params={"nr": made})
    st.caption(t("inbox.act.case_help"))


def talk(store: Store, person: Person, found: reports.Report) -> None:
    """The conversation with whoever wrote, and a box to write in."""
    conversation.draw(store, messages.conversation(store, found.report_id), "inbox")
    conversation.reply(
        found.report_id, functools.partial(inbox.ask, store, person, found.report_id)
    )


def others(store: Store, person: Person, found: reports.Report) -> None:
    """The four acts beside a case, and skoleeier's fifth."""
    with st.expander(t("inbox.act.link"), key="act_link"):
        _link(store, person, found)
    if found.source is Source.FORM and found.waits_for is not WaitsFor.SCHOOL:
        # Open: the overview's "Svar nå" leads here, and to answer is what their writer waits for.
        with st.expander(t("inbox.act.ask"), key="act_ask", expanded=True):
            talk(store, person, found)
    with st.expander(t("inbox.act.close"), key="act_close"):
        _close(store, person, found)
    if found.route is not Route.LEADERSHIP:
        with st.expander(t("inbox.act.owner"), key="act_owner"):
            _to_skoleeier(store, person, found)
    elif person.has(Role.SKOLEEIER) and found.source is Source.FORM:
        with st.expander(t("inbox.act.rektor"), key="act_rektor"):
            rektor.draw(store, person, found)


def reopen(store: Store, person: Person, found: reports.Report) -> None:
    """The one act on a report that was closed."""
    if st.button(t("inbox.act.reopen"), key="report_reopen", type="primary"):
        with notice.acting("inbox.act.reopened"):
            inbox.reopen(store, person, found.report_id)


def _link(store: Store, person: Person, found: reports.Report) -> None:
    numbers = cases.numbers(store, person)
    if not numbers:
        st.caption(t("inbox.act.no_cases"))
        return
    asks = written.fresh(drafts.of_report(found.report_id), "link_case", numbers[0])
    which = st.selectbox(t("inbox.act.link_which"), numbers, key=asks)
    if st.button(t("inbox.act.link_save"), key="link_save"):
        with notice.acting("inbox.act.linked", row=found.report_id):
            opening.link(reading.by_number(store, person, which), found.report_id)
            listing.back()


def _close(store: Store, person: Person, found: reports.Report) -> None:
    about = drafts.of_report(found.report_id)
    reason = written.area(about, t("inbox.act.close_reason"), "close_reason")
    asks = written.fresh(about, "close_not_real", value=False)
    made_up = st.checkbox(t("inbox.act.not_real"), key=asks, help=t("inbox.act.not_real_help"))
    if st.button(t("inbox.act.close_save"), key="close_save"):
        with notice.acting("inbox.act.closed", row=found.report_id, close_reason=""):
            inbox.close(store, person, found.report_id, reason or "", real=not made_up)
            listing.back()


def _to_skoleeier(store: Store, person: Person, found: reports.Report) -> None:
    st.warning(t("inbox.act.owner_help"))
    asks = written.fresh(drafts.of_report(found.report_id), "owner_sure", value=False)
    sure = st.checkbox(t("inbox.act.owner_sure"), key=asks)
    if st.button(t("inbox.act.owner_save"), key="owner_send", disabled=not sure):
        with notice.acting("inbox.act.owner_sent", row=found.report_id):
            inbox.send_to_skoleeier(store, person, found.report_id)
            listing.back()
