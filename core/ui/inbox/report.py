"""One report of the inbox, whole: what was said, what has happened to it, its case."""

import uuid

import streamlit as st

from core import words
from core.access import Person, Role
from core.cases import reading
from core.people import directory
from core.reports import reports
from core.reports.happened import ReportFact, Source
from core.store.engine import Store
from core.today import staff_report
from core.ui.case import card as case_view
from core.ui.inbox import card
from core.ui.kit import phrases, thing
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t


def draw(store: Store, person: Person, found: reports.Report) -> None:
    """The report under its day, with whoever sent it; for skoleeier also who has read it."""
    names = directory.names(store)
    with thing.shown(f"report_{found.report_id}"):
        st.header(phrases.weekday(found.day))
    about = str(found.answers.get("about_staff", ""))
    plain(phrases.sentence(phrases.themes(found.laws), card.about_whom(about)))
    if found.afraid:
        by_staff = found.source is Source.STAFF
        st.warning(t("staff_report.afraid" if by_staff else "inbox.afraid_help"))
    if (safe := found.first(ReportFact.SAFE)) is not None:
        st.info(t("inbox.said_safe", day=words.day(safe.day, language())))
    if found.has(ReportFact.WITHDRAWN):
        st.info(t("inbox.withdrawn_help"))
    sender = staff_report.sender(found)
    if sender:
        plain(f"{t('inbox.sender')} {names.get(sender, '')}")
    case_view.report_body(store, found)
    if person.has(Role.SKOLEEIER):
        read = {
            f.person_id
            for f in found.facts
            if f.kind is ReportFact.READ and f.person_id is not None
        }
        readers = {names.get(person_id, "") for person_id in read}
        if readers:
            plain(f"{t('inbox.read_by')} {', '.join(sorted(readers))}")


def case_link(store: Store, person: Person, case_id: uuid.UUID) -> None:
    """The way to the case that the report belongs to."""
    target = reading.by_id(store, person, case_id)
    st.page_link(
        st.session_state.staff_pages["sak"],
        label=t("case.open", number=phrases.number(target.number)),
        query_params={"nr": target.number},
    )
