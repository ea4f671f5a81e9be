"""Innboks: new reports without their words, newest day first; one opened, and its acts."""

import uuid

import streamlit as st

from core.cases import reading
from core.errors import Refused
from core.reports.happened import ReportState, Source, WaitsFor
from core.today import inbox
from core.ui.inbox import acts, closing, listing, report
from core.ui.kit import notice, press, thing
from core.ui.kit.address import page_number
from core.ui.kit.prologue import guard
from core.ui.kit.prologue import store as the_store
from core.ui.kit.words import t

person = guard("innboks")

store = the_store()
if "melding" in st.query_params:
    press.button(t("inbox.back"), key="inbox_back", act=listing.back)
    try:
        opened = reading.open_report(store, person, uuid.UUID(st.query_params["melding"]))
    except (Refused, ValueError):
        st.error(t("inbox.no_such"))
    else:
        notice.show()
        report.draw(store, person, opened)
        if opened.case_id is not None:
            report.case_link(store, person, opened.case_id)
        else:
            if opened.waits_for is WaitsFor.SCHOOL and opened.source is Source.FORM:
                # Somebody waits: the conversation stands before all other acts.
                st.subheader(t("inbox.urgent_group"))
                acts.talk(store, person, opened)
            if opened.state is ReportState.CLOSED:
                acts.reopen(store, person, opened)
            else:
                st.subheader(t("inbox.act.title"))
                acts.new_case(store, person, opened)
                acts.others(store, person, opened)
else:
    page = page_number("inbox_page")
    with thing.shown(f"inbox_{page}"):
        st.header(t("inbox.title"))
    notice.show()
    state = listing.state()
    (closing.undo if state == "closed" else closing.asked)(store, person)
    listing.draw(store, person, state, inbox.shown(store, person, state, page))
