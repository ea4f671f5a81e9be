"""Innboks: new reports without their words, newest day first; one opened, and its acts."""

import functools
import math
import uuid

import streamlit as st

from core import words
from core.access import Role
from core.cases import listing, opening, reading
from core.errors import PortalError, Refused
from core.forms import form
from core.people import directory
from core.reports import messages, reports
from core.today import drafts, inbox, staff_report
from core.today.waiting import Wait
from core.ui.case import card as case_view
from core.ui.inbox import closing
from core.ui.kit import badge, conversation, notice, once, press, thing, written
from core.ui.kit.address import page_number
from core.ui.kit.plain import plain
from core.ui.kit.prologue import guard
from core.ui.kit.prologue import store as the_store
from core.ui.kit.words import language, t
from core.words import listed, pick

person = guard("innboks")

store = the_store()
today = store.today()
names = directory.names(store)
TEXT_WIDTH = 900  # pixels: the button stands beside it on a laptop, under it on a phone


def flags(card: inbox.Card, taken_back: bool) -> str:
    """What a reader must see at once, and how far the school has come, in words."""
    shown = card.wait in (Wait.AFRAID_UNREAD, Wait.AFRAID)  # its badge says so
    out = [t("inbox.afraid")] if card.afraid and not shown else []
    if card.source == "staff":
        out.append(t("inbox.from_staff"))
    out.append(about_whom(card.about_staff))
    if card.state == "withdrawn" and not taken_back:
        out.append(t("inbox.withdrawn"))
    readers = [names[i] for i in card.readers if i in names]
    out.append(t("inbox.read_of", who=listed(readers, language())) if readers else t("inbox.new"))
    if card.said_safe:
        out.append(t("inbox.safe"))
    if card.waits_for == "school":
        out.append(t("inbox.waits_school"))
    elif card.source == "form":
        out.append(t("inbox.answered" if card.answered else "inbox.not_answered"))
    return case_view.sentence(*out)


def chosen(options: tuple[form.Option, ...]) -> str:
    """What was ticked, under the names that the form had then."""
    return ", ".join(pick(option.label, language()) for option in options)


def about_whom(about: str) -> str:
    """Whom of the school's it may be about, in words; nothing where it is nobody."""
    if about in ("employee", "handler", "leadership", "unsure"):
        return t(f"inbox.about_{about}")
    return ""


def draw(card: inbox.Card, taken_back: bool) -> None:
    """One card: what was chosen, what was done, the button beside it; no word of the report."""
    box = case_view.card(f"card_{card.report_id}")
    with box:
        with st.container(gap="xxsmall", width=TEXT_WIDTH):
            if card.wait is not None:
                badge.of_wait(card.wait)
            apart = taken_back or card.is_urgent
            day = case_view.dated(card.day, today) if apart else ""
            what = chosen(card.kinds) or (t("inbox.no_kind") if card.source == "form" else "")
            top = case_view.sentence(day, what, chosen(card.places))
            if not card.opens:
                plain(t("error.unopened"))
            elif top:
                plain(top)
            plain(flags(card, taken_back))
            if card.state != "closed":
                closing.tick(person, card)
        if st.button(t("inbox.read"), key=f"inbox_read_{card.report_id}"):
            st.query_params["melding"] = str(card.report_id)
            st.rerun()


def the_list() -> None:
    """One page of cards."""
    page = page_number("inbox_page")
    with thing.shown(f"inbox_{page}"):
        st.header(t("inbox.title"))
    notice.show()
    st.session_state.setdefault("inbox_state", "open")
    state = st.segmented_control(
        t("inbox.state"),
        ["open", "closed"],
        key="inbox_state",
        format_func=lambda s: t(f"inbox.{s}"),
        label_visibility="collapsed",
        required=True,
        persist_state="session",
    )
    (closing.undo if state == "closed" else closing.asked)(store, person)
    found = inbox.shown(store, person, state, page)
    if not found.count:
        st.info(t("inbox.none" if state == "open" else "inbox.none_closed"))
        return
    st.caption(t("inbox.count", n=found.count))
    if state == "open":
        closing.switch(person, found.cards)
    pages = math.ceil(found.count / inbox.PAGE)
    group = None
    for card in found.cards:
        taken_back = state == "open" and card.state == "withdrawn"
        named = t("inbox.withdrawn_group") if taken_back else case_view.weekday(card.day)
        if card.is_urgent:
            taken_back = False
            named = t("inbox.urgent_group")
        if named != group:
            group = named
            st.subheader(named)
            if taken_back:
                st.caption(t("inbox.withdrawn_help"))
        draw(card, taken_back)
    if state == "open":
        closing.form(store, person, found.cards)
    if pages > 1:
        st.pagination(pages, key="inbox_page")


def new_case(found: reports.Report) -> None:
    """Opprett sak."""
    mine = False
    if found.reporter == "self":
        st.session_state.setdefault("case_self", True)
        mine = st.checkbox(t("inbox.act.case_self"), key="case_self")
    if st.button(t("inbox.act.case"), key="case_open", type="primary"):
        try:
            with once.sending(f"case from {found.report_id}") as here:
                made = opening.from_report(store, person, found.report_id, mine)
            made = here.answer if here.repeated else made
        except PortalError as error:
            notice.wrong(error)
        else:
            notice.done("inbox.act.opened")
            st.switch_page(st.session_state.staff_pages["sak"], query_params={"nr": made})
    st.caption(t("inbox.act.case_help"))


def to_list() -> None:
    """Back to the cards."""
    st.query_params.pop("melding", None)


def talk(found: reports.Report) -> None:
    """The conversation with whoever wrote, and a box to write in."""
    conversation.draw(store, messages.conversation(store, found.report_id), "inbox")
    conversation.reply(
        found.report_id, functools.partial(inbox.ask, store, person, found.report_id)
    )


def other_acts(found: reports.Report) -> None:
    """The four acts beside a case, and skoleeier's fifth."""
    report_id = found.report_id
    about = drafts.of_report(report_id)
    with st.expander(t("inbox.act.link"), key="act_link"):
        numbers = listing.numbers(store, person)
        if not numbers:
            st.caption(t("inbox.act.no_cases"))
        else:
            asks = written.fresh(about, "link_case", numbers[0])
            which = st.selectbox(t("inbox.act.link_which"), numbers, key=asks)
            if st.button(t("inbox.act.link_save"), key="link_save"):
                with notice.acting("inbox.act.linked", row=report_id):
                    opening.link(store, person, report_id, which)
                    to_list()
    if found.source == "form" and found.waits_for != "school":
        begun = bool(messages.conversation(store, report_id)) or "reply_asked" in st.session_state
        with st.expander(t("inbox.act.ask"), key="act_ask", expanded=begun):
            talk(found)
    with st.expander(t("inbox.act.close"), key="act_close"):
        reason = written.area(about, t("inbox.act.close_reason"), "close_reason")
        if st.button(t("inbox.act.close_save"), key="close_save"):
            with notice.acting("inbox.act.closed", row=report_id, close_reason=""):
                inbox.close(store, person, report_id, reason or "")
                to_list()
    if found.route != "leadership":
        with st.expander(t("inbox.act.owner"), key="act_owner"):
            st.warning(t("inbox.act.owner_help"))
            asks = written.fresh(about, "owner_sure", value=False)
            sure = st.checkbox(t("inbox.act.owner_sure"), key=asks)
            if st.button(t("inbox.act.owner_save"), key="owner_send", disabled=not sure):
                with notice.acting("inbox.act.owner_sent", row=report_id):
                    inbox.send_to_owner(store, person, report_id)
                    to_list()
    elif person.has(Role.SKOLEEIER) and found.source == "form":
        with st.expander(t("inbox.act.rektor"), key="act_rektor"):
            for_rektor(found)


def for_rektor(found: reports.Report) -> None:
    """Gi til rektor: only with the reporter's yes."""
    st.caption(t("inbox.act.rektor_help"))
    answer = inbox.rektor_answer(found)
    if answer:
        st.info(t(f"inbox.act.rektor_{'waiting' if answer == 'asked' else answer}"))
    if answer == "no":
        return
    about = drafts.of_report(found.report_id)
    reason = written.area(about, t("inbox.act.rektor_reason"), "rektor_reason")
    if answer == "yes":
        if st.button(t("inbox.act.rektor_save"), key="rektor_give"):
            with notice.acting("inbox.act.rektor_given", rektor_reason=""):
                inbox.give_to_rektor(store, person, found.report_id, reason or "")
                to_list()
    elif not answer:
        question = written.area(
            about,
            t("inbox.act.rektor_question"),
            "rektor_question",
            t("inbox.act.rektor_question_default"),
        )
        st.session_state.setdefault("rektor_token", uuid.uuid4().hex)
        if st.button(t("inbox.act.rektor_ask"), key="rektor_ask"):
            with notice.acting("inbox.act.rektor_asked"):
                inbox.ask_for_rektor(
                    store,
                    person,
                    found.report_id,
                    reason or "",
                    question or "",
                    st.session_state.rektor_token,
                )


def one(asked: str) -> None:
    """One report, whole, with its acts under it."""
    press.button(t("inbox.back"), key="inbox_back", act=to_list)
    try:
        found = reading.open_report(store, person, uuid.UUID(asked))
    except (Refused, ValueError):
        st.error(t("inbox.no_such"))
        return
    notice.show()
    with thing.shown(f"report_{found.report_id}"):
        st.header(case_view.weekday(found.day))
    about = str(found.answers.get("about_staff", ""))
    plain(case_view.sentence(case_view.themes(found.laws), about_whom(about)))
    if found.afraid:
        by_staff = found.source == "staff"
        st.warning(t("staff_report.afraid" if by_staff else "inbox.afraid_help"))
    if (safe := found.first("safe")) is not None:
        st.info(t("inbox.said_safe", day=words.day(safe.day, language())))
    if found.has("withdrawn"):
        st.info(t("inbox.withdrawn_help"))
    sender = staff_report.sender(found)
    if sender:
        plain(f"{t('inbox.sender')} {names.get(sender, '')}")
    case_view.report_body(store, found)
    if person.has(Role.SKOLEEIER):
        readers = {names.get(f.person_id, "") for f in found.facts if f.kind == "read"}
        if readers:
            plain(f"{t('inbox.read_by')} {', '.join(sorted(readers))}")
    if found.case_id is not None:
        target = reading.by_id(store, person, found.case_id)
        st.page_link(
            st.session_state.staff_pages["sak"],
            label=t("case.open", number=case_view.number(target.number)),
            query_params={"nr": target.number},
        )
        return
    if found.waits_for == "school" and found.source == "form":
        # Somebody waits: the conversation stands before all other acts.
        st.subheader(t("inbox.urgent_group"))
        talk(found)
    if found.state == "closed":
        if st.button(t("inbox.act.reopen"), key="report_reopen", type="primary"):
            with notice.acting("inbox.act.reopened"):
                inbox.reopen(store, person, found.report_id)
        return
    st.subheader(t("inbox.act.title"))
    new_case(found)
    other_acts(found)


if "melding" in st.query_params:
    one(st.query_params["melding"])
else:
    the_list()
