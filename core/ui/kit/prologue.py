"""What every page begins with: the store, who is here, whether she may be here."""

import threading
from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from core.access import READING, Action, Person, may
from core.people import sessions
from core.store import current
from core.store.engine import Store

T = TypeVar("T")


def store() -> Store:
    """The school that this process serves."""
    return current.store()


# A run's thread serves one browser tab. Shell, frame and page ask the database once between them.
_run = threading.local()


def begin() -> None:
    """First of all in a run: what the run before it learnt is forgotten; who asked for this one.

    A run that a timer asked for is nobody acting.
    """
    _run.__dict__.clear()
    st.session_state.acts = not st.session_state.pop("timer_run", False)


def asked() -> bool:
    """Whether this run has asked who is here."""
    return hasattr(_run, "person")


def person() -> Person | None:
    """Who is signed in, asked of the database once in every run."""
    if not asked():
        _run.person = _who()
    found: Person | None = _run.person
    return found


def _who() -> Person | None:
    sid = st.session_state.get("sid")
    if not sid and not st.session_state.get("signed_out"):
        raw = st.context.cookies.get(sessions.COOKIE)
        sid = raw if isinstance(raw, str) else None  # AppTest hands out a mock
    found = sessions.who(store(), sid, acts=st.session_state.get("acts", True))
    if found:
        st.session_state.sid = sid
    elif st.session_state.pop("sid", None):
        st.session_state.signed_out = True
    return found


def asked_once(name: str, make: Callable[[], T]) -> T:
    """What `make` answers, asked once in every run."""
    found: dict[str, T] = _run.__dict__.setdefault("found", {})
    if name not in found:
        found[name] = make()
    return found[name]


def guard(path: str) -> Person:
    """The first statement of every protected page: nothing below it runs without the right."""
    found = person()
    if found is None or not may(found, Action.OPEN_PAGE, path):
        st.stop()
    if found.must_change_password and path != "konto":
        st.stop()  # a one-time password opens the page where it is changed, and no other
    if path in READING and not found.knows_privacy:
        st.stop()  # the account's page stands at this address until she has said that she does
    return found


def rerun_by_timer() -> None:
    """Draw the page anew because a timer asked, without counting as an act."""
    st.session_state.timer_run = True
    st.rerun()
