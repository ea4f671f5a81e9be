"""Oversikt: what waits for me now, my inbox, my part of the year, what waits on others."""

import streamlit as st

from core.access import Action, may
from core.today import overview
from core.ui.kit import notice
from core.ui.kit.prologue import guard
from core.ui.kit.prologue import store as the_store
from core.ui.kit.words import t
from core.ui.today import aside, waiting

person = guard("oversikt")

store = the_store()

st.header(t("page.oversikt"))
notice.show()
day = overview.day(store, person)
left, right = st.columns([3, 1.4], gap="large")
with left:
    st.subheader(t("overview.now"))
    waiting.draw(store, person, day)
with right:
    if may(person, Action.OPEN_PAGE, "innboks"):
        aside.inbox(day)
    if may(person, Action.OPEN_PAGE, "arshjul"):
        aside.of_the_year(store, person)
    if may(person, Action.OPEN_PAGE, "saker"):
        aside.others(store, day)
