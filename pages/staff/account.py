"""Min konto: own password, own sign-ins, and what waits for this person's yes."""

import functools
from uuid import UUID

import streamlit as st

from core.access import STAFF, Role
from core.administration import accounts, roles
from core.people import devices, directory, passwords, privacy, sessions
from core.ui.kit import notice, prologue
from core.ui.kit.prologue import guard
from core.ui.kit.words import language, t
from core.ui.people import account as account_form
from core.ui.people import one_time
from core.ui.people import privacy as privacy_form
from core.ui.people.absence import away_form
from core.ui.people.one_time import hand_over
from core.words import clock, day, listed

person = guard("konto")

store = prologue.store()
lang = language()


def yes_or_no(what: str, number: UUID) -> bool | None:
    """The two answers to what waits; None while neither is given."""
    with st.container(horizontal=True):
        yes = st.button(t("account.say_yes"), key=f"{what}_confirm_{number}", type="primary")
        no = st.button(t("account.say_no"), key=f"{what}_refuse_{number}")
    return yes if yes or no else None


st.header(t("page.konto"))
notice.show()
one_time.show()
with st.container(gap="xsmall"):
    st.text(f"{person.name} · {person.sign_in_name}")
    if person.roles:
        held = [t(f"people.role.{r}") for r in sorted(roles.telling(person.roles))]
        st.caption(listed(held, lang))

if privacy.is_asked(person) and not person.must_change_password:
    said = privacy.said_on(store).get(person.person_id)
    if said is None:
        privacy_form.draw(store, person)
    else:
        st.caption(t("account.privacy_said", day=day(said, lang, year=True)))

own = accounts.own_reset(store, person)
concerns = own and (own.reset_waits or person.has(*STAFF))
if own and own.reset_at and concerns and not person.must_change_password:
    with st.container(border=True, key="own_reset"):
        asked = "account.reset_asked" if own.reset_waits else "account.reset_works"
        st.warning(t(asked, when=clock(own.reset_at, lang)))
        if own.reset_waits and st.button(t("account.reset_stop"), key="reset_stop"):
            with notice.acting("account.reset_stopped"):
                accounts.stop_reset(store, person, person.person_id)

waiting = accounts.waiting_for(store, person)
if waiting and not person.must_change_password:
    st.subheader(t("account.waiting"))
    st.caption(t("account.waiting_why"))
    names = directory.names(store)
    for account, grant in waiting.grants:
        with st.container(border=True, key=f"waits_{grant.grant_id}"):
            st.text(f"{account.name} · {account.sign_in_name}")
            called = t(f"people.role.{grant.role}")
            when = clock(grant.granted_at, lang)
            st.caption(t("account.waits_role", role=called, when=when))
            by = names.get(grant.granted_by) if grant.granted_by else None
            st.text(by or t("account.on_server"))
            match yes_or_no("role", grant.grant_id):
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
    for account in waiting.resets:
        with st.container(border=True, key=f"waits_{account.person_id}"):
            st.text(f"{account.name} · {account.sign_in_name}")
            if account.reset_at:
                asked = "account.waits_reset" if account.reset_waits else "account.works_reset"
                st.caption(t(asked, when=clock(account.reset_at, lang)))
            match yes_or_no("reset", account.person_id):
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
        passwords.change(store, person, old, new, repeat)

if not person.must_change_password:
    st.subheader(t("account.email"))
    st.caption(t("account.email_why"))
    account_form.own_address(person)
    st.subheader(t("account.sign_ins"))
    st.caption(t("account.sign_ins_why"))
    for number, row in enumerate(sessions.open_sessions(store, person.person_id)):
        with st.container(horizontal=True, vertical_alignment="center", key=f"sign_in_{number}"):
            st.text(
                t(
                    "account.sign_in_row",
                    begun=clock(row.started_at, lang),
                    seen=clock(row.seen_at, lang),
                )
            )
            if row.sid_hash == person.session:
                st.caption(t("account.this_one"))
            elif st.button(t("common.sign_out"), key=f"sign_out_{number}"):
                with notice.acting("account.signed_out_there"):
                    sessions.end_one(store, person, row.sid_hash)

    if own_devices := devices.count(store, person.person_id):
        st.text(t("account.devices", n=own_devices))
        if st.button(t("account.devices_forget"), key="devices_forget"):
            with notice.acting("account.devices_forgotten"):
                devices.forget_own(store, person)

if person.has(*STAFF, Role.SKOLEEIER) and not person.must_change_password:
    st.subheader(t("account.away"))
    st.caption(t("account.away_why"))
    away_form(person, person.person_id)

if person.has(Role.SKOLEEIER) and not person.must_change_password:
    st.subheader(t("account.log"))
    st.caption(t("account.log_why"))
    known = directory.names(store)
    for event in roles.log(store, person, most=20):
        said = [clock(event.at, lang), t(f"people.log.{event.action.replace('.', '_')}")]
        if event.role:
            said.append(t(f"people.role.{event.role}"))
        said += [known.get(event.person_id, ""), (known.get(event.by, "") if event.by else "")]
        st.text(" · ".join(part for part in said if part))
