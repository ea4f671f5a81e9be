"""What was done last with accounts and roles, as the county sees it."""

import streamlit as st

from core.access import Person
from core.administration import roles
from core.people import directory
from core.ui.kit import prologue
from core.ui.kit.words import language, t
from core.words import clock

MOST = 20  # events; those who look after accounts see more of them in Brukere


def draw(person: Person) -> None:
    """One line an event: when, what, which role, whose, and by whom."""
    store = prologue.store()
    st.subheader(t("account.log"))
    st.caption(t("account.log_why"))
    names = directory.names(store)
    for event in roles.log(store, person, most=MOST):
        said: list[str] = [
            clock(event.at, language()),
            t(f"people.log.{event.action.replace('.', '_')}"),
        ]
        if event.role:
            said.append(t(f"people.role.{event.role}"))
        said += [names.get(event.person_id, ""), (names.get(event.by, "") if event.by else "")]
        st.text(" · ".join(part for part in said if part))
