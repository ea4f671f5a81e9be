"""What a reader says once a school year, before anything opens to her."""

import streamlit as st

from core.access import Person
from core.people import privacy
from core.store.engine import Store
from core.ui.kit import notice
from core.ui.kit.words import t


def draw(store: Store, person: Person) -> None:
    """The rules in short, and the button that says that she knows them."""
    with st.container(border=True, key="privacy"):
        st.subheader(t("account.privacy"))
        st.markdown(t("account.privacy_rules"))
        if st.button(t("account.privacy_save"), key="privacy_save", type="primary"):
            with notice.acting("account.privacy_saved"):
                privacy.say(store, person)
