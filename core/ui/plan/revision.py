"""That the plan was revised, and the month in which it is each year."""

import streamlit as st

from core.access import Person
from core.plan import cycle
from core.ui.kit import editing, notice, outlived, prologue, written
from core.ui.kit.words import t
from core.ui.plan.sections import PAGE


def form(person: Person) -> None:
    """That the plan was revised, and the month in which it is each year."""
    store = prologue.store()
    with st.expander(t("plan.revision"), key="plan_revision"):
        with st.container(key="revision_form"):
            on = st.date_input(
                t("plan.revision_day"),
                store.today(),
                max_value=store.today(),
                key="revision_day",
                format="DD.MM.YYYY",
                width=180,
            )
            note = written.area(
                PAGE,
                t("plan.revision_note"),
                "revision_note",
                max_chars=cycle.LONGEST_NOTE,
                height=80,
            )
            sent = st.button(t("plan.revision_save"), key="revision_save")
        if sent:
            with notice.acting("plan.revision_saved", revision_note=""):
                cycle.revise(store, person, on, note)
        month, version = cycle.edited(store)
        n = editing.seen("plan_month", version, "revision_month")
        key = f"revision_month_{n}"
        outlived.first(key, month)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(
                t("plan.revision_month"),
                range(1, 13),
                format_func=lambda m: t(f"plan.month.{m}"),
                key=key,
                width=220,
            )
            if st.button(t("plan.save"), key="revision_month_save"):
                with notice.acting("plan.month_saved"):
                    cycle.set_month(store, person, chosen, n)
                    editing.forget("plan_month")
