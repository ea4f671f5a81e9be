"""Min konto: own password, own sign-ins, and what waits for this person's yes."""

import streamlit as st

from core.access import STAFF, Role
from core.administration import roles
from core.ui.account import address, log, password, privacy, reset, sign_ins, waiting
from core.ui.kit import notice
from core.ui.kit.prologue import guard
from core.ui.kit.words import language, t
from core.ui.people import one_time
from core.ui.people.absence import away_form
from core.words import listed

person = guard("konto")

st.header(t("page.konto"))
notice.show()
one_time.show()
with st.container(gap="xsmall"):
    st.text(f"{person.name} · {person.sign_in_name}")
    if person.roles:
        held = [t(f"people.role.{r}") for r in sorted(roles.telling(person.roles))]
        st.caption(listed(held, language()))

# A one-time password opens its own change, and nothing else.
opens = not person.must_change_password
if opens:
    privacy.draw(person)
    reset.draw(person)
    waiting.draw(person)
password.draw(person)
if opens:
    address.draw(person)
    sign_ins.draw(person)
if opens and person.has(*STAFF, Role.SKOLEEIER):
    st.subheader(t("account.away"))
    st.caption(t("account.away_why"))
    away_form(person, person.person_id)
if opens and person.has(Role.SKOLEEIER):
    log.draw(person)
