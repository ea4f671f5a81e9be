"""Nå: what waits for whoever starts their day, a student who waits before all else."""

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import words
from core.access import Action, Person, may
from core.administration import accounts
from core.reports.happened import Source
from core.school import days as school_days
from core.school.days import SchoolDays
from core.store.engine import Store
from core.today import overview
from core.today.overview import Cause
from core.today.waiting import ORDER, Wait
from core.ui.case.step import CONVERSATION
from core.ui.kit import badge, phrases
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t
from core.words import put

BADGE_WIDTH = 125  # pixels: the badges of all rows stand under each other
TEXT_WIDTH = 365  # pixels: the button stands beside it on a laptop, under it on a phone
LEFT = BADGE_WIDTH + TEXT_WIDTH + 17
NEAR = 3  # school days
# Rows of a case that are about words of the reporter's: their badge, and what their button says.
IN_CASE = {
    Cause.AFRAID: "afraid",
    Cause.ANSWER: "answer",
    Cause.AFTER_END: "answer",
    Cause.END_DAY: "answer",
}


def draw(store: Store, person: Person, day: overview.Day) -> None:
    """Everything that waits; the green line only if nothing at all does, in the wheel either."""
    pages = st.session_state.staff_pages
    asked = _asked(store, person, day)
    told = day.unread is None
    more = bool(day.more_reports)
    for n, found in enumerate(overview.in_order(day)):
        place = overview.place(found)
        if not told and place > ORDER.index(Wait.AFRAID):
            _unread(person, day.unread)
            told = True
        if more and place >= len(ORDER):
            _more_reports(day)
            more = False
        if isinstance(found, overview.ReportRow):
            _report(store, found, n == 0)
        else:
            _case(store, found, n == 0)
    if not told:
        _unread(person, day.unread)
    if more:
        _more_reports(day)
    if day.more and "saker" in pages:
        st.page_link(
            pages["saker"],
            label=t("overview.more", n=int(day.more)),
            query_params={"hvem": "mine"},
        )
    if day.is_calm and not asked:
        # One truth: what is overdue of theirs in the wheel stands beside this line.
        late = any(one.late for one in overview.of_the_year(store, person))
        if late:
            st.info(t("overview.only_year"))
        else:
            st.success(t("overview.nothing"))
    elif not (asked or day.mine or day.reports or day.lost or day.unread):
        st.info(t("overview.answered"))


def _more_reports(day: overview.Day) -> None:
    pages = st.session_state.staff_pages
    st.page_link(pages["innboks"], label=t("overview.more_reports", n=int(day.more_reports)))


def _asked(store: Store, person: Person, day: overview.Day) -> bool:
    """What no list holds: a yes that others wait for, a case that nobody can open."""
    pages = st.session_state.staff_pages
    asked = bool(accounts.waiting_for(store, person))
    if asked:
        with st.container(border=True, key="waiting_yes"):
            plain(t("overview.waiting"))
            st.page_link(pages["konto"], label=t("overview.waiting_open"))
    if not person.knows_privacy:
        with st.container(border=True, key="privacy_asked"):
            plain(t("account.privacy_ask"))
            st.page_link(pages["konto"], label=t("overview.waiting_open"))
    if day.lost:
        st.warning(t("overview.lost", n=len(day.lost)))
        st.page_link(pages["saker"], label=t("overview.lost_open"))
    return asked or not person.knows_privacy


def _unread(person: Person, found: overview.Unread | None) -> None:
    """Whoever is next in line is told that nobody reads, and nothing of what stands there."""
    if found is None:
        return
    pages = st.session_state.staff_pages
    with st.container(border=True, gap="xxsmall", key="unread_late"):
        badge.draw("late")
        day = words.day(found.promised_on, language())
        plain(t("overview.unread", n=int(found.count), day=day))
        st.caption(t("overview.unread_why"))
        # Skoleeier's inbox holds other reports than those that nobody at the school reads.
        if may(person, Action.OPEN_PAGE, "innboks") and not person.roles & {"skoleeier"}:
            st.page_link(pages["innboks"], label=t("overview.new_open"))


def _places() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Where a row has its badge, and beside it its lines; on a phone one under the other."""
    left = st.container(horizontal=True, vertical_alignment="center", gap="small", width=LEFT)
    return left.container(width=BADGE_WIDTH), left.container(gap="xxsmall", width=TEXT_WIDTH)


def _report(store: Store, found: overview.ReportRow, primary: bool) -> None:
    """One report: what its reporter waits for, themes and day, and the button that answers."""
    pages = st.session_state.staff_pages
    late = found.promised_on is not None
    by_staff = found.source is Source.STAFF
    with phrases.card(f"report_{found.report_id}"):
        place, text = _places()
        with place:
            badge.of_wait(found.wait, late)
        with text:
            kind = "staff" if by_staff else "closed" if found.closed else str(found.wait)
            st.markdown(put("**{}**", t(f"overview.report.{kind}")))
            came = t("overview.came", day=phrases.dated(found.day, store.today()))
            plain(phrases.sentence("" if by_staff else phrases.themes(found.laws), came))
            if found.promised_on is not None:
                st.caption(t("overview.promised", day=words.day(found.promised_on, language())))
            elif found.wait in (Wait.AFRAID_UNREAD, Wait.AFRAID):
                st.caption(t("overview.why.afraid"))
            else:
                st.caption(t(f"overview.why.{found.wait}"))
        answers = found.wait is not Wait.SAFE and not by_staff
        if st.button(
            t("overview.answer_now" if answers else "overview.read"),
            key=f"report_open_{found.report_id}",
            type="primary" if primary else "secondary",
        ):
            st.switch_page(pages["innboks"], query_params={"melding": str(found.report_id)})


def _due(found: overview.Row, today: date, days: SchoolDays) -> str:
    """The badge of what is due: late, near, planned; without a day somebody waits for it."""
    if found.due_on is None:
        return "waits"
    if found.due_on < today:
        return "late"
    return "near" if days.count(today, found.due_on) <= NEAR else "planned"


def _case(store: Store, found: overview.Row, primary: bool) -> None:
    """One thing to do in a case: what, for which case, since when, why, and its button."""
    pages, today, days = st.session_state.staff_pages, store.today(), school_days.load(store)
    due = phrases.due_words(found.due_on, phrases.by_plan(found.step), today, days)
    since = t("overview.since", day=phrases.dated(found.since, today))
    number = phrases.number(found.number)
    spoken = IN_CASE.get(found.step, "") if isinstance(found.step, Cause) else ""
    with phrases.card(f"today_{found.number}_{found.step}"):
        place, text = _places()
        with place:
            badge.draw(spoken or _due(found, today, days))
        with text:
            what = t(f"duty.step.{found.step}")
            plain(phrases.sentence(what, due))
            named = t("case.number", number=number)
            plain(phrases.sentence(named, phrases.themes(found.laws), since))
            st.caption(t(f"duty.why.{found.step}"))
        ended = found.step in (Cause.AFTER_END, Cause.END_DAY)
        label = "overview.reopen" if ended else "overview.answer" if spoken else "overview.start"
        if st.button(
            t(label, number=number),
            key=f"today_open_{found.number}_{found.step}",
            type="primary" if primary else "secondary",
        ):
            asked = {"nr": found.number} | ({"vis": CONVERSATION} if spoken else {})
            st.switch_page(pages["sak"], query_params=asked)
