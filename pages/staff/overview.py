"""Oversikt: what I must do today, what is new, my part of the year, what waits on others."""

from core.ui.prologue import guard

person = guard("oversikt")

import streamlit as st  # noqa: E402

from core import accounts, inbox, overview, school_days, words  # noqa: E402
from core.access import Action, may  # noqa: E402
from core.ui import case_view, told  # noqa: E402
from core.ui.plain import plain  # noqa: E402
from core.ui.prologue import store as the_store  # noqa: E402
from core.ui.words import language, t  # noqa: E402

store = the_store()
pages = st.session_state.staff_pages
today = store.today()
TEXT_WIDTH = 440  # pixels: the button stands beside it on a laptop, under it on a phone
days = school_days.load(store)


def row(found: overview.Row, place: str, primary: bool) -> None:
    """One thing to do: what, for which case, since when, why, and the button that starts it."""
    due = case_view.due_words(found.due_on, case_view.by_plan(found.step), today, days)
    since = t("overview.since", day=case_view.dated(found.since, today))
    card = case_view.card(f"{place}_{found.number}_{found.step}")
    with card:
        with st.container(gap="xxsmall", width=TEXT_WIDTH):
            plain(case_view.sentence(t(f"duty.step.{found.step}"), due))
            plain(case_view.sentence(case_view.themes(found.laws), since))
            st.caption(t(f"duty.why.{found.step}"))
        if st.button(
            t("overview.start", number=case_view.number(found.number)),
            key=f"{place}_open_{found.number}_{found.step}",
            type="primary" if primary else "secondary",
        ):
            st.switch_page(pages["sak"], query_params={"nr": found.number})


def needs_you(day: overview.Day) -> bool:
    """Draw what no list holds: a yes that others wait for, a case that nobody can open."""
    asked = bool(accounts.waiting_for(store, person))
    if asked:
        with st.container(border=True, key="waiting_yes"):
            plain(t("overview.waiting"))
            st.page_link(pages["konto"], label=t("overview.waiting_open"))
    if day.lost:
        st.warning(t("overview.lost", n=len(day.lost)))
        st.page_link(pages["saker"], label=t("overview.lost_open"))
    return asked or bool(day.lost)


def my_day(day: overview.Day) -> None:
    """I dag."""
    st.subheader(t("overview.today"))
    if not needs_you(day) and not day.mine:
        st.success(t("overview.nothing"))
    for n, found in enumerate(day.mine):
        row(found, "today", n == 0)
    if day.more and "saker" in pages:
        st.page_link(
            pages["saker"],
            label=t("overview.more", n=int(day.more)),
            query_params={"hvem": "mine"},
        )


def new_reports() -> None:
    """Nye meldinger."""
    st.subheader(t("overview.new"))
    cards = inbox.page(store, person, "new", most=5)
    if not cards:
        st.caption(t("overview.new_none"))
        return
    for card in cards:
        theme = case_view.themes(card.laws)
        afraid = t("inbox.afraid") if card.afraid else ""
        plain(case_view.sentence(words.day(card.day, language()), theme, afraid))
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
            due = case_view.due_words(found.due_on, case_view.by_plan(found.step), today, days)
            plain(case_view.sentence(t(f"duty.step.{found.step}"), due))
            st.page_link(
                pages["sak"],
                label=t("overview.start", number=case_view.number(found.number)),
                query_params={"nr": found.number},
            )
    if day.waits_for_reporter:
        plain(t("overview.reporters", n=int(day.waits_for_reporter)))


st.header(t("page.oversikt"))
told.show()
day = overview.day(store, person)
left, right = st.columns([3, 2], gap="large")
with left:
    my_day(day)
with right:
    if may(person, Action.OPEN_PAGE, "innboks"):
        new_reports()
    if may(person, Action.OPEN_PAGE, "arshjul"):
        my_month()
    if may(person, Action.OPEN_PAGE, "saker"):
        others(day)
