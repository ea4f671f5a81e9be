"""The messages between the reporter and the school, and the box that they answer in."""

import streamlit as st

from core.access import Route
from core.reports import flood, messages, receipt, reports
from core.store.engine import Store
from core.ui.follow_up import outcome
from core.ui.kit import form as screen
from core.ui.kit import notice, once, press
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t
from core.words import day


def draw(store: Store, found: reports.Report) -> None:
    """What was said, oldest first: by them, by the school, or by skoleeier if it wrote."""
    st.header(t("follow_up.messages"))
    said = messages.conversation(store, found.report_id)
    if not said:
        hers = _reads_skoleeier(found)
        st.caption(t("follow_up.no_messages_owner" if hers else "follow_up.no_messages"))
    skoleeiers = messages.by_skoleeier(store, said)
    for message in said:
        who = (
            "you"
            if message.from_reporter
            else "owner"
            if message.number in skoleeiers
            else "school"
        )
        with st.container(border=True, gap="xsmall", key=f"message_{who}_{message.number}"):
            st.caption(t(f"follow_up.{who}", day=day(message.day, language())))
            plain(message.body)


def reply(store: Store, found: reports.Report) -> None:
    """The box, and under it what is wrong with what was sent, or that it came in."""
    st.text_area(
        t("follow_up.write_owner" if _reads_skoleeier(found) else "follow_up.write"),
        key="reply_text",
        max_chars=screen.ROOM * messages.LONGEST,
        persist_state="session",  # also over a page that could not be drawn
    )
    notice.show(outcome.REPLY)
    press.button(t("follow_up.send"), key="reply_send", type="primary", act=_send, args=(store,))


def _send(store: Store) -> None:
    """Send what is written; the text goes only when it has been stored."""
    state = st.session_state
    text, token = state.get("reply_text", ""), once.token(callback=True) or receipt.new_token()
    room = state.setdefault("reply_room", flood.of_page())

    def send() -> None:
        flood.take(room, "follow_up.error.too_many")
        messages.send_to_school(store, state.follow_report, text, token)

    outcome.act(send, "follow_up.sent")
    if notice.well():
        state.reply_text = ""
        once.used(token)


def _reads_skoleeier(found: reports.Report) -> bool:
    return found.route is Route.LEADERSHIP
