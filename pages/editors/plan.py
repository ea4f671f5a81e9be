"""Handlingsplan: the school's action plan, who has read it, what the law adds, input to it."""

import streamlit as st

from core.access import Action, may
from core.plan import cycle
from core.plan import sections as plan
from core.school import profile as school_profile
from core.ui.kit import notice, prologue
from core.ui.kit.prologue import guard
from core.ui.kit.words import language, t
from core.ui.plan import inputs, law, revision, state
from core.ui.plan import sections as plan_view
from core.words import day

person = guard("handlingsplan")

store = prologue.store()
st.header(t("plan.title"))
st.text(school_profile.profile(store).name)
notice.show()

now = cycle.now(store)
state.draw(person, now)
edits = may(person, Action.EDIT_PLAN) and st.toggle(t("plan.edit"), key="plan_edit")
if edits:
    revision.form(person)
whole, beside = st.columns([2, 1], gap="large")
with whole:
    sections = [s for s in plan.sections(store) if not s.supplied]
    for kind in plan.KINDS:
        own = [s for s in sections if s.kind == kind]
        if own:
            st.subheader(t(f"plan.kinds.{kind}"))
            for found in own:
                plan_view.section(person, found, edits)
    if not sections:
        st.info(t("plan.empty"))
    if edits:
        plan_view.new(person)
        gone = plan.removed(store)
        if gone:
            with st.expander(t("plan.removed"), key="plan_removed"):
                for found in gone:
                    plan_view.history(person, found)
with beside:
    law.draw(person, edits)
    inputs.draw(person)
    done = cycle.revisions(store)
    if done:
        with st.expander(t("plan.revisions"), key="plan_revisions"):
            for one in done:
                on = day(one.revised_on, language(), year=True)
                st.text(f"{on} {one.note}".strip())
