"""A page that is left open: said a while before its sign-in ends, and closed when it has."""

import math
from datetime import timedelta

import streamlit as st

from core.people import sessions
from core.ui.kit import press, prologue, unanswered
from core.ui.kit.words import t

LOOK = 60  # seconds between looks at whether the session still stands
WARNING = timedelta(minutes=5)  # time to come back from the corridor


@st.fragment(run_every=LOOK)
def watch() -> None:
    """Look each minute; looking is no act."""
    if prologue.asked():
        return  # drawn with the page, whose run has just looked
    with unanswered.watched_part():
        look()


def look() -> None:
    """Say that the sign-in ends soon, or let the page close itself."""
    sid = st.session_state.get("sid")
    if not sid:
        return
    if sessions.who(prologue.store(), sid, acts=False) is None:
        prologue.rerun_by_timer()
    left = sessions.remaining(prologue.store(), sid)
    if left is None or left > WARNING:
        return
    with st.container(border=True, key="idle_soon"):
        st.warning(t("account.idle_soon", n=max(1, math.ceil(left / timedelta(minutes=1)))))
        press.button(t("account.idle_stay"), key="idle_stay", act=_stay, args=(sid,))


def _stay(sid: str) -> None:
    """They have said that they are here."""
    sessions.who(prologue.store(), sid)
