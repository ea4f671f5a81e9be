"""Følg opp: the reporter's way back with the code."""

import time

import streamlit as st

from core.errors import Invalid, PortalError
from core.reports import flood, messages, readers, receipt, reports
from core.today import follow_up
from core.ui.follow_up import timeline
from core.ui.kit import form as screen
from core.ui.kit import once, press, prologue, thing
from core.ui.kit.plain import plain, typed_facts
from core.ui.kit.words import language, t
from core.words import day, weekday

FREE_TRIES = 3  # a mistyped code costs nothing
LONGEST_DELAY = 10.0  # seconds; it holds up this session and nobody else
store = prologue.store()
once.hear()
state = st.session_state


def open_code() -> None:
    """Look the code up; it is forgotten either way, and a wrong one delays this session."""
    found = follow_up.with_code(store, state.pop("code_enter", ""))
    state.pop("follow_said", None)
    if found is not None:
        state.follow_report, state.follow_tries = found.report_id, 0
        return
    state.follow_tries = state.get("follow_tries", 0) + 1
    state.follow_wrong = True
    extra = state.follow_tries - FREE_TRIES
    if extra > 0:
        time.sleep(min(LONGEST_DELAY, 0.5 * 2**extra))


def close() -> None:
    """Forget the report in this tab."""
    for name in ("follow_report", "follow_withdraw", "follow_said", "reply_text"):
        state.pop(name, None)


def act(work, said: str = "") -> None:  # noqa: ANN001
    """Do one thing for the reporter and say what happened."""
    for name in ("follow_said", "follow_problem"):
        state.pop(name, None)
    try:
        outcome = work()
    except Invalid as problem:
        state.follow_problem = problem
    except PortalError:
        state.follow_problem = Invalid("follow_up.error.not_stored")
    else:
        state.follow_said = said or outcome


def reply() -> None:
    """Send what is written; the text goes only when it has been stored."""
    text, token = state.get("reply_text", ""), once.token(callback=True) or receipt.new_token()
    room = state.setdefault("reply_room", flood.of_page())

    def send() -> None:
        flood.take(room, "follow_up.error.too_many")
        messages.send_to_school(store, state.follow_report, text, token)

    act(send, "follow_up.sent")
    if "follow_problem" not in state:
        state.reply_text = ""
        once.used(token)


def withdraw() -> None:
    """Take the report back; where it is deleted the tab forgets it too."""
    report_id = state.follow_report
    act(lambda: f"follow_up.{follow_up.withdraw(store, report_id)}")
    said = state.get("follow_said")
    state.pop("follow_withdraw", None)
    if said == "follow_up.deleted":
        close()
        state.follow_said = said


def unsent() -> None:
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


with thing.shown("follow_report" if "follow_report" in state else "follow_code"):
    st.title(t("follow_up.title"))
found = reports.load(store, state.follow_report) if "follow_report" in state else None
if found is None:
    state.pop("follow_report", None)
    if state.get("follow_said"):
        st.success(t(state.pop("follow_said")))
    # A form: Enter opens, and the code is sent once.
    with st.form("code_form", border=False):
        st.text_input(t("follow_up.code"), key="code_enter", autocomplete="off")
        press.form_submit_button(
            t("follow_up.open"), key="code_open", type="primary", act=open_code
        )
    if state.pop("follow_wrong", False):
        st.error(t("follow_up.wrong"))
    if state.get("reply_text") or state.setdefault("follow_new", True):
        unsent()
        state.follow_new = False
    screen.numbers(store, "follow")
    st.stop()

if state.get("follow_withdraw"):
    with thing.shown("follow_withdraw"):
        st.header(t("follow_up.withdraw_title"))
    for part in ("unread", "read", "backups"):
        st.markdown(t(f"follow_up.withdraw_{part}"))
    press.button(t("follow_up.withdraw_yes"), key="withdraw_yes", act=withdraw)
    if st.button(t("follow_up.withdraw_no"), key="withdraw_no", type="primary"):
        del state.follow_withdraw
        st.rerun()
    st.stop()

lang = language()
owner = found.route == "leadership"
said, problem = state.pop("follow_said", None), state.pop("follow_problem", None)
if said == "follow_up.marked":
    st.success(t(said))
    said = None
elif found.has("withdrawn"):
    st.info(t("follow_up.withdrawn", day=day(found.first("withdrawn").day, lang)))
timeline.draw(follow_up.timeline(store, found))
if found.state == "new" and readers.told(store, found.route).count:
    st.caption(t("follow_up.reads_next", day=weekday(readers.reading(store).next_day, lang)))

if follow_up.is_asked_about_rektor(found):
    with st.container(border=True, key="rektor_question"):
        st.markdown(t("follow_up.rektor_question"))
        for answer in ("yes", "no"):
            press.button(
                t(f"follow_up.rektor_{answer}"),
                key=f"rektor_{answer}",
                act=act,
                args=(
                    lambda yes=answer == "yes": follow_up.answer_about_rektor(
                        store, found.report_id, yes
                    ),
                    f"follow_up.rektor_said_{answer}",
                ),
            )

st.header(t("follow_up.messages"))
conversation = messages.conversation(store, found.report_id)
if not conversation:
    st.caption(t("follow_up.no_messages"))
for message in conversation:
    who = "you" if message.from_reporter else "owner" if owner else "school"
    with st.container(border=True, gap="xsmall", key=f"message_{who}_{message.number}"):
        st.caption(t(f"follow_up.{who}", day=day(message.day, lang)))
        plain(message.body)

st.text_area(
    t("follow_up.write_owner" if owner else "follow_up.write"),
    key="reply_text",
    max_chars=screen.ROOM * messages.LONGEST,
    persist_state="session",  # also over a page that could not be drawn
)
if problem:
    st.error(t(problem.key, **typed_facts(problem.facts)))
if said and said != "follow_up.safe_done":
    st.success(t(said))
press.button(t("follow_up.send"), key="reply_send", type="primary", act=reply)

if found.reporter == "self":
    if said == "follow_up.safe_done":
        st.success(t(said))
    elif found.has("safe"):
        st.info(t("follow_up.safe_said", day=day(found.first("safe").day, lang)))
    else:
        press.button(
            t("follow_up.safe"),
            key="say_safe",
            act=act,
            args=(lambda: follow_up.say_safe(store, found.report_id), "follow_up.safe_done"),
        )
        st.caption(t("follow_up.safe_help"))
with st.container(horizontal=True, key="follow_acts"):
    press.button(t("follow_up.close"), key="code_close", act=close)
    if not found.has("withdrawn") and st.button(
        t("follow_up.withdraw"), key="withdraw", type="tertiary"
    ):
        state.follow_withdraw = True
        st.rerun()
screen.numbers(store, "follow")
once.draw()
