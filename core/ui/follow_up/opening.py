"""The code is asked for, and opens the report in this tab until it is closed."""

import math
import time

import streamlit as st

from core.reports import messages
from core.store.engine import Store
from core.today import follow_up
from core.ui.follow_up import outcome
from core.ui.kit import form as screen
from core.ui.kit import notice, press, unanswered
from core.ui.kit.words import t

FREE_TRIES = 3  # a mistyped code costs nothing
LONGEST_DELAY = 10.0  # seconds; it holds up this session and nobody else


def draw(store: Store) -> None:
    """Where the code is written, what came of the report before it, and the numbers to call."""
    state = st.session_state
    state.pop("follow_report", None)
    notice.show(outcome.TOP)
    # A form: Enter opens, and the code is sent once.
    with st.form("code_form", border=False):
        st.text_input(t("follow_up.code"), key="code_enter", autocomplete="off")
        press.form_submit_button(
            t("follow_up.open"), key="code_open", type="primary", act=_open, args=(store,)
        )
    if state.pop("follow_wrong", False):
        st.error(t("follow_up.wrong"))
    if state.get("follow_idle"):
        st.info(t("follow_up.idle_closed"))
    left = state.get("follow_open_at", 0.0) - time.monotonic()
    if left > 0:
        st.warning(t("follow_up.wait", n=math.ceil(left)))
    if state.get("reply_text") or state.setdefault("follow_new", True):
        _unsent()
        state.follow_new = False
    screen.numbers(store, "follow")


def close() -> None:
    """Forget the report in this tab."""
    for name in ("follow_report", "follow_withdraw", "reply_text"):
        st.session_state.pop(name, None)
    notice.forget()


def for_the_browser() -> None:
    """A button that nobody sees: the browser presses it when nobody has been here for a while."""
    press.button(t("follow_up.close"), key="code_idle", act=_close_idle)


def _close_idle() -> None:
    """Forget the report, and say why on the page that is left."""
    close()
    # No notice: that is said once, and what she typed may come in another run right after.
    st.session_state.follow_idle = True


def _open(store: Store) -> None:
    """Look the code up; it is forgotten either way, and a wrong one delays this session.

    While it waits nothing is looked up: the page says so at once, and what is typed stays there.
    """
    state = st.session_state
    if time.monotonic() < state.get("follow_open_at", 0.0):
        return
    found = follow_up.with_code(store, state.pop("code_enter", ""))
    state.pop("follow_idle", None)
    notice.forget()
    if found is not None:
        state.follow_report, state.follow_tries = found.report_id, 0
        state.pop("follow_open_at", None)
        return
    state.follow_tries = state.get("follow_tries", 0) + 1
    state.follow_wrong = True
    extra = state.follow_tries - FREE_TRIES
    if extra > 0:
        state.follow_open_at = time.monotonic() + min(LONGEST_DELAY, 2.0**extra)


def _unsent() -> None:
    """Keep what was typed before this session began: after a long pause the code is asked anew."""
    place = st.empty()
    with place.container():
        text = st.text_area(
            t("follow_up.write"),
            key="reply_text",
            max_chars=screen.ROOM * messages.LONGEST,
            persist_state="session",
        )
        st.warning(t("follow_up.unsent"))
    if not text:
        place.empty()
        return
    unanswered.told()
