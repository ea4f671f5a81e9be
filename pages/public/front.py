"""The front page."""

import streamlit as st

from core.ui.words import t

st.title(t("page.front"))
for path in ("meld", "folg-opp", "hjelp", "skolen", "logg-inn"):
    st.page_link(st.session_state.public_pages[path], label=t(f"page.{path}"))
