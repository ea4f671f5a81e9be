"""Følg opp: the reporter's way back with the code."""

import streamlit as st

from core.reports import readers, reports
from core.reports.happened import Reporter, ReportFact, ReportState
from core.today import follow_up
from core.ui.follow_up import (
    conversation,
    opening,
    outcome,
    reader,
    rektor,
    safety,
    timeline,
    withdrawal,
)
from core.ui.kit import form as screen
from core.ui.kit import notice, once, press, prologue, thing, unanswered
from core.ui.kit.words import language, t
from core.words import day, weekday

store = prologue.store()
once.hear()
state = st.session_state

with thing.shown("follow_report" if "follow_report" in state else "follow_code"):
    st.title(t("follow_up.title"))
found = reports.load(store, state.follow_report) if "follow_report" in state else None
if found is None:
    opening.draw(store)
    unanswered.stop()
with st.container(key="follow_open"):
    opening.for_the_browser()
    if state.get("follow_withdraw"):
        withdrawal.draw(store)
        unanswered.stop()

    taken_back = found.first(ReportFact.WITHDRAWN)
    if not notice.show(outcome.TOP) and taken_back is not None:
        st.info(t("follow_up.withdrawn", day=day(taken_back.day, language())))
    reader.draw(store, found)
    timeline.draw(follow_up.timeline(store, found))
    if found.state is ReportState.NEW and readers.named(store, found.route).count:
        next_day = weekday(readers.reading(store).next_day, language())
        st.caption(t("follow_up.reads_next", day=next_day))
    if follow_up.is_asked_about_rektor(found):
        rektor.draw(store, found)
    conversation.draw(store, found)
    conversation.reply(store, found)
    if found.reporter is Reporter.SELF:
        safety.draw(store, found)
    with st.container(horizontal=True, key="follow_acts"):
        press.button(t("follow_up.close"), key="code_close", act=opening.close)
        if taken_back is None:
            withdrawal.offer()
    st.caption(t("follow_up.idle"))
screen.numbers(store, "follow")
once.draw()
