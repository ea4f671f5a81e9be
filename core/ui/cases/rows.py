"""The rows of the list of cases: the way in, what is next and until when, who has it."""

import uuid
from datetime import date

import streamlit as st

from core.cases import listing
from core.cases.opened import Case
from core.people import directory
from core.school import days as school_days
from core.school.days import SchoolDays
from core.store.engine import Store
from core.ui.case.step import CONVERSATION
from core.ui.kit import badge, phrases
from core.ui.kit.plain import plain
from core.ui.kit.words import t


def draw(store: Store, found: listing.CasePage) -> None:
    """One page of rows; if somebody waits for an answer, the row leads to the conversation."""
    names, today, days = directory.names(store), store.today(), school_days.load(store)
    for one in found.cases:
        waits = one.case_id in found.waiting
        with st.container(border=True, gap="xxsmall", key=f"case_{one.number}"):
            with st.container(horizontal=True, vertical_alignment="center"):
                if waits:
                    badge.draw("answer")
                st.page_link(
                    st.session_state.staff_pages["sak"],
                    label=t("case.number", number=phrases.number(one.number)),
                    query_params={"nr": one.number} | ({"vis": CONVERSATION} if waits else {}),
                )
                plain(phrases.sentence(t(f"duty.state.{one.state}"), phrases.themes(one.laws)))
            plain(_under(one, names, today, days))


def _under(one: Case, names: dict[uuid.UUID, str], today: date, days: SchoolDays) -> str:
    """What is next, who has the case, when somebody last did something in it."""
    parts: list[str] = []
    if one.next_duty:
        parts.append(t("case.next", step=t(f"duty.step.{one.next_duty}")))
        due = phrases.due_words(one.due_on, phrases.by_plan(one.next_duty), today, days)
        parts.append(due)
    holder = names.get(one.holder_id) if one.holder_id else None
    parts.append(f"{t('case.owner')} {holder or t('case.nobody')}")
    if one.last_at is not None:
        parts.append(t("case.last", day=phrases.dated(phrases.day_of(one.last_at), today)))
    return phrases.sentence(*parts)
