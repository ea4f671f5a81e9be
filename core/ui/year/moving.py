"""Another time this year for an activity, or a date for what the plan gives none."""

from datetime import date

import streamlit as st

from core.access import Person
from core.store.engine import Store
from core.ui.kit import notice, outlived
from core.ui.kit.words import t
from core.ui.year import rows
from core.year import facts, rules, windows
from core.year.activities import Activity
from core.year.rules import Window


def form(store: Store, person: Person, a: Activity, year: int) -> None:
    """Another window this year, or a date for what the plan gives none."""
    if a.body and isinstance(a.rule, rules.Series):
        rows.to_meetings()
        return
    dated = {
        x.occurrence: x.window
        for x in facts.seen(store, person, year)
        if x.activity.activity_id == a.activity_id and x.window and x.occurrence
    }
    which = 0 if isinstance(a.rule, rules.WITHOUT_DATES) else 1
    if which and len(dated) > 1:
        which = st.selectbox(
            t("wheel.window"),
            sorted(dated),
            key=f"window_which_{a.activity_id}",
            format_func=lambda n: t("wheel.occurrence", n=n, days=rows.span(dated[n])),
        )
    now = dated.get(which)
    first, last = date(year, 8, 1), date(year + 1, 7, 31)
    start = now.opens if now else store.today()
    end = now.closes if now else start
    # Moved or moved back, the fields show the new time.
    tail = f"{a.activity_id}_{which}_{start}_{end}"
    for name, value in (("opens", start), ("closes", end)):
        outlived.first(f"window_{name}_{tail}", value)
    opens = st.date_input(
        t("wheel.opens"),
        key=f"window_opens_{tail}",
        min_value=first,
        max_value=last,
        format="DD.MM.YYYY",
    )
    closes = st.date_input(
        t("wheel.closes"),
        key=f"window_closes_{tail}",
        min_value=first,
        max_value=last,
        format="DD.MM.YYYY",
    )
    with st.container(horizontal=True, key="window_acts"):
        if st.button(t("wheel.set_date"), key="window_save", type="primary"):
            with notice.acting("wheel.moved", a.activity_id, row=a.activity_id):
                windows.move(store, person, a.activity_id, year, which, Window(opens, closes))
        moved = any(d.activity_id == a.activity_id for d in facts.of(store, year).dates)
        if moved and st.button(t("wheel.clear"), key="window_clear"):
            with notice.acting("wheel.cleared", a.activity_id, row=a.activity_id):
                windows.move_back(store, person, a.activity_id, year)
