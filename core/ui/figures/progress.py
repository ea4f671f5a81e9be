"""How far the year's wheel has come, live for everyone; on-need rows apart."""

from collections.abc import Sequence

import streamlit as st

from core import words
from core.figures import charts
from core.figures.progress import Progress, WheelProgress
from core.ui.kit.chart import figure
from core.ui.kit.plain import plain
from core.ui.kit.words import filled, language, t


def draw(year: WheelProgress) -> None:
    """The school, and beside it the department of whoever leads one."""
    if not year.school:
        return
    boxes = st.columns(2, gap="medium") if year.department else [st.container()]
    with boxes[0], st.container(border=True, height="stretch"):
        st.subheader(t("figures.title.wheel"))
        _areas("wheel", year.school)
        if year.on_need:
            plain(t("figures.wheel.on_need"))
            for row in year.on_need:
                name = words.pick(row.names, language())
                sentence = filled("figures.wheel.need_plain", name=name)
                if row.classes is not None:
                    sentence = filled(
                        "figures.wheel.need_seen", name=name, done=row.done, classes=row.classes
                    )
                plain(sentence)
    if year.department:
        with boxes[1], st.container(border=True, height="stretch"):
            st.subheader(t("figures.title.department"))
            _areas("department", year.department)


def _areas(key: str, areas: tuple[Progress, ...]) -> None:
    """Tasks done, by area of the wheel."""
    rows = [
        (
            t(f"school.wheel.{p.area}"),
            p.done,
            p.total,
            t("figures.wheel.done", done=p.done, total=p.total),
        )
        for p in areas
    ]
    said = "; ".join(f"{name}: {label}" for name, _, _, label in rows)
    columns: dict[str, Sequence[object]] = {
        t("figures.wheel.area"): [name for name, *_ in rows],
        t("figures.wheel.column_done"): [p.done for p in areas],
        t("figures.wheel.column_late"): [p.late for p in areas],
        t("figures.wheel.column_all"): [p.total for p in areas],
    }
    figure(key, charts.done_of(rows), filled("figures.wheel.alt", rows=said), columns)
