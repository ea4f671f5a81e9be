"""A page that outlived its session: its first run takes over what the browser shows.

After ten minutes in a pocket, or when the portal was started anew, everything chosen and typed
stands in the browser, and the session that is asked has drawn none of it. Streamlit forgets what a
run does not draw, and what the run gives a widget hides what the browser brings. So what came is
brought again until no more of it is drawn, and an act that was asked for waits until then.

The browser may be another's by now: somebody has signed in at it, or out. Then nothing of what came
fits what is drawn (core/ui/kit/server/marks); it is dropped, and said.
"""

from typing import Any

import streamlit as st

from core.ui.kit.server import marks, presses

KNOWN = "outlived_known"  # this session has been asked before
UNASKED = "outlived_unasked"  # whether what came is for whoever is here now
WAITING = "outlived_waiting"  # what the browser brought and no run has drawn yet, by id
ANOTHERS = "outlived_anothers"  # what came was of a page that was drawn for somebody else
CHANGED = "outlived_changed"  # keys of what could not be taken over: the page asks otherwise now


def begin() -> None:
    """Note what the browser brings to a session that has drawn nothing."""
    state = st.session_state
    if KNOWN not in state:
        state[KNOWN] = state[UNASKED] = True
        if came := presses.brought():
            state[WAITING] = came
    elif WAITING in state:
        presses.bring(state[WAITING])


def anothers(here: bool) -> bool:
    """Drop what came of a page that was drawn for somebody else; whether that is to be said.

    Asked when it is known for whom this run draws; `here` is false at the form for signing in,
    which says itself that nothing was done.
    """
    state, mark = st.session_state, marks.here()
    if not state.pop(UNASKED, False):
        return False
    waiting: dict[str, Any] = state.get(WAITING, {})
    pressed = presses.came() if here else frozenset()
    other = frozenset(n for n in {*waiting, *pressed} if marks.on(n) != mark)
    presses.drop(other)
    if waiting:
        state[WAITING] = {n: sent for n, sent in waiting.items() if n not in other}
    if not other or not here:
        return False
    state[ANOTHERS] = True
    return True


def was_anothers() -> bool:
    """Whether the browser showed a page that was drawn for somebody else, until this one stands."""
    return ANOTHERS in st.session_state


def waits() -> bool:
    """Whether something that the browser shows may yet be drawn: no act may be done before."""
    return WAITING in st.session_state


def brings(*keys: str) -> bool:
    """Whether the browser shows a widget with one of these keys that no run has drawn yet."""
    return any(presses.key(name) in keys for name in st.session_state.get(WAITING, ()))


def first(key: str, value: object) -> None:
    """What a widget holds when it is first drawn; the choice that a browser shows stands."""
    state = st.session_state
    if key not in state and not brings(key):
        state[key] = value


def changed(*keys: str) -> bool:
    """Whether one of these was answered in the browser and cannot be so any more; told once."""
    state = st.session_state
    found: set[str] = state.get(CHANGED, set())
    if found.isdisjoint(keys):
        return False
    del state[CHANGED]
    return True


def whole() -> None:
    """The page has been drawn: once more, while that draws more of what the browser shows."""
    state = st.session_state
    state.pop(ANOTHERS, None)
    if WAITING not in state:
        return
    waiting: dict[str, Any] = state[WAITING]
    drawn = presses.drawn()
    lost = {presses.key(n) for n, s in waiting.items() if n in drawn and _lost(n, s)}
    if lost:
        state[CHANGED] = state.get(CHANGED, set()) | lost
    left = {name: sent for name, sent in waiting.items() if name not in drawn}
    if left and len(left) < len(waiting):
        state[WAITING] = left
        st.rerun()
    del state[WAITING]


def _lost(name: str, sent: Any) -> bool:
    """Whether something was chosen in the browser, and nothing is in the widget that was drawn."""
    return presses.says_something(sent) and not st.session_state.get(presses.key(name))
