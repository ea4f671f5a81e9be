"""The receipt: the code, alone in its box, until the student presses Ferdig."""

import streamlit as st

from core import receipt
from core.store.engine import Store
from core.ui import form, press, runs
from core.ui.words import t


def draw_receipt(store: Store) -> None:
    """The code of the report that this page has sent, and what happens next."""
    sent = st.session_state.report_sent
    st.title(t("receipt.title"))
    if sent["afraid"]:
        form.numbers(store, "receipt_afraid", "report.help_afraid")
    st.markdown(t("receipt.write_down"))
    with st.container(border=True, key="receipt_code"):
        st.text(sent["code"])
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
    st.caption(t("receipt.shown_once"))
    st.header(t("receipt.next_title"))
    form.who_reads(store, sent["route"])
    st.markdown(t("receipt.next_code"))
    if not sent["afraid"]:
        form.numbers(store, "receipt")


def _confirm() -> None:
    """Forget the code; a part that was typed back wrongly is said once, and never stops anybody."""
    state = st.session_state
    sent, typed = state.get("report_sent"), state.get("receipt_check", "").strip()
    if sent is None:
        return
    if typed and not receipt.is_part(typed, sent["code"]) and sent.get("doubted") != typed:
        sent["doubted"] = typed
        return
    for name in ("report_sent", "report_token", "report_version", "receipt_check"):
        state.pop(name, None)
    state.report_done = True


def draw_done(store: Store) -> None:
    """After Ferdig: where to go on, and whom to call; the code is gone."""
    st.title(t("receipt.done_title"))
    st.markdown(t("receipt.done"))
    pages = st.session_state.public_pages
    st.page_link(pages["folg-opp"], label=t("page.folg-opp"))
    st.page_link(pages[""], label=t("receipt.front"))
    form.numbers(store, "done")
