"""The tab Journal: what was done for each duty, internal; facts that are set by hand; reports."""

import streamlit as st

from core import words
from core.access import Holder, Role
from core.cases import journal, milestones, strikes
from core.cases.clock import Clock, Duty, Step
from core.cases.journal import write as note_down
from core.cases.opened import OpenedCase
from core.people import directory
from core.reports import reports
from core.store.engine import norwegian_date
from core.today import drafts
from core.ui.case import card
from core.ui.kit import notice, written
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t

SHOWN = 60  # characters of a note that tell it from the others


def draw(
    found: OpenedCase,
    clock: Clock,
    linked: list[reports.Report],
) -> None:
    """Writing first, then the journal with the newest on top, then the reports of the case."""
    st.caption(t("case.journal.help"))
    if clock.ended_on is None:
        _begin(found, clock)
        _write(found)
        _facts(found, clock)
    names = directory.names(found.store)
    entries = journal.of(found)
    if not entries:
        st.info(t("case.journal.none"))
    for entry in entries:
        with st.container(border=True, gap="xxsmall", key=f"journal_{entry.entry_id}"):
            day = words.day(norwegian_date(entry.at), language())
            by = names.get(entry.person_id, "") if entry.person_id else ""
            plain(f"{day} · {t(f'duty.name.{entry.duty}')} · {by}")
            plain(entry.body)
    if clock.ended_on is None:
        _strike(found, [e for e in entries if e.person_id == found.person.person_id])
    st.subheader(t("case.journal.reports"))
    came = card.report_days(linked)
    for one in linked:
        st.caption(t("case.journal.report_day", day=came[one.report_id]))
        card.withdrawn(one)
        card.report_body(found.store, one)


def _strike(found: OpenedCase, own: list[journal.JournalEntry]) -> None:
    """A note of their own that was written by mistake."""
    if not own:
        return
    with st.expander(t("case.strike.entry_title"), key="strike_box"):
        st.caption(t("case.strike.help"))
        called = {e.entry_id: f"{words.clock(e.at, language())} · {e.body[:SHOWN]}" for e in own}
        which = st.selectbox(
            t("case.strike.which"),
            list(called),
            key="strike_entry",
            format_func=called.__getitem__,
        )
        why = st.text_input(t("case.strike.reason"), key="strike_entry_reason")
        if st.button(t("case.strike.save"), key="entry_strike"):
            with notice.acting("case.strike.done", strike_entry_reason=""):
                strikes.an_entry(found, which, why or "")


def _write(found: OpenedCase) -> None:
    about = drafts.of_case(found.case_id)
    with st.container(border=True, key="journal_box"):
        duty = st.selectbox(
            t("case.journal.duty"),
            list(Duty),
            key=written.fresh(about, "journal_duty", Duty.INVESTIGATE, "journal_text", Duty),
            format_func=lambda d: t(f"duty.name.{d}"),
        )
        text = written.area(
            about, t("case.journal.text"), "journal_text", max_chars=journal.LONGEST
        )
        if st.button(t("case.journal.save"), key="journal_save"):
            with notice.acting("case.journal.written", journal_text=""):
                note_down(found, duty or Duty.DOCUMENT, text or "")


def _begin(found: OpenedCase, clock: Clock) -> None:
    if clock.begun_on is not None:
        return
    first = clock.next is not None and clock.next.step is Step.BEGIN
    if st.button(
        t("case.journal.begin"), key="case_begin", type="primary" if first else "secondary"
    ):
        with notice.acting("case.journal.began"):
            milestones.begin(found)


def _facts(found: OpenedCase, clock: Clock) -> None:
    about = drafts.of_case(found.case_id)
    if found.case.held_by == Holder.SKOLEEIER:
        return
    if clock.told_on is None:
        _told(found, clock)
    if clock.taken_up_on is None:
        _taken_up(found)
    if not clock.serious:
        with st.expander(t("case.journal.serious"), key="serious_box"):
            st.caption(t("case.journal.serious_help"))
            why = written.line(about, t("case.journal.serious_why"), "serious_why")
            if st.button(t("case.journal.serious_save"), key="serious_save"):
                with notice.acting("case.journal.serious_saved", serious_why=""):
                    milestones.serious(found, why or "")
    elif clock.skoleeier_not_told and found.person.has(Role.REKTOR, Role.ASSREKTOR):
        with st.expander(t("case.journal.serious"), key="owner_told_box", expanded=True):
            how = written.line(about, t("case.journal.owner_told_how"), "owner_told_how")
            if st.button(t("case.journal.owner_told_save"), key="owner_told_save"):
                with notice.acting("case.journal.owner_told", owner_told_how=""):
                    milestones.skoleeier_told(found, how or "")


def _told(found: OpenedCase, clock: Clock) -> None:
    first = clock.next is not None and clock.next.step is Step.TELL
    with st.expander(t("case.journal.tell"), key="told_box", expanded=first):
        st.caption(t("case.journal.tell_help"))
        names = directory.told_apart(found.store, milestones.employees(found.store))
        about = drafts.of_case(found.case_id)
        day = st.date_input(
            t("case.journal.tell_day"),
            key=written.fresh(about, "told_day", found.store.today(), "told_how"),
            format="DD.MM.YYYY",
            max_value=found.store.today(),
        )
        by = st.selectbox(
            t("case.journal.tell_by"),
            list(names),
            key=written.fresh(about, "told_by", found.person.person_id, "told_how", names),
            format_func=lambda i: names[i],
        )
        how = written.line(about, t("case.journal.tell_how"), "told_how")
        if st.button(t("case.journal.tell_save"), key="told_save"):
            with notice.acting("case.journal.told", told_how=""):
                milestones.told_by_hand(found, day, by or found.person.person_id, how or "")


def _taken_up(found: OpenedCase) -> None:
    with st.expander(t("case.journal.take_up"), key="taken_up_box"):
        st.caption(t("case.journal.take_up_help"))
        about = drafts.of_case(found.case_id)
        day = st.date_input(
            t("case.journal.take_up_day"),
            key=written.fresh(about, "taken_up_day", found.store.today(), "taken_up_how"),
            format="DD.MM.YYYY",
            max_value=found.store.today(),
        )
        how = written.line(about, t("case.journal.take_up_how"), "taken_up_how")
        if st.button(t("case.journal.take_up_save"), key="taken_up_save"):
            with notice.acting("case.journal.taken_up", taken_up_how=""):
                milestones.taken_up_by_hand(found, day, how or "")
