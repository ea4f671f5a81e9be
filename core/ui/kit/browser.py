"""What only the visitor's browser can do: leaving at once, its session cookie, its language.

The script and the style of core/ui/kit/server do the work; a page only says what is where.
"""

import functools
from typing import Any

import streamlit as st

from core.people import devices, sessions
from core.ui.kit import prologue
from core.ui.kit.words import language, t

# The ticket is fetched once; signing out deletes the cookie the same way. A question is answered
# with the cookie that only /session sees, once for each.
SESSION = """
export default function ({ data }) {
  if (data.question) {
    if (window.__skolemiljoQuestion === data.question) return;
    window.__skolemiljoQuestion = data.question;
    fetch("/session/device", { method: "POST", body: data.question });
    return;
  }
  if (window.__skolemiljoTicket === data.ticket) return;
  window.__skolemiljoTicket = data.ticket;
  fetch("/session", { method: data.ticket === "out" ? "DELETE" : "POST", body: data.ticket });
}
"""


@functools.cache
def _session() -> Any:
    return st.components.v2.component("skolemiljo_session", js=SESSION)


def leave_now(site: str) -> None:
    """The quick exit: the script replaces the page with the neutral site that the school chose."""
    st.link_button(t("common.leave_now"), site, key="leave_now")


def fetch_cookie() -> None:
    """Let the browser fetch its cookie, or drop it, if signing in or out has just happened.

    It does not ask for another run when it has: that run could overtake this one on its way to the
    browser, and fields that this one fills would stand there empty.
    """
    ticket = st.session_state.get("ticket")
    if ticket and (ticket == "out" or sessions.waits(prologue.store(), ticket)):
        _session()(data={"ticket": ticket}, key="session_post")
    elif ticket:
        del st.session_state.ticket


def ask_device() -> None:
    """Let the browser say whether it is somebody's own, before a password is weighed here."""
    if "device_question" not in st.session_state:
        st.session_state.device_question = devices.ask(prologue.store())
    _session()(data={"question": st.session_state.device_question.number}, key="session_ask")


def spoken() -> str:
    """The key of a container that something stands in: tells the script the page's language."""
    return f"lang_{language()}"
