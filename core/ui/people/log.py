"""Who did what with accounts and roles, for those who look after them."""

import streamlit as st

from core.access import Person
from core.administration import roles
from core.people import directory
from core.ui.kit import plain, prologue
from core.ui.kit.words import language, t
from core.words import clock


def draw(person: Person) -> None:
    """A table of the events, the newest first."""
    store = prologue.store()
    st.caption(t("people.log_note"))
    names = directory.names(store)
    events = roles.log(store, person)
    if not events:
        st.info(t("people.log_none"))
        return
    plain.grid(
        [
            {
                t("people.when"): clock(e.at, language()),
                t("people.what"): t(f"people.log.{e.action.replace('.', '_')}"),
                t("people.roles"): t(f"people.role.{e.role}") if e.role else "",
                t("people.whose"): names.get(e.person_id, ""),
                t("people.by"): names.get(e.by, "") if e.by else t("people.server"),
            }
            for e in events
        ],
        t("people.log_title"),
    )
