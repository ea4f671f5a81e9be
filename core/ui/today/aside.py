"""Beside Nå: how full the inbox is, their own part of the year, what waits for others."""

import streamlit as st

from core import words
from core.access import Person
from core.school import days as school_days
from core.store.engine import Store
from core.today import overview
from core.ui.kit import phrases
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t

MOST_OTHERS = 5  # rows of what waits for others; the rest stands in Saker


def inbox(day: overview.Day) -> None:
    """Innboks: how many lie there; those that wait stand among what is to be done now."""
    pages = st.session_state.staff_pages
    st.subheader(t("overview.new"))
    plain(t("overview.in_inbox", n=int(day.in_inbox)) if day.in_inbox else t("overview.new_none"))
    st.page_link(pages["innboks"], label=t("overview.new_open"))


def of_the_year(store: Store, person: Person) -> None:
    """Ditt i årshjulet nå: what the wheel shows as theirs."""
    pages = st.session_state.staff_pages
    st.subheader(t("overview.year"))
    found = overview.of_the_year(store, person)
    if not found:
        st.caption(t("overview.year_none"))
    for one in found:
        until = words.day(one.until, language())
        when = t("overview.year_late" if one.late else "overview.until", day=until)
        left = t("overview.left", n=one.left) if one.left > 1 else ""
        plain(" · ".join(filter(None, [words.pick(one.names, language()), when, left])))
    st.page_link(pages["arshjul"], label=t("overview.year_open"))


def others(store: Store, day: overview.Day) -> None:
    """Venter på andre."""
    pages, today, days = st.session_state.staff_pages, store.today(), school_days.load(store)
    st.subheader(t("overview.others"))
    if not day.others and not day.waits_for_reporter:
        st.caption(t("overview.others_none"))
    for found in day.others[:MOST_OTHERS]:
        with st.container(gap="xxsmall", key=f"others_{found.number}"):
            due = phrases.due_words(found.due_on, phrases.by_plan(found.step), today, days)
            plain(phrases.sentence(t(f"duty.step.{found.step}"), due))
            st.page_link(
                pages["sak"],
                label=t("overview.start", number=phrases.number(found.number)),
                query_params={"nr": found.number},
            )
    if day.waits_for_reporter:
        plain(t("overview.reporters", n=int(day.waits_for_reporter)))
