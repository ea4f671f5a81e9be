"""Oversikt: what waits for me now, my inbox, my part of the year, what waits on others."""

import streamlit as st

from core import words
from core.access import Action, may
from core.school import days as school_days
from core.today import overview
from core.ui import today as today_view
from core.ui.case import card
from core.ui.kit import notice
from core.ui.kit.plain import plain
from core.ui.kit.prologue import guard
from core.ui.kit.prologue import store as the_store
from core.ui.kit.words import language, t

person = guard("oversikt")

store = the_store()
pages = st.session_state.staff_pages
today = store.today()
days = school_days.load(store)


def the_inbox(day: overview.Day) -> None:
    """Innboks: how many lie there; those that wait stand among what is to be done now."""
    st.subheader(t("overview.new"))
    plain(t("overview.in_inbox", n=int(day.in_inbox)) if day.in_inbox else t("overview.new_none"))
    st.page_link(pages["innboks"], label=t("overview.new_open"))


def my_month() -> None:
    """Denne måneden i årshjulet."""
    st.subheader(t("overview.month"))
    found = overview.month(store, person)
    if not found:
        st.caption(t("overview.month_none"))
    for one in found:
        until = words.day(one.until, language())
        when = t("overview.month_late" if one.late else "overview.until", day=until)
        left = t("overview.left", n=one.left) if one.left > 1 else ""
        plain(" · ".join(filter(None, [words.pick(one.names, language()), when, left])))
    st.page_link(pages["arshjul"], label=t("overview.month_open"))


def others(day: overview.Day) -> None:
    """Venter på andre."""
    st.subheader(t("overview.others"))
    if not day.others and not day.waits_for_reporter:
        st.caption(t("overview.others_none"))
    for found in day.others[:5]:
        with st.container(gap="xxsmall", key=f"others_{found.number}"):
            due = card.due_words(found.due_on, card.by_plan(found.step), today, days)
            plain(card.sentence(t(f"duty.step.{found.step}"), due))
            st.page_link(
                pages["sak"],
                label=t("overview.start", number=card.number(found.number)),
                query_params={"nr": found.number},
            )
    if day.waits_for_reporter:
        plain(t("overview.reporters", n=int(day.waits_for_reporter)))


st.header(t("page.oversikt"))
notice.show()
day = overview.day(store, person)
left, right = st.columns([3, 1.4], gap="large")
with left:
    st.subheader(t("overview.now"))
    today_view.draw(store, person, day)
with right:
    if may(person, Action.OPEN_PAGE, "innboks"):
        the_inbox(day)
    if may(person, Action.OPEN_PAGE, "arshjul"):
        my_month()
    if may(person, Action.OPEN_PAGE, "saker"):
        others(day)
