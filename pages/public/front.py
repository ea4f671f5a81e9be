"""The front page: say it, see the answer, get help; how the school works; staff last."""

import streamlit as st

from core.ui.kit import form, prologue
from core.ui.kit.words import t

store = prologue.store()
pages = st.session_state.public_pages

st.header(t("front.ask"))
if st.button(t("front.report"), key="go_report", type="primary", width="stretch"):
    st.switch_page(pages["meld"])
st.caption(t("front.report_note"))
if st.button(t("front.follow_up"), key="go_follow_up", width="stretch"):
    st.switch_page(pages["folg-opp"])
with st.container(border=True, key="front_help"):
    form.numbers(store, "front", "front.help_now")
    st.page_link(pages["hjelp"], label=t("front.help"))
st.page_link(pages["skolen"], label=t("front.school"))
with st.container(key="front_sign_in"):
    st.page_link(pages["logg-inn"], label=t("front.sign_in"))
