"""Sak: one case. The work and, beside it, the clock; for those on its list alone."""

import streamlit as st

from core import words
from core.cases import facts as case_facts
from core.cases import listing, people, reading
from core.cases.clock import Step
from core.cases.happened import Part
from core.errors import Refused
from core.ui.case import access, card, journal, plan, step, student
from core.ui.case import waits as case_waits
from core.ui.case.step import CONVERSATION
from core.ui.cases import filters
from core.ui.kit import notice, phrases, thing, unanswered
from core.ui.kit.prologue import guard
from core.ui.kit.prologue import store as the_store
from core.ui.kit.words import language, t

person = guard("sak")

store = the_store()
st.page_link(
    st.session_state.staff_pages["saker"],
    label=t("case.back"),
    icon=":material/arrow_back:",
    query_params=filters.way_back(),
)
said = notice.show()
try:
    found = reading.open_case(
        store, person, st.query_params.get("nr", ""), st.session_state.get("acts", True)
    )
except Refused:
    if not said:  # else it is theirs no more by what they just did, and that has been said
        st.error(t("case.no_such"))
    unanswered.stop()
if found.case.moved_to is not None:
    st.header(t("case.number", number=phrases.number(found.number)))
    st.info(t("case.moved"))
    unanswered.stop()

facts = case_facts.of(found)
clock = case_facts.clock(found)
concerned = people.of(found)
linked = reading.reports_of(found)
closed = clock.ended_on is not None
waits = listing.is_waiting(found)

if st.query_params.pop("vis", "") == CONVERSATION:
    step.go_to("student")
card.top(found, clock)
if waits:
    case_waits.draw(found, linked, closed)
    step.to_conversation()
if clock.next is not None:
    step.draw(store, clock.next)
elif clock.ended_on is not None:
    st.info(t("case.end.ended_on", day=words.day(clock.ended_on, language(), year=True)))
if found.case.past_team:
    st.info(t("case.past_team"))

# The work comes first, also to who reads on a phone; on a laptop the clock stands to its left.
with st.container(key="case_body"):
    work, duties = st.columns([2.6, 1], gap="large")
with duties:
    card.clock_column(store, clock, found.case.held_by)
with work:
    journal_tab, plan_tab, student_tab, access_tab = st.tabs(
        list(step.tabs().values()), key="case_tab", on_change="rerun"
    )
    with journal_tab, thing.shown("case_journal", now=bool(journal_tab.open)):
        journal.draw(found, clock, linked)
    with plan_tab, thing.shown("case_plan", now=bool(plan_tab.open)):
        exposed = [p for p in concerned if p.part is Part.EXPOSED]
        planning = clock.next is not None and clock.next.step in (Step.PLAN, Step.NEXT_ROUND)
        plan.draw(found, exposed, facts, closed, planning)
    with student_tab, thing.shown("case_student", now=bool(student_tab.open)):
        student.draw(found, concerned, linked, closed, waits)
    with access_tab, thing.shown("case_access", now=bool(access_tab.open)):
        access.draw(found, clock, reopens=not waits)
        access.take_along(found)
