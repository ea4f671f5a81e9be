"""One account opened: its roles, its holder's absence, name and address, its password."""

import streamlit as st

from core import access
from core.access import Action, Person, Role
from core.administration import accounts
from core.administration import roles as grants
from core.administration.accounts import Account
from core.errors import PortalError
from core.people import privacy
from core.ui.kit import notice, once, prologue, thing
from core.ui.kit.words import language, t
from core.ui.people.absence import away_form
from core.ui.people.one_time import hand_over
from core.ui.people.standing import state_of
from core.words import NONE, day


def draw(person: Person, account: Account) -> None:
    """The account as it stands, and what this person may change of it."""
    with st.container(border=True, key="account_open"):
        with thing.shown(f"account_{account.person_id}"):
            st.text(f"{account.name} · {account.sign_in_name}")
        st.text(state_of(account))
        if account.active and account.roles & access.READERS:
            known = privacy.said_on(prologue.store()).get(account.person_id)
            said = day(known, language(), year=True) if known else NONE
            st.text(t("people.privacy_known", day=said) if known else t("people.privacy_missing"))
        st.subheader(t("people.roles_of"))
        _roles(person, account)
        _give(person, account)
        if account.active and account.roles & {*access.STAFF, Role.SKOLEEIER}:
            st.subheader(t("account.away"))
            away_form(person, account.person_id)
        st.subheader(t("people.edit"))
        _edit(person, account)
        if access.may(person, Action.MANAGE_ACCOUNTS):
            _technical(person, account)


def _roles(person: Person, account: Account) -> None:
    """Each role that tells something, what it waits for, and the way to take it back."""
    for grant in account.grants:
        if grant.role not in grants.telling(account.all_roles):
            continue
        with st.container(
            horizontal=True, vertical_alignment="center", key=f"grant_{grant.grant_id}"
        ):
            st.text(t(f"people.role.{grant.role}"))
            if not grant.confirmed_at:
                owner = grant.role in access.CONFIRMED_BY_SKOLEEIER
                who = t("people.by_skoleeier" if owner else "people.by_rektor")
                st.caption(t("people.waits_role", who=who))
            if st.button(t("people.take_back"), key=f"role_end_{grant.grant_id}"):
                with notice.acting("people.taken_back", row=grant.grant_id):
                    grants.end_role(prologue.store(), person, grant.grant_id)


def _give(person: Person, account: Account) -> None:
    """The form for one more role."""
    open_roles = [r for r in Role if r not in account.all_roles]
    with (
        st.form("role_form", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        role = st.selectbox(
            t("people.add_role"),
            open_roles,
            format_func=lambda r: t(f"people.role.{r}"),
            key="role_add",
            width=300,
        )
        give = st.form_submit_button(t("people.give"), key="role_give")
    st.caption(t("people.reads_note"))
    if give and role:
        try:
            now = False
            with once.sending(f"role {account.person_id}") as here:
                now = grants.grant(prologue.store(), person, account.person_id, role)
            if here.repeated:
                now = bool(here.answer)
        except PortalError as error:
            notice.wrong(error)
        else:
            notice.done("people.given" if now else "people.given_waits")
            st.rerun()


def _edit(person: Person, account: Account) -> None:
    """Full name and e-mail address of the account; the log has the change."""
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


def _technical(person: Person, account: Account) -> None:
    """Password and closing: what systemansvarlig does."""
    store = prologue.store()
    st.subheader(t("people.technical"))
    if not account.active:
        if st.button(t("people.enable"), key="account_enable"):
            hand_over(
                account.name,
                lambda: accounts.enable(store, person, account.person_id),
                row=account.person_id,
            )
        return
    st.caption(t("people.reset_note"))
    with st.container(horizontal=True):
        if st.button(t("people.reset"), key="account_reset"):
            hand_over(
                account.name,
                lambda: accounts.reset(store, person, account.person_id)[0],
                row=account.person_id,
                none="people.reset_asked",
            )
        if st.button(t("people.disable"), key="account_disable"):
            st.session_state.closing = account.person_id
    if st.session_state.get("closing") == account.person_id:
        _close(person, account)


def _close(person: Person, account: Account) -> None:
    """What closing means, and the two answers."""
    st.warning(t("people.disable_sure"))
    with st.container(horizontal=True):
        sure = st.button(t("people.disable_yes"), key="account_disable_yes", type="primary")
        if st.button(t("people.cancel"), key="account_disable_no"):
            del st.session_state.closing
            st.rerun()
    if sure:
        del st.session_state.closing
        with notice.acting("people.disabled"):
            accounts.disable(prologue.store(), person, account.person_id)
