"""Brukere: accounts and roles, who is responsible for what, departments and classes."""

import streamlit as st

from core import access, words
from core.access import Action, Role
from core.administration import accounts
from core.administration import roles as grants
from core.errors import PortalError
from core.people import directory, privacy
from core.ui.kit import notice, once, plain, prologue
from core.ui.kit.prologue import guard
from core.ui.kit.words import language, t
from core.ui.people import account as account_form
from core.ui.people import one_time, responsible
from core.ui.people.absence import away_form
from core.ui.people.one_time import hand_over
from core.words import clock, listed

person = guard("brukere")

store = prologue.store()
lang = language()
VIEWS = ("accounts", "functions", "school", "log")


def role_names(roles: frozenset[Role]) -> str:
    """Roles as a sentence."""
    return listed([t(f"people.role.{r}") for r in sorted(grants.telling(roles))], lang)


def state_of(account: accounts.Account) -> str:
    """What somebody who looks after accounts should notice about one."""
    if not account.active:
        return t("people.closed")
    notes = [
        t("people.waits", roles=role_names(frozenset(g.role for g in account.waiting)))
    ] * bool(account.waiting)
    notes += [t("people.reset_waits")] * account.reset_waits
    notes += [t("people.one_time")] * account.must_change_password
    reads = account.roles & access.READERS
    if reads and account.person_id not in privacy.said_on(store):
        notes.append(t("people.privacy_short"))
    return ". ".join(notes) or t("people.open")


def show_accounts() -> None:
    """Every account that this person may know of, and one of them opened."""
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
        show_account(by_id[chosen])
    if access.may(person, Action.MANAGE_ACCOUNTS):
        # Nobody could say yes to these: a school that has just been set up would stand still.
        for role in grants.held_by_nobody(store):
            st.info(t(f"people.first_{role}"))
        new_account()
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


def show_account(account: accounts.Account) -> None:
    """Roles of one account, and its password."""
    with st.container(border=True, key="account_open"):
        st.text(f"{account.name} · {account.sign_in_name}")
        st.text(state_of(account))
        if account.active and account.roles & access.READERS:
            known = privacy.said_on(store).get(account.person_id)
            said = words.day(known, lang, year=True) if known else ""
            st.text(t("people.privacy_known", day=said) if known else t("people.privacy_missing"))
        st.subheader(t("people.roles_of"))
        for grant in account.grants:
            if grant.role not in grants.telling(account.all_roles):
                continue
            with st.container(
                horizontal=True, vertical_alignment="center", key=f"grant_{grant.grant_id}"
            ):
                st.text(t(f"people.role.{grant.role}"))
                if not grant.confirmed_at:
                    owner = grant.role in access.CONFIRMED_BY_OWNER
                    who = t("people.by_skoleeier" if owner else "people.by_rektor")
                    st.caption(t("people.waits_role", who=who))
                if st.button(t("people.take_back"), key=f"role_end_{grant.grant_id}"):
                    with notice.acting("people.taken_back", row=grant.grant_id):
                        grants.end_role(store, person, grant.grant_id)
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
                    now = grants.grant(store, person, account.person_id, role)
                if here.repeated:
                    now = bool(here.answer)
            except PortalError as error:
                notice.wrong(error)
            else:
                notice.done("people.given" if now else "people.given_waits")
                st.rerun()
        if account.active and account.roles & {*access.STAFF, Role.SKOLEEIER}:
            st.subheader(t("account.away"))
            away_form(person, account.person_id)
        st.subheader(t("people.edit"))
        account_form.edit(person, account)
        if access.may(person, Action.MANAGE_ACCOUNTS):
            technical(account)


def technical(account: accounts.Account) -> None:
    """Password and closing: what systemansvarlig does."""
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
        st.warning(t("people.disable_sure"))
        with st.container(horizontal=True):
            sure = st.button(t("people.disable_yes"), key="account_disable_yes", type="primary")
            if st.button(t("people.cancel"), key="account_disable_no"):
                del st.session_state.closing
                st.rerun()
        if sure:
            del st.session_state.closing
            with notice.acting("people.disabled"):
                accounts.disable(store, person, account.person_id)


def new_account() -> None:
    """The form for a new account."""
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


def show_log() -> None:
    """Who did what with accounts and roles."""
    st.caption(t("people.log_note"))
    names = directory.names(store)
    events = grants.log(store, person)
    if not events:
        st.info(t("people.log_none"))
        return
    plain.grid(
        [
            {
                t("people.when"): clock(e.at, lang),
                t("people.what"): t(f"people.log.{e.action.replace('.', '_')}"),
                t("people.roles"): t(f"people.role.{e.role}") if e.role else "",
                t("people.whose"): names.get(e.person_id, ""),
                t("people.by"): names.get(e.by, "") if e.by else t("people.server"),
            }
            for e in events
        ],
        t("people.log_title"),
    )


st.header(t("page.brukere"))
notice.show()
one_time.show()
if accounts.waiting_for(store, person):
    with st.container(border=True, key="waits_for_you"):
        st.text(t("people.waits_for_you"))
        st.page_link(st.session_state.staff_pages["konto"], label=t("people.go_to_account"))
view = st.segmented_control(
    t("people.view"),
    VIEWS,
    default="accounts",
    format_func=lambda v: t("people.log_title" if v == "log" else f"people.{v}"),
    key="people_view",
    label_visibility="collapsed",
    required=True,
)
match view:
    case "functions":
        responsible.functions_of(person)
    case "school":
        responsible.departments_of(person)
    case "log":
        show_log()
    case _:
        show_accounts()
