"""A new password that somebody asked for, as the account's owner sees it."""

import streamlit as st

from core.access import STAFF, Person
from core.administration import accounts
from core.ui.kit import notice, prologue
from core.ui.kit.words import language, t
from core.words import clock


def draw(person: Person) -> None:
    """When it was asked for, and the way to stop it while it waits for the second person's yes."""
    store = prologue.store()
    own = accounts.own_reset(store, person)
    concerns = own and (own.reset_waits or person.has(*STAFF))
    if not (own and own.reset_at and concerns):
        return
    with st.container(border=True, key="own_reset"):
        asked = "account.reset_asked" if own.reset_waits else "account.reset_works"
        st.warning(t(asked, when=clock(own.reset_at, language())))
        if own.reset_waits and st.button(t("account.reset_stop"), key="reset_stop"):
            with notice.acting("account.reset_stopped"):
                accounts.stop_reset(store, person, person.person_id)
