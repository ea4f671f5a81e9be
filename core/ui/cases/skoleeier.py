"""What skoleeier sees under the list of cases: those that nobody can open, and the serious ones."""

import streamlit as st

from core import words
from core.access import Person
from core.cases import ending, listing, reach
from core.store.engine import Store
from core.today import drafts
from core.ui.kit import notice, phrases, written
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t


def lost(store: Store, person: Person) -> None:
    """Each case that nobody can open, with the reason to give for taking it over."""
    for _, number in reach.without_reader(store):
        with st.container(border=True, key=f"lost_{number}"):
            st.warning(t("case.lost", number=phrases.number(number)))
            reason = written.line(
                drafts.Thing("page", "saker"), t("case.end.reason"), f"take_over_reason_{number}"
            )
            if st.button(t("case.take_over"), key=f"take_over_{number}"):
                with notice.acting("case.access.handed_over", row=number):
                    ending.take_over(store, person, number, reason or "")


def serious(store: Store, person: Person) -> None:
    """The serious cases that the school holds: number, day and themes, and no way in."""
    st.subheader(t("case.serious_title"))
    st.caption(t("case.serious_help"))
    found = listing.serious_at_school(store, person)
    if not found:
        st.info(t("case.serious_none"))
    for one in found:
        day = words.day(one.opened_on, language(), year=True)
        plain(f"{one.number} · {day} · {phrases.themes(one.laws)}")
