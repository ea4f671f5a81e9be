"""What became of it, exact: how long each duty took, and where the open cases are."""

from collections.abc import Sequence

import streamlit as st

from core.figures import charts, counts
from core.figures.counts import Figures
from core.ui.kit.chart import figure
from core.ui.kit.plain import plain
from core.ui.kit.words import filled, t


def draw(found: Figures) -> None:
    """The duties beside the open cases."""
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        st.subheader(t("figures.title.lead"))
        _lead_times(found)
    with right, st.container(border=True, height="stretch"):
        st.subheader(t("figures.title.states"))
        states(found)


def states(found: Figures) -> None:
    """Open cases by where they are."""
    rows = [(t(f"figures.state.{s}"), found.states.get(s, 0)) for s in counts.OPEN_STATES]
    said = "; ".join(f"{name}: {n}" for name, n in rows)
    columns: dict[str, Sequence[object]] = {
        t("figures.state.title"): [name for name, _ in rows],
        t("figures.state.cases"): [n for _, n in rows],
    }
    figure("states", charts.bars(rows), filled("figures.state.alt", rows=said), columns)


def _lead_times(found: Figures) -> None:
    """School days from received to each duty, with the internal target."""
    leads = found.lead_times
    if not leads:
        plain(t("figures.no_cases"))
        return
    rows = [
        (
            t(f"figures.duty.{lead.duty}"),
            lead.median,
            lead.goal,
            str(lead.median),
        )
        for lead in leads
    ]
    said = "; ".join(f"{name}: {label}" for name, _, _, label in rows)
    columns: dict[str, Sequence[object]] = {
        t("figures.duty.title"): [name for name, *_ in rows],
        t("figures.lead.cases"): [lead.cases for lead in leads],
        t("figures.lead.median"): [lead.median for lead in leads],
        t("figures.lead.slow"): [lead.slow for lead in leads],
        t("figures.lead.goal"): [lead.goal for lead in leads],
        t("figures.lead.within"): [lead.within for lead in leads],
    }
    figure("lead", charts.against_target(rows), filled("figures.lead.alt", rows=said), columns)
    st.caption(t("figures.lead.note"))
