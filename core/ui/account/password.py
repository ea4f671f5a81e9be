"""The password of the account: changed by its owner, who knows the old one."""

import streamlit as st

from core.access import Person
from core.people import passwords
from core.ui.kit import notice, prologue
from core.ui.kit.words import t


def draw(person: Person) -> None:
    """The rule, and the form; what a one-time password opens is this alone."""
    st.subheader(t("account.password"))
    if person.must_change_password:
        st.info(t("account.must_change"))
    st.caption(t("account.password_rule", shortest=int(passwords.SHORTEST)))
    with st.form("password_form", border=False, clear_on_submit=True), st.container(width=460):
        old = st.text_input(
            t("account.old"), type="password", key="password_old", autocomplete="current-password"
        )
        new = st.text_input(
            t("account.new"), type="password", key="password_new", autocomplete="new-password"
        )
        repeat = st.text_input(
            t("account.repeat"), type="password", key="password_repeat", autocomplete="new-password"
        )
        save = st.form_submit_button(t("account.save"), key="password_save", type="primary")
    if save:
        with notice.acting("account.saved"):
            passwords.change(prologue.store(), person, old, new, repeat)
