"""What an account is called and where its mail goes: for those who look after it, and its owner."""

import streamlit as st

from core.access import Person
from core.administration import accounts
from core.administration.accounts import Account
from core.ui.kit import notice, prologue
from core.ui.kit.words import t


def edit(person: Person, account: Account) -> None:
    """Full name and e-mail address of an account; the log has the change."""
    number = account.person_id
    with st.form(f"account_edit_{number}", border=False), st.container(width=460):
        name = st.text_input(
            t("people.name"), account.name, key=f"account_edit_name_{number}", max_chars=80
        )
        email = st.text_input(
            t("people.email"), account.email, key=f"account_edit_email_{number}", max_chars=254
        )
        st.caption(t("people.edit_note"))
        save = st.form_submit_button(t("people.save"), key=f"account_edit_save_{number}")
    if save:
        with notice.acting("people.edited", row=number):
            accounts.change(prologue.store(), person, number, name, email, expected=account.version)


def own_address(person: Person) -> None:
    """The owner's own e-mail address."""
    store = prologue.store()
    account = accounts.own(store, person)
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
