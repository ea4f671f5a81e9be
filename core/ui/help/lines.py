"""Everyone whom a student may call or write to, as the school has confirmed them."""

import streamlit as st

from core.school import help_lines
from core.school.help_lines import HelpLine
from core.ui.kit import prologue
from core.ui.kit.plain import as_typed
from core.ui.kit.words import language, t
from core.words import day, pick

TEXT_WIDTH = 200  # pixels: the number stands beside it on a phone too


def draw() -> None:
    """Each line in a box, with the day on which the school confirmed it."""
    for line in help_lines.lines(prologue.store()):
        _line(line)


def _line(line: HelpLine) -> None:
    """The name and hours, and beside them the number to call and the address to open."""
    with st.container(
        border=True,
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        gap="xsmall",
        key=f"line_{line.id}",
    ):
        with st.container(gap=None, width=TEXT_WIDTH):
            st.text(pick(line.name, language()))
            if pick(line.hours, language()):
                st.text(pick(line.hours, language()))
            if line.checked_on:
                st.caption(t("help.checked", day=day(line.checked_on, language(), year=True)))
        with st.container(horizontal=True, gap="xsmall", width="content"):
            if line.number:
                st.link_button(as_typed(line.number), line.tel)
            if line.web:
                st.link_button(t("help.web"), line.web)
