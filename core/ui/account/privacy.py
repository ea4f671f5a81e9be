"""What a reader says once a school year, before anything opens to them."""

import streamlit as st

from core.access import Person
from core.people import privacy
from core.ui.kit import notice, prologue
from core.ui.kit.words import language, t
from core.words import day


def draw(person: Person) -> None:
    """Until a reader has said that they know the rules: the form; afterwards, when they said it."""
    if not privacy.is_asked(person):
        return
    said = privacy.said_on(prologue.store()).get(person.person_id)
    if said is None:
        _form(person)
    else:
        st.caption(t("account.privacy_said", day=day(said, language(), year=True)))


def _form(person: Person) -> None:
    """The rules in short, and the button that says that they know them."""
    with st.container(border=True, key="privacy"):
        st.subheader(t("account.privacy"))
        st.markdown(t("account.privacy_rules"))
        if st.button(t("account.privacy_save"), key="privacy_save", type="primary"):
            with notice.acting("account.privacy_saved"):
                privacy.say(prologue.store(), person)
