"""Logg inn: at its own address, or at the protected address that was asked for."""

import streamlit as st

from core import access
from core.ui.kit import browser, prologue
from core.ui.kit.sign_in import sign_in
from core.ui.kit.words import t

store = prologue.store()
person = prologue.person()
if person is not None:
    home = "su" if not access.may(person, access.Action.OPEN_PAGE, "oversikt") else "oversikt"
    st.switch_page(st.session_state.staff_pages[home])

st.header(t("sign_in.title"))
browser.ask_device()
with st.form("sign_in_form", border=False):
    name = st.text_input(t("sign_in.name"), key="sign_in_name", autocomplete="username")
    password = st.text_input(
        t("sign_in.password"),
        type="password",
        key="sign_in_password",
        autocomplete="current-password",
    )
    own = st.checkbox(t("sign_in.own_device"), key="own_device")
    st.caption(t("sign_in.own_device_why"))
    pressed = st.form_submit_button(t("sign_in.button"), key="sign_in", type="primary")
if pressed:
    if sign_in(store, name, password, own):
        st.rerun()
    st.error(t("sign_in.wrong"))
