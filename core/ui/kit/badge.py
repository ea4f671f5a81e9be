"""State in its one form: a badge, the word first; colour is never the only carrier."""

from typing import Literal

import streamlit as st

from core.ui.kit.words import t

COLOURS: dict[str, Literal["red", "yellow", "blue", "green", "gray"]] = {
    "afraid": "red",
    "late": "red",
    "answer": "yellow",
    "unanswered": "yellow",
    "waits": "yellow",
    "near": "yellow",
    "safe": "blue",
    "planned": "gray",
    "new": "gray",
}
# What each thing that somebody waits for is called in a badge: `waiting.Wait`.
OF_WAIT = {"afraid_unread": "afraid", "unread": "new"}


def draw(name: str) -> None:
    """Draw a state."""
    st.badge(t(f"state.{name}"), color=COLOURS[name])


def of_wait(wait: str, late: bool = False) -> None:
    """Draw what somebody waits for; late if nobody has read it by the promised day."""
    named = OF_WAIT.get(wait, wait)
    draw("late" if late and named != "afraid" else named)
