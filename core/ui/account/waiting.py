"""What waits for this person's yes: roles that were given, new passwords that were asked for."""

import functools
from uuid import UUID

import streamlit as st

from core.access import Person
from core.administration import accounts, roles
from core.administration.accounts import Account, Grant
from core.people import directory
from core.ui.kit import notice, prologue
from core.ui.kit.words import language, t
from core.ui.people.one_time import hand_over
from core.words import clock


def draw(person: Person) -> None:
    """Everything that waits, each with its two answers; nothing if nothing does."""
    waiting = accounts.waiting_for(prologue.store(), person)
    if not waiting:
        return
    st.subheader(t("account.waiting"))
    st.caption(t("account.waiting_why"))
    names = directory.names(prologue.store())
    for account, grant in waiting.grants:
        _grant(person, account, grant, names)
    for account in waiting.resets:
        _reset(person, account)


def _grant(person: Person, account: Account, grant: Grant, names: dict[UUID, str]) -> None:
    """A role: whose it would be, who gave it and when."""
    store = prologue.store()
    with st.container(border=True, key=f"waits_{grant.grant_id}"):
        st.text(f"{account.name} · {account.sign_in_name}")
        called = t(f"people.role.{grant.role}")
        when = clock(grant.granted_at, language())
        st.caption(t("account.waits_role", role=called, when=when))
        by = names.get(grant.granted_by) if grant.granted_by else None
        st.text(by or t("account.on_server"))
        match _yes_or_no("role", grant.grant_id):
            case True:
                hand_over(
                    account.name,
                    functools.partial(roles.confirm, store, person, grant.grant_id),
                    row=grant.grant_id,
                    done="account.role_confirmed_anew",
                    none="account.role_confirmed",
                )
            case False:
                with notice.acting("account.role_refused", row=grant.grant_id):
                    roles.end_role(store, person, grant.grant_id)


def _reset(person: Person, account: Account) -> None:
    """A new password: for whom, and since when."""
    store = prologue.store()
    with st.container(border=True, key=f"waits_{account.person_id}"):
        st.text(f"{account.name} · {account.sign_in_name}")
        if account.reset_at:
            asked = "account.waits_reset" if account.reset_waits else "account.works_reset"
            st.caption(t(asked, when=clock(account.reset_at, language())))
        match _yes_or_no("reset", account.person_id):
            case True:
                hand_over(
                    account.name,
                    functools.partial(accounts.confirm_reset, store, person, account.person_id),
                    row=account.person_id,
                    done="account.reset_confirmed",
                )
            case False:
                said = "reset_stopped" if account.reset_waits else "reset_ended"
                with notice.acting(f"account.{said}", row=account.person_id):
                    accounts.stop_reset(store, person, account.person_id)


def _yes_or_no(what: str, number: UUID) -> bool | None:
    """The two answers to what waits; None while neither is given."""
    with st.container(horizontal=True):
        yes = st.button(t("account.say_yes"), key=f"{what}_confirm_{number}", type="primary")
        no = st.button(t("account.say_no"), key=f"{what}_refuse_{number}")
    return yes if yes or no else None
