"""The receipt: the code, alone in its box, until the student says that they have written it down.

For ten minutes after that it can be shown again on the same page, and on no other.
"""

import time
from typing import Any

import streamlit as st

from core.reports import receipt
from core.store.engine import Store
from core.ui.kit import form, press, thing, unanswered
from core.ui.kit.server import presses, runs
from core.ui.kit.words import t
from core.words import put

KEPT = 600  # seconds in which the code can be shown again
BUTTONS = {"receipt_confirm", "receipt_slip", "receipt_again", "receipt_forget"}


def draw_receipt(store: Store) -> None:
    """The code of the report that this page has sent, and what happens next."""
    sent = st.session_state.report_sent
    with thing.shown("receipt"):
        st.title(t("receipt.title"))
    if sent["afraid"]:
        form.numbers(store, "receipt_afraid", "report.help_afraid")
    st.markdown(t("receipt.write_down"))
    _code(sent["code"])
    if not runs.come_back():
        st.warning(t("receipt.not_resumed"))
    # The browser's own script makes the file from the box above: the server sends and keeps none.
    saved = st.button(t("receipt.slip"), key="receipt_slip")
    st.caption(t("receipt.slip_saved" if saved else "receipt.slip_help"))
    st.text_input(t("receipt.check"), key="receipt_check", autocomplete="off")
    typed = st.session_state.receipt_check.strip()
    if typed and receipt.is_part(typed, sent["code"]):
        st.success(t("receipt.check_right"))
    elif typed:
        st.warning(t("receipt.check_wrong"))
    press.button(t("receipt.confirm"), key="receipt_confirm", type="primary", act=_confirm)
    st.caption(t("receipt.confirm_help"))
    calm = not sent["afraid"]  # else the numbers stand first
    below = (t("receipt.next_code"), *([t("report.help_now")] if calm else ()))
    form.who_reads(store, sent["route"], put("## {}", t("receipt.next_title")), below)
    if calm:
        form.dial(store, "receipt")


def outlived() -> None:
    """A receipt was pressed whose session is gone: its code was right, and stands nowhere now."""
    pressed = {presses.key(p) for p in presses.came()}
    if pressed & BUTTONS and not {"report_sent", "report_done"} & set(st.session_state):
        st.session_state.report_done = _done("", outlived=True)


def _done(code: str, *, doubt: bool = False, outlived: bool = False) -> dict[str, Any]:
    until = time.monotonic() + KEPT
    return {"code": code, "until": until, "shown": False, "doubt": doubt, "outlived": outlived}


def _code(code: str) -> None:
    with st.container(border=True, key="receipt_code"):
        st.text(code)


def _confirm() -> None:
    """Go on, whatever was typed back; if that was wrong it is said on the page that follows."""
    state = st.session_state
    sent, typed = state.get("report_sent"), state.get("receipt_check", "").strip()
    if sent is None:
        return
    for name in ("report_sent", "report_token", "report_version", "receipt_check"):
        state.pop(name, None)
    code = sent["code"]
    doubt = bool(typed) and not receipt.is_part(typed, code)
    state.report_done = _done(code, doubt=doubt)


def draw_done(store: Store) -> None:
    """What follows: the code once more for who asks, where to go on, and whom to call."""
    done = st.session_state.report_done
    with thing.shown("receipt_done"):
        st.title(t("receipt.done_title"))
    if done["outlived"]:
        unanswered.told()
        st.info(t("receipt.outlived"))
    st.markdown(t("receipt.done"))
    if time.monotonic() > done["until"]:
        _forget()
    if done["code"]:
        _again(done)
    pages = st.session_state.public_pages
    st.page_link(pages["folg-opp"], label=t("page.folg-opp"))
    st.page_link(pages[""], label=t("receipt.front"))
    form.numbers(store, "done")


def _again(done: dict[str, Any]) -> None:
    # The browser's own script ends this when the page was long out of sight.
    with st.container(gap="xsmall", key="receipt_kept"):
        if done["doubt"]:
            st.warning(t("receipt.doubt"))
        if done["shown"]:
            _code(done["code"])
        label = t("receipt.hide" if done["shown"] else "receipt.again")
        press.button(label, key="receipt_again", act=_turn)
        st.caption(t("receipt.again_help"))
        press.button(t("receipt.forget"), key="receipt_forget", act=_forget)


def _turn() -> None:
    done = st.session_state.get("report_done")
    if done:
        done.update(shown=not done["shown"], doubt=False)


def _forget() -> None:
    """The code is shown no more; the page stands."""
    done = st.session_state.get("report_done")
    if done:
        done.update(code="", shown=False, doubt=False)


def leave() -> None:
    """Another page is drawn: what was sent before lies behind."""
    st.session_state.pop("report_done", None)
