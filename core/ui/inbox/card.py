"""One card of the inbox: what was chosen and what was done, and the button that opens it."""

import uuid
from datetime import date

import streamlit as st

from core.access import Person
from core.forms import form
from core.reports.happened import ReportState, Source, WaitsFor
from core.today import inbox
from core.today.waiting import Wait
from core.ui.inbox import closing
from core.ui.kit import badge, phrases
from core.ui.kit.plain import plain
from core.ui.kit.words import filled, language, t
from core.words import NONE, Words, listed, pick

TEXT_WIDTH = 900  # pixels: the button stands beside it on a laptop, under it on a phone


def draw(
    person: Person, card: inbox.Card, taken_back: bool, names: dict[uuid.UUID, str], today: date
) -> None:
    """One card: what was chosen, what was done, the button beside it; no word of the report."""
    box = phrases.card(f"card_{card.report_id}")
    with box:
        with st.container(gap="xxsmall", width=TEXT_WIDTH):
            if card.wait is not None:
                badge.of_wait(card.wait)
            apart = taken_back or card.is_urgent
            day = phrases.dated(card.day, today) if apart else ""
            what = _chosen(card.kinds) or (t("inbox.no_kind") if card.source is Source.FORM else "")
            top = phrases.sentence(day, what, _chosen(card.places))
            if not card.opens:
                plain(t("error.unopened"))
            elif top:
                plain(top)
            plain(_flags(card, taken_back, names))
            if card.state is not ReportState.CLOSED:
                closing.tick(person, card)
        if st.button(t("inbox.read"), key=f"inbox_read_{card.report_id}"):
            st.query_params["melding"] = str(card.report_id)
            st.rerun()


def about_whom(about: str) -> Words:
    """Whom of the school's it may be about, in words; nothing if it is nobody."""
    if about in ("employee", "handler", "leadership", "unsure"):
        return t(f"inbox.about_{about}")
    return NONE


def _flags(card: inbox.Card, taken_back: bool, names: dict[uuid.UUID, str]) -> str:
    """What a reader must see at once, and how far the school has come, in words."""
    shown = card.wait in (Wait.AFRAID_UNREAD, Wait.AFRAID)  # its badge says so
    out: list[str] = [t("inbox.afraid")] if card.afraid and not shown else []
    if card.source is Source.STAFF:
        out.append(t("inbox.from_staff"))
    out.append(about_whom(card.about_staff))
    if card.state is ReportState.WITHDRAWN and not taken_back:
        out.append(t("inbox.withdrawn"))
    readers = [names[i] for i in card.readers if i in names]
    out.append(
        filled("inbox.read_of", who=listed(readers, language())) if readers else t("inbox.new")
    )
    if card.said_safe:
        out.append(t("inbox.safe"))
    if card.waits_for is WaitsFor.SCHOOL:
        out.append(t("inbox.waits_school"))
    elif card.source is Source.FORM:
        out.append(t("inbox.answered" if card.answered else "inbox.not_answered"))
    return phrases.sentence(*out)


def _chosen(options: tuple[form.Option, ...]) -> str:
    """What was ticked, under the names that the form had then."""
    return ", ".join(pick(option.label, language()) for option in options)
