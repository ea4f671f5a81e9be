"""A button whose act is done at the first press, also in a session that never drew it.

After ten minutes in a pocket, or when the portal was started anew, the page stands as it was left
and its session is new. Streamlit has then forgotten what `on_click` named and drops it without a
word; the button's own value still comes. Every button with an act goes through here.
"""

from collections.abc import Callable
from typing import Any, Literal, TypedDict, Unpack

import streamlit as st

from core.words import Words

HEARD = "press_heard"  # the button whose act was done before this run
LATE = "press_late"  # an act that is done before the next run
NEW = "press_new"  # whether this is the first run of its session


class Look(TypedDict, total=False):
    """What may be said of a button's look, as Streamlit calls it."""

    type: Literal["primary", "secondary", "tertiary"]
    width: Literal["stretch", "content"]
    icon: str
    disabled: bool


def begin() -> None:
    """Do what the run before this one heard too late; the shell begins with it."""
    state = st.session_state
    state[NEW] = NEW not in state
    act, args = state.pop(LATE, (None, ()))
    if act is not None:
        act(*args)


def button(
    label: Words,
    *,
    key: str,
    act: Callable[..., object],
    args: tuple[Any, ...] = (),
    **look: Unpack[Look],
) -> None:
    """A button; `act` is done before the page is drawn anew, as with `on_click`."""
    if st.button(label, key=key, on_click=_hear, args=(key, act, args), **look):
        _heed(key, act, args)


def form_submit_button(
    label: Words,
    *,
    key: str,
    act: Callable[..., object],
    args: tuple[Any, ...] = (),
    **look: Unpack[Look],
) -> None:
    """The button of a form, likewise."""
    if st.form_submit_button(label, key=key, on_click=_hear, args=(key, act, args), **look):
        _heed(key, act, args)


def _hear(key: str, act: Callable[..., object], args: tuple[Any, ...]) -> None:
    st.session_state[HEARD] = key
    act(*args)


def _heed(key: str, act: Callable[..., object], args: tuple[Any, ...]) -> None:
    """Pressed: done already, or to be done now; not here, where what it changes may be drawn.

    A press that the first run had no button for stays in Streamlit's state until one is drawn: in
    any later run it is nobody's press.
    """
    state = st.session_state
    if state.pop(HEARD, None) != key and state.get(NEW):
        state[LATE] = (act, args)
        st.rerun()
