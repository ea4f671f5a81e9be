"""From when to when somebody is away: on their own account, or where leaders open it."""

from uuid import UUID

import streamlit as st

from core.access import Person
from core.administration import absence
from core.administration.absence import Absence
from core.ui.kit import notice, outlived, prologue
from core.ui.kit.words import language, t
from core.words import day


def away_form(person: Person, of: UUID) -> None:
    """What is said of these days now; a new span, or that they are back."""
    store, lang = prologue.store(), language()
    notice.show("away")
    known = absence.everyone(store).get(of)
    if known:
        with st.container(horizontal=True, vertical_alignment="center", key="away_now"):
            days = {"first": day(known.first, lang), "last": day(known.last, lang)}
            st.text(t("account.away_span", **days))
            if st.button(t("account.away_back"), key="away_back"):
                with notice.acting("account.away_over", "away"):
                    absence.say(store, person, of, None)
        return
    with (
        st.form(f"away_form_{of}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        keys = f"away_first_{of}", f"away_last_{of}"
        for key in keys:
            outlived.first(key, store.today())
        first = st.date_input(t("account.away_first"), key=keys[0], format="DD.MM.YYYY", width=170)
        last = st.date_input(t("account.away_last"), key=keys[1], format="DD.MM.YYYY", width=170)
        sent = st.form_submit_button(t("account.away_save"), key="away_save")
    if sent:
        with notice.acting("account.away_saved", "away"):
            absence.say(store, person, of, Absence(first, last))
