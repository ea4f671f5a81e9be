"""The batch that everyone at the school sees: bands and rounded numbers, without filters."""

import streamlit as st

from core import words
from core.figures import plenary
from core.figures.plenary import Batch
from core.store.engine import Store
from core.ui.figures import groups, release
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t


def draw(store: Store, batch: Batch) -> None:
    """Its one sentence, its days, both tables with their charts, and how it was counted."""
    visible = batch.figures.kind.visible()
    with st.container(border=True, key="standout"):
        if visible:
            st.subheader(
                t(
                    "figures.plenary.most",
                    law=t(f"school.law.{visible[0][0]}"),
                    number=int(visible[0][1]),
                )
            )
        else:
            st.subheader(t("figures.plenary.few"))
        plain(
            t(
                "figures.plenary.until",
                first=words.day(batch.of.start, language()),
                last=words.day(batch.until, language()),
            )
        )
    since = plenary.per(store, batch)
    left, right = st.columns(2, gap="medium")
    tables = (
        ("kind", left, batch.figures.kind, groups.laws()),
        ("area", right, batch.figures.area, groups.areas(store)),
    )
    for of, box, table, named in tables:
        with box, st.container(border=True, height="stretch"):
            st.subheader(t(f"school.release.{of}"))
            if table.is_shown:
                rows = [(named.get(row, row), value) for row, value in table.rows]
                release.safe_figure(of, rows, [since.get((of, row)) for row, _ in table.rows])
            else:
                plain(t("school.release.too_few"))
    st.caption(t("figures.plenary.how"))
