"""A button whose act is done at the first press, also in a session that never drew it.

After ten minutes in a pocket, or when the portal was started anew, the page stands as it was left
and its session is new. Streamlit has then forgotten what `on_click` named and drops it without a
word; the button's own value still comes. Every button with an act goes through here.
"""

from collections.abc import Callable
from typing import Any, Literal, TypedDict, Unpack

import streamlit as st

from core.ui.kit import outlived
from core.ui.kit.server import presses
from core.words import Words

HEARD = "press_heard"  # the ids of the buttons whose acts were done before this run
LATE = "press_late"  # an act that is done before the next run


class Look(TypedDict, total=False):
    """What may be said of a button's look, as Streamlit calls it."""

    type: Literal["primary", "secondary", "tertiary"]
    width: Literal["stretch", "content"]
    icon: str
    disabled: bool


def begin() -> None:
    """Do what the run before this one heard too late; the shell begins with it."""
    outlived.begin()
    if LATE not in st.session_state or outlived.waits():
        return
    act, args = st.session_state.pop(LATE)
    act(*args)


def heard(key: str) -> bool:
    """Whether the act of this button was done before this run."""
    return any(presses.key(button) == key for button in done())


def done() -> frozenset[str]:
    """The buttons whose acts were done before this run, by id: a key in one is anybody's word."""
    return frozenset(st.session_state.get(HEARD, ()))


def forget() -> None:
    """The run is over: no later one is told of what was done before it."""
    st.session_state.pop(HEARD, None)


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
    st.session_state[HEARD] = done() | presses.called(key)
    act(*args)


def _heed(key: str, act: Callable[..., object], args: tuple[Any, ...]) -> None:
    """Pressed: done already, or to be done now; not here, where what it changes may be drawn."""
    if not heard(key):
        st.session_state.setdefault(LATE, (act, args))


def whole() -> None:
    """The page has been drawn, with everything that an act heard late reads: now it is done."""
    outlived.whole()
    if LATE in st.session_state:
        st.rerun()
