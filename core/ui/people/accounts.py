"""Every account that somebody may know of: one chosen, all in a table, and a new one made."""

import streamlit as st

from core.access import Action, Person, Role, may
from core.administration import accounts
from core.administration import roles as grants
from core.ui.kit import plain, prologue
from core.ui.kit.words import t
from core.ui.people import account
from core.ui.people.one_time import hand_over
from core.ui.people.standing import role_names, state_of


def draw(person: Person) -> None:
    """Every account that this person may know of, and one of them opened."""
    store = prologue.store()
    found = accounts.visible(store, person)
    by_id = {a.person_id: a for a in found}
    chosen = st.selectbox(
        t("people.choose"),
        list(by_id),
        index=None,
        format_func=lambda i: f"{by_id[i].name} ({by_id[i].sign_in_name})",
        placeholder=t("people.choose_placeholder"),
        key="account_chosen",
        width=460,
    )
    if chosen:
        account.draw(person, by_id[chosen])
    if may(person, Action.MANAGE_ACCOUNTS):
        # Nobody could say yes to these: a school that has just been set up would stand still.
        for role in grants.held_by_nobody(store):
            st.info(t(f"people.first_{role}"))
        _new(person)
    plain.grid(
        [
            {
                t("people.name"): a.name,
                t("people.roles"): role_names(a.roles),
                t("people.state"): state_of(a),
                t("people.sign_in_name"): a.sign_in_name,
            }
            for a in found
        ],
        t("people.accounts"),
    )


def _new(person: Person) -> None:
    """The form for a new account."""
    store = prologue.store()
    with (
        st.expander(t("people.new_account"), key="account_new"),
        st.form("account_form", border=False),
    ):
        name = st.text_input(t("people.name"), key="account_name", max_chars=80)
        known = st.text_input(t("people.sign_in_name"), key="account_sign_in_name", max_chars=40)
        email = st.text_input(t("people.email"), key="account_email", max_chars=120)
        roles = st.multiselect(
            t("people.roles"),
            list(Role),
            format_func=lambda r: t(f"people.role.{r}"),
            key="account_roles",
            placeholder="",
        )
        st.caption(t("people.reads_note"))
        if st.form_submit_button(t("people.make"), key="account_make", type="primary"):
            hand_over(
                name,
                lambda: accounts.add(store, person, known, name, frozenset(roles), email)[1],
                done="people.made",
                account_name="",
                account_sign_in_name="",
                account_email="",
                account_roles=[],
            )
