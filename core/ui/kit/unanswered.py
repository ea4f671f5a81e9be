"""A press that nothing answered: said above the page, with what was written and is kept.

A colleague ends the case that somebody writes in: at the next press the page is drawn anew without
the form, and Streamlit lets the press fall without a word. So whatever was pressed is held against
what was drawn: here alone, for every page. A press whose run broke off before its button was drawn
is heard in the run after it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException

from core.today import drafts
from core.ui.kit import notice, once, outlived, press, prologue, run, thing, written
from core.ui.kit.plain import quoted
from core.ui.kit.server import presses
from core.ui.kit.words import t

UNHEARD = "press_unheard"  # pressed in a run that broke off before it drew them
ANSWERED = "press_answered"  # done, and not drawn since: a second press is one too many
REMEMBERED = 50  # presses kept of each of these, the newest: what is sent is anybody's word
GONE = "press_gone"  # to be said: the boxes that were on the page with it
TIMES = "press_gone_times"
AGAIN = {"try_again"}  # these ask for nothing but the page, and are gone when it is well
PRESSED = "pressed"  # in this run, or in one before it that broke off
LATE = "press_is_second"  # an act of the page that asks for this run had been done before
TOLD = "press_told"  # this run says itself what became of it


@contextmanager
def watched() -> Iterator[None]:
    """In this block the page is drawn; what was pressed and not drawn is said in the run after."""
    broken_off = frozenset(st.session_state.pop(UNHEARD, ()))
    pressed = frozenset(p for p in presses.came() if presses.key(p) not in AGAIN)
    presses.again(broken_off - pressed)
    pressed = frozenset(_newest(broken_off, pressed))
    found = run.now().found
    found.update({PRESSED: pressed, LATE: once.late()})
    try:
        yield
    except RerunException:
        if pressed := found.pop(PRESSED):
            answered = _answered(pressed)
            _repeated(answered)
            st.session_state[UNHEARD] = tuple(pressed - answered)
        raise
    _whole()


@contextmanager
def watched_part() -> Iterator[None]:
    """The same in a part of the page that runs by itself: what it has not drawn, the page says."""
    pressed = frozenset() if prologue.asked() else presses.came()
    try:
        yield
    except RerunException:
        keep(pressed - _answered(pressed))
        raise
    if missed := pressed - _answered(pressed):
        keep(missed)
        st.rerun()


def keep(pressed: frozenset[str]) -> None:
    """The next run of the page is one that these were pressed in."""
    if pressed:
        st.session_state[UNHEARD] = tuple(pressed)


def stop() -> NoReturn:
    """The page ends here, and draws no more; Streamlit's own `st.stop` would let a press fall."""
    _whole()
    st.stop()


def line() -> None:
    """What the run before this one found, above the page."""
    state = st.session_state
    if outlived.was_anothers():
        with thing.shown("of_another"):
            st.warning(t("common.page_of_another"))
    if GONE not in state:
        return
    here = prologue.person() if prologue.asked() else None
    state[TIMES] = state.get(TIMES, 0) + 1
    with thing.shown(f"gone_{state[TIMES]}"):
        signed_out = prologue.asked() and here is None
        st.warning(t("common.press_signed_out" if signed_out else "common.press_gone"))
    if here is None:
        return
    boxes: list[written.DrawnBox] = state[GONE]
    for n, box in enumerate(boxes):
        # As a draft: it opens only while they may open what it is about.
        begun = drafts.begun(prologue.store(), here, box.thing).get(box.field)
        if begun is not None:
            st.caption(t("draft.left"))
            quoted(begun, f"press_left_{n}")


def told() -> None:
    """The page says itself what became of what was pressed."""
    run.now().found[TOLD] = True


def nothing_pressed() -> None:
    """What was pressed was on another's page: it is no press of whoever is here."""
    run.now().found[PRESSED] = frozenset()


def _answered(pressed: frozenset[str]) -> frozenset[str]:
    """Those whose button was drawn in this run, or whose act was done before it."""
    return pressed & (presses.drawn() | press.done())


def _newest(known: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """What was known and what has come to it; the oldest give way."""
    return tuple(dict.fromkeys((*known, *more)))[-REMEMBERED:]


def _repeated(answered: frozenset[str]) -> frozenset[str]:
    """Those that were done and whose button no run has drawn since; `answered` are from now on."""
    state = st.session_state
    known = state.get(ANSWERED, ())
    if answered:
        state[ANSWERED] = _newest(known, answered)
    return frozenset(known)


def _whole() -> None:
    """The page stands as the browser will show it."""
    state, found = st.session_state, run.now().found
    pressed: frozenset[str] = found[PRESSED]
    found[PRESSED] = frozenset()  # they are dealt with here
    state.pop(GONE, None)
    if pressed:
        answered = _answered(pressed)
        missed = pressed - answered
        presses.drop(missed)
        unheard = missed - _repeated(answered) and not found[LATE]
        if unheard and not found.get(TOLD):
            state[GONE] = written.left(presses.keys_drawn())
            st.rerun()
        if missed and not unheard and notice.again():
            st.rerun()
    press.forget()
    if ANSWERED in state and not presses.drawn().isdisjoint(state[ANSWERED]):
        drawn = presses.drawn()
        state[ANSWERED] = tuple(p for p in state[ANSWERED] if p not in drawn)
    press.whole()
