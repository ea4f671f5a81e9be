"""Being built."""

from core.ui.prologue import guard

person = guard("sak")

import streamlit as st  # noqa: E402

from core.ui.words import t  # noqa: E402

st.header(t("page.sak"))
