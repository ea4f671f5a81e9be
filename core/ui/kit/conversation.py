"""The conversation through the code as staff have it: what was said, and a box to write in."""

import uuid
from collections.abc import Callable

import streamlit as st

from core import words
from core.errors import PortalError
from core.people import directory
from core.reports import messages
from core.store.engine import Store
from core.today import drafts
from core.ui.kit import notice, written
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t
from core.words import Words


def draw(store: Store, said: list[messages.Message], name: str) -> None:
    """Messages both ways: the student on one side, the school on the other."""
    if not said:
        st.caption(t("case.message.none"))
    staff = directory.names(store)
    for message in said:
        side = "student" if message.from_reporter else "school"
        day = words.day(message.day, language())
        with (
            st.container(
                horizontal=True, horizontal_alignment="left" if message.from_reporter else "right"
            ),
            st.container(
                border=True, width=520, gap="xxsmall", key=f"message_{side}_{name}_{message.number}"
            ),
        ):
            if message.from_reporter:
                st.caption(t("case.message.from_student", day=words.day(message.day, language())))
            else:
                plain(f"{staff.get(message.person_id, '') if message.person_id else ''} · {day}")
            plain(message.body)


def reply(
    report_id: uuid.UUID,
    send: Callable[[str, str], None],
    asks: Callable[[], Words | None] = lambda: None,
) -> None:
    """What goes to the student has a box of its own; `send` gets text and token after a yes.

    `asks` draws what else is chosen for this message, and says what sending it then records.
    """
    state = st.session_state
    with st.container(border=True, key="reply_box"):
        st.markdown(t("case.message.help"))
        text = written.area(
            drafts.of_report(report_id),
            t("case.message.text"),
            "reply_text",
            max_chars=messages.LONGEST,
        )
        recorded = asks()
        if st.button(t("case.message.send"), key="reply_send", icon=":material/send:"):
            try:
                messages.checked(text)
            except PortalError as error:
                notice.wrong(error)
            else:
                state.reply_asked, state.reply_token = str(report_id), uuid.uuid4().hex
        if state.get("reply_asked") == str(report_id):
            _confirm(text, recorded, send)


def _confirm(text: str, recorded: Words | None, send: Callable[[str, str], None]) -> None:
    """Sending asks once more: what is read out here cannot be taken back."""
    st.warning(t("case.message.confirm"))
    plain(text)
    if recorded:
        st.markdown(recorded)
    with st.container(horizontal=True):
        yes = st.button(t("case.message.confirm_yes"), key="reply_confirm", type="primary")
        no = st.button(t("case.message.confirm_no"), key="reply_cancel")
    if yes:
        with notice.acting("case.message.sent", reply_text="", reply_view=""):
            send(text, st.session_state.reply_token)
            del st.session_state.reply_asked
    if no:
        del st.session_state.reply_asked
        st.rerun()
