"""Handlingsplan: the school's action plan, who has read it, what the law adds, input to it."""

import streamlit as st

from core.access import Action, may
from core.plan import cycle
from core.plan import sections as plan
from core.school import profile as school_profile
from core.school.year import label, school_year
from core.ui.kit import notice, prologue
from core.ui.kit.prologue import guard
from core.ui.kit.words import language, t
from core.ui.plan import sections as plan_view
from core.words import day

person = guard("handlingsplan")

store = prologue.store()
lang = language()
profile = school_profile.profile(store)
may_edit = may(person, Action.EDIT_PLAN)
year = label(school_year(store.today()))

st.header(t("plan.title"))
st.text(profile.name)
notice.show()

now = cycle.now(store)
with st.container(border=True, key="plan_state", gap="small"):
    if now.last:
        st.text(t("plan.revised", day=day(now.last, lang, year=True)))
    else:
        st.text(t("plan.never_revised"))
    month = t(f"plan.month.{now.month}")
    if now.overdue:
        st.warning(t("plan.overdue", month=month, year=int(now.wanted_by.year)))
        if may_edit:
            st.text(t("plan.overdue_cure"))
    else:
        st.text(t("plan.revised_each", month=month))
    if may(person, Action.CONFIRM_PLAN):
        done_on = cycle.confirmed_on(store, person)
        if done_on:
            st.text(t("plan.confirmed", day=day(done_on, lang), year=year))
        else:
            st.text(t("plan.please_confirm", year=year))
            if st.button(t("plan.confirm"), key="plan_confirm", type="primary"):
                with notice.acting("plan.was_confirmed"):
                    cycle.confirm(store, person)
    if may(person, Action.SEE_PLAN_READERS):
        seen = cycle.readership(store, person)
        st.text(t("plan.readership", done=seen.done, of=seen.of, year=year))
        if seen.missing:
            with st.expander(t("plan.who_is_missing"), key="plan_missing"):
                st.text("\n".join(seen.missing))

edits = may_edit and st.toggle(t("plan.edit"), key="plan_edit")
if edits:
    plan_view.revision(person, now.month)
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
    plan_view.law(person, edits)
    plan_view.give_input(person)
    done = cycle.revisions(store)
    if done:
        with st.expander(t("plan.revisions"), key="plan_revisions"):
            for revision in done:
                st.text(f"{day(revision.revised_on, lang, year=True)} {revision.note}".strip())
