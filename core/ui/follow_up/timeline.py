"""The reporter's timeline: what the school has done, down the page, in days."""

import streamlit as st

from core.today.follow_up import TimelineStep
from core.ui.kit.words import language, t
from core.words import day, put


def draw(steps: list[TimelineStep]) -> None:
    """One line a step: done with its day, or not yet; the word carries it, not the colour."""
    with st.container(border=True, gap="xsmall", key="timeline"):
        for step in steps:
            told = t(f"follow_up.step.{step.key}")
            if step.day is not None:
                st.markdown(
                    put(":material/check_circle: **{}** · {}", told, day(step.day, language()))
                )
            else:
                st.markdown(
                    put(":material/radio_button_unchecked: {} · {}", told, t("follow_up.waiting"))
                )
