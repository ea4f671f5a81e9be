"""How the plan stands: when it was revised, who has read it this year, who has not."""

import streamlit as st

from core.access import Action, Person, may
from core.plan import cycle
from core.plan.cycle import Cycle
from core.school.year import label, school_year
from core.ui.kit import notice, prologue
from core.ui.kit.words import language, t
from core.words import Words, day


def draw(person: Person, now: Cycle) -> None:
    """The revision for everyone; their own confirmation; for leaders how many have read it."""
    with st.container(border=True, key="plan_state", gap="small"):
        _revision(person, now)
        if may(person, Action.CONFIRM_PLAN):
            _confirmation(person)
        if may(person, Action.SEE_PLAN_READERS):
            _readership(person)


def _year() -> Words:
    return label(school_year(prologue.store().today()))


def _revision(person: Person, now: Cycle) -> None:
    if now.last:
        st.text(t("plan.revised", day=day(now.last, language(), year=True)))
    else:
        st.text(t("plan.never_revised"))
    month = t(f"plan.month.{now.month}")
    if now.overdue:
        st.warning(t("plan.overdue", month=month, year=int(now.wanted_by.year)))
        if may(person, Action.EDIT_PLAN):
            st.text(t("plan.overdue_cure"))
    else:
        st.text(t("plan.revised_each", month=month))


def _confirmation(person: Person) -> None:
    """That they have read the plan this year, or the button that says so."""
    store = prologue.store()
    done_on = cycle.confirmed_on(store, person)
    if done_on:
        st.text(t("plan.confirmed", day=day(done_on, language()), year=_year()))
        return
    st.text(t("plan.please_confirm", year=_year()))
    if st.button(t("plan.confirm"), key="plan_confirm", type="primary"):
        with notice.acting("plan.was_confirmed"):
            cycle.confirm(store, person)


def _readership(person: Person) -> None:
    seen = cycle.readership(prologue.store(), person)
    st.text(t("plan.readership", done=seen.done, of=seen.of, year=_year()))
    if seen.missing:
        with st.expander(t("plan.who_is_missing"), key="plan_missing"):
            st.text("\n".join(seen.missing))
