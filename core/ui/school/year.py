"""What the school does in a year for everyone's environment, by area."""

import streamlit as st

from core.ui.kit import prologue
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t
from core.words import pick
from core.year import activities


def draw() -> None:
    """The activities in force, each area in a box of its own; nothing if there are none."""
    year = activities.in_force(prologue.store())
    if not year:
        return
    st.header(t("school.year.title"))
    plain(t("school.year.how"))
    for area in activities.AREAS:
        rows = [a for a in year if a.area == area]
        if rows:
            with st.expander(t(f"school.wheel.{area}")):
                for row in rows:
                    name = pick(row.names, language())
                    plain(f"{name}\n{row.as_written}" if row.as_written else name)
