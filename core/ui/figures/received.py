"""What came in, exact: by week, by the law's groups, by place and time."""

from datetime import date

import streamlit as st

from core.figures import charts
from core.figures.counts import Figures
from core.store.engine import Store
from core.ui.figures import groups
from core.ui.kit.chart import figure
from core.ui.kit.words import filled, t

SHORTEST = 8  # weeks of a trend: fewer say nothing


def draw(store: Store, found: Figures) -> None:
    """The trend, and under it the groups beside the places."""
    with st.container(border=True):
        st.subheader(t("figures.title.trend"))
        _trend(found, store.today())
    left, right = st.columns([2, 3], gap="medium")
    with left, st.container(border=True, height="stretch"):
        st.subheader(t("school.release.kind"))
        _kinds(found)
    with right, st.container(border=True, height="stretch"):
        st.subheader(t("figures.title.places"))
        _places(found, groups.areas(store), groups.times(store))


def _trend(found: Figures, today: date) -> None:
    """Reports per week, a row for each group."""
    laws = groups.laws()
    weeks = [(m, w) for m, w in found.weeks if m <= today]
    while len(weeks) > SHORTEST and not weeks[0][1]:
        del weeks[0]  # the summer
    said = "; ".join(f"{laws[law]}: {found.laws[law]}" for law in laws)
    columns: dict[str, list[str] | list[int]] = {
        t("figures.week"): [f"{m.isocalendar().week}" for m, _ in weeks]
    }
    for law, name in laws.items():
        columns[name] = [w.get(law, 0) for _, w in weeks]
    spec = charts.trend(weeks, laws, t("figures.week"))
    figure("trend", spec, filled("figures.trend_alt", n=len(weeks), rows=said), columns)


def _kinds(found: Figures) -> None:
    """Exact numbers by the law's groups."""
    rows = [(name, found.laws[law]) for law, name in groups.laws().items()]
    counted = "; ".join(f"{name}: {n}" for name, n in rows)
    columns: dict[str, list[str] | list[int]] = {
        t("school.column.group"): [name for name, _ in rows],
        t("school.column.reports"): [n for _, n in rows],
    }
    figure("kind", charts.bars(rows), filled("school.chart_alt", rows=counted), columns)


def _places(found: Figures, areas: dict[str, str], times: dict[str, str]) -> None:
    """Where and when, as the student said it."""
    cells = {pair: n for pair, n in found.places.items() if pair[0] in areas and pair[1] in times}
    most = max(cells, key=lambda pair: cells[pair], default=None)
    alt: str = t("figures.places_alt")
    if most:
        alt += " " + filled(
            "figures.places_most", area=areas[most[0]], time=times[most[1]], n=cells[most]
        )
    columns: dict[str, list[str] | list[int]] = {t("figures.place"): list(areas.values())}
    for time, name in times.items():
        columns[name] = [cells.get((area, time), 0) for area in areas]
    figure("places", charts.grid(cells, areas, times), alt, columns)
