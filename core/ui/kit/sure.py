"""What goes out, or cannot be taken back: a dialog names the thing, says what happens and asks.

The button that leads here says `ask`; `draw` stands where the button stands, with the act itself.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from core.ui.kit import pages
from core.ui.kit.plain import plain
from core.words import Words

ASKED = "sure_asked"  # which question is open on this page


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What is asked: of which thing, what will happen, and what yes and no are called."""

    title: Words
    about: str
    tells: Words
    yes: Words
    no: Words


def ask(key: str) -> None:
    """The question is to be asked."""
    pages.kept()[ASKED] = key


def answered() -> None:
    """It has been answered, or put away."""
    pages.kept().pop(ASKED, None)


def is_open(key: str) -> bool:
    """Whether it was asked for and not answered yet: what it says is made for that run alone."""
    return bool(pages.kept().get(ASKED) == key)


def draw(key: str, question: Asking, act: Callable[[], None]) -> None:
    """The dialog, if it was asked for; `act` is done at yes and says itself what came of it."""
    if is_open(key):
        dialog = st.dialog(question.title, on_dismiss=answered)
        dialog(functools.partial(_dialog, key, question, act))()


def _dialog(key: str, question: Asking, act: Callable[[], None]) -> None:
    plain(question.about)
    st.markdown(question.tells)
    with st.container(horizontal=True, key=f"{key}_acts"):
        sure = st.button(question.yes, key=f"{key}_yes")
        if st.button(question.no, key=f"{key}_no", type="primary"):
            answered()
            st.rerun()
    if sure:
        act()
