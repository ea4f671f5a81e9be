"""Input to the plan: the form for it, what came in, and the answers."""

import streamlit as st

from core.access import Action, Person, may
from core.people import directory
from core.plan import inputs
from core.ui.kit import notice, phrases, prologue, written
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t
from core.ui.plan.sections import PAGE
from core.words import day


def draw(person: Person) -> None:
    """The form for input, and what this person may see of what came in."""
    store = prologue.store()
    st.subheader(t("plan.input_title"))
    notice.show("plan_input")
    mine = inputs.sources(person)
    if may(person, Action.GIVE_PLAN_INPUT) and mine:
        with st.container(key="plan_input_form"):
            source = mine[0]
            if len(mine) > 1:
                source = st.selectbox(
                    t("plan.on_behalf"),
                    mine,
                    format_func=lambda s: t(f"plan.source_{s}"),
                    key="plan_input_source",
                )
            body = written.area(
                PAGE, t("plan.input_text"), "plan_input_text", max_chars=inputs.LONGEST
            )
            sent = st.button(t("plan.input_send"), key="plan_input_send")
        if sent:
            with notice.acting("plan.input_sent", "plan_input", plan_input_text=""):
                inputs.submit(store, person, body, source)
    answers = may(person, Action.EDIT_PLAN)
    names = directory.names(store) if answers else {}
    for found in inputs.visible(store, person):
        with st.container(border=True, key=f"input_{found.input_id}", gap="xsmall"):
            who = names.get(found.person_id, "") if found.person_id else ""
            parts = (
                t(f"plan.source_{found.source}"),
                day(phrases.day_of(found.at), language()),
                who,
            )
            st.text(" · ".join(part for part in parts if part))
            notice.show(str(found.input_id))
            plain(found.body)
            if found.answer:
                st.caption(t("plan.answer"))
                st.text(found.answer)
            elif answers:
                _answer(person, found)
            else:
                st.caption(t("plan.not_answered"))


def _answer(person: Person, found: inputs.Input) -> None:
    box = f"plan_answer_{found.input_id}"
    with st.container(key=f"plan_answer_form_{found.input_id}"):
        text = written.area(PAGE, t("plan.answer_text"), box, height=80, max_chars=4000)
        sent = st.button(t("plan.answer_send"), key=f"plan_answer_send_{found.input_id}")
    if sent:
        with notice.acting("plan.answered", str(found.input_id)):
            inputs.answer(prologue.store(), person, found.input_id, text)
            written.saved(box)
