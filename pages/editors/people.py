"""Brukere: accounts and roles, who is responsible for what, departments and classes."""

import streamlit as st

from core.administration import accounts
from core.ui.kit import notice, prologue, thing
from core.ui.kit.prologue import guard
from core.ui.kit.words import t
from core.ui.people import accounts as accounts_view
from core.ui.people import log, one_time, responsible

person = guard("brukere")

VIEWS = ("accounts", "functions", "school", "log")

with thing.shown(f"people_{st.session_state.get('people_view') or VIEWS[0]}"):
    st.header(t("page.brukere"))
notice.show()
one_time.show()
if accounts.waiting_for(prologue.store(), person):
    with st.container(border=True, key="waits_for_you"):
        st.text(t("people.waits_for_you"))
        st.page_link(st.session_state.staff_pages["konto"], label=t("people.go_to_account"))
view = st.segmented_control(
    t("people.view"),
    VIEWS,
    default=VIEWS[0],
    format_func=lambda v: t("people.log_title" if v == "log" else f"people.{v}"),
    key="people_view",
    label_visibility="collapsed",
    required=True,
)
match view:
    case "functions":
        responsible.functions_of(person)
    case "school":
        responsible.departments_of(person)
    case "log":
        log.draw(person)
    case _:
        accounts_view.draw(person)
