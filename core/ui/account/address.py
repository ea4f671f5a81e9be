"""The owner's own e-mail address."""

import streamlit as st

from core.access import Person
from core.administration import accounts
from core.ui.kit import notice, prologue
from core.ui.kit.words import t


def draw(person: Person) -> None:
    """What the address is for, and the form that changes it or takes it away."""
    store = prologue.store()
    account = accounts.own(store, person)
    st.subheader(t("account.email"))
    st.caption(t("account.email_why"))
    with st.form("own_email_form", border=False), st.container(width=460):
        email = st.text_input(
            t("account.email"),
            account.email,
            key="own_email",
            max_chars=254,
            label_visibility="collapsed",
            autocomplete="email",
        )
        save = st.form_submit_button(t("account.email_save"), key="own_email_save")
    if save:
        with notice.acting("account.email_saved" if email.strip() else "account.email_gone"):
            accounts.change_own_address(store, person, email, expected=account.version)
