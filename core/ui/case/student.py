"""The tab Samtale med eleven: who the case is about, talks written down, messages by code."""

import functools
import uuid

import streamlit as st

from core import words
from core.cases import facts, reading, strikes
from core.cases import people as case_people
from core.cases.clock import Kind
from core.cases.happened import Part
from core.cases.opened import OpenedCase
from core.people import directory
from core.reports import reports
from core.reports.happened import Reporter, Source, WaitsFor
from core.today import drafts
from core.ui.case import card
from core.ui.kit import conversation, notice, outlived, written
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t
from core.words import Words

VIEW = "reply_view"  # whom the message asks for their own view
TALKS = (Kind.HEARD, Kind.BEST, Kind.SAFE, Kind.NOT_SAFE)


def draw(
    found: OpenedCase,
    concerned: list[case_people.InCase],
    linked: list[reports.Report],
    closed: bool,
    waits: bool,
) -> None:
    """People, talks and messages; first the messages where somebody waits for an answer."""
    if waits:
        _messages(found, concerned, linked)
    _people(found, concerned, linked, closed)
    _talks(found, concerned, closed)
    if not waits:
        _messages(found, concerned, linked)


def _people(
    found: OpenedCase,
    concerned: list[case_people.InCase],
    linked: list[reports.Report],
    closed: bool,
) -> None:
    st.subheader(t("case.people.title"))
    about = drafts.of_case(found.case_id)
    came = card.report_days(linked)
    by_student = [r for r in linked if r.reporter is Reporter.SELF and r.source is Source.FORM]
    own = {r.report_id: came[r.report_id] for r in by_student}
    for one in concerned:
        key = str(one.case_person_id)
        with st.container(border=True, gap="xsmall", key=f"person_{key}"):
            st.caption(t(f"case.part.{one.part}"))
            plain(one.name or t("case.people.unknown"))
            if one.report_id in own:
                plain(t("case.people.reporter", day=own[one.report_id]))
            if closed:
                continue
            with st.expander(t("case.plan.change"), key=f"person_change_{key}"):
                name = written.line(about, t("case.people.name"), f"person_name_{key}", one.name)
                if st.button(t("case.people.set_name"), key=f"person_save_{key}"):
                    with notice.acting("case.people.named", row=key):
                        case_people.name(found, one.case_person_id, name or "")
                        written.saved(f"person_name_{key}")
                if one.part is Part.EXPOSED and own:
                    _wrote(found, one, own)
                why_key = f"strike_person_{key}"
                st.caption(t("case.strike.help"))
                why = st.text_input(t("case.strike.title"), key=why_key)
                if st.button(t("case.strike.save"), key=f"person_strike_{key}"):
                    with notice.acting("case.strike.done", row=key):
                        strikes.a_person(found, one.case_person_id, why or "")
    if closed:
        return
    with st.expander(t("case.people.add"), key="person_new", expanded=not concerned):
        part = st.selectbox(
            t("case.people.part_label"),
            list(Part),
            key=written.fresh(about, "person_part", Part.EXPOSED, "person_name", Part),
            format_func=lambda p: t(f"case.part.{p}"),
        )
        name = written.line(
            about, t("case.people.name"), "person_name", help=t("case.people.name_help")
        )
        if st.button(t("case.people.add"), key="person_add"):
            with notice.acting("case.people.added", person_name=""):
                case_people.add(found, part or Part.EXPOSED, name or "")


def _wrote(
    found: OpenedCase,
    one: case_people.InCase,
    own: dict[uuid.UUID, Words],
) -> None:
    key = f"person_report_{one.case_person_id}"
    outlived.first(key, one.report_id)

    def label(report_id: uuid.UUID | None) -> Words:
        if report_id is None:
            return t("case.people.not_reporter")
        return t("case.people.reporter", day=own[report_id])

    which = st.selectbox(
        t("case.people.is_reporter"), [None, *own], key=key, format_func=label, index=None
    )
    if st.button(t("case.people.mark"), key=f"person_mark_{one.case_person_id}"):
        with notice.acting("case.people.marked", row=key):
            case_people.wrote(found, one.case_person_id, which)


def _talks(
    found: OpenedCase,
    concerned: list[case_people.InCase],
    closed: bool,
) -> None:
    st.subheader(t("case.tab.student"))
    names = card.exposed_names(concerned)
    staff = directory.names(found.store)
    talks = facts.notes(found, *TALKS, Kind.VIEW_ASKED, Kind.ASKED)
    if not talks:
        st.caption(t("case.talk.none"))
    for n, talk in enumerate(reversed(talks)):
        fact = talk.fact
        with st.container(border=True, gap="xxsmall", key=f"talk_{n}"):
            st.caption(t(f"case.talk.{fact.kind}"))
            by = staff.get(fact.person_id, "") if fact.person_id else ""
            whom = names.get(fact.subject_id, "") if fact.subject_id else ""
            plain(f"{words.day(fact.day, language())} · {whom} · {by}")
            if talk.note:
                plain(talk.note)
    for fact in facts.of(found).facts:
        if fact.kind is Kind.SAFE_BY_CODE:
            plain(f"{words.day(fact.day, language())} · {t('case.talk.safe_by_code')}")
    if closed or not names:
        return
    st.caption(t("case.talk.help"))
    ids, about = list(names), drafts.of_case(found.case_id)
    who = ids[0]
    if len(ids) > 1:
        whose = written.fresh(about, "talk_who", ids[0], "talk_note", ids)
        who = st.selectbox(t("case.talk.who"), ids, key=whose, format_func=lambda i: names[i])
    kind = st.selectbox(
        t("case.talk.kind"),
        TALKS,
        key=written.fresh(about, "talk_kind", TALKS[0], "talk_note", TALKS),
        format_func=lambda k: t(f"case.talk.{k}"),
    )
    note = written.area(about, t("case.talk.note"), "talk_note")
    if st.button(t("case.talk.save"), key="talk_save"):
        with notice.acting("case.talk.saved", talk_note=""):
            one = next(p for p in concerned if p.case_person_id == who)
            case_people.said(found, one.case_person_id, kind or Kind.HEARD, note or "")


def _messages(
    found: OpenedCase, concerned: list[case_people.InCase], linked: list[reports.Report]
) -> None:
    st.subheader(t("case.message.title"))
    by_code = {r.report_id: r for r in linked if r.source is Source.FORM}
    if not by_code:
        st.caption(t("case.message.no_code"))
        return
    came = card.report_days(linked)
    ids = sorted(
        by_code, key=lambda i: by_code[i].waits_for is not WaitsFor.SCHOOL
    )  # who waits stands first
    which = ids[0]
    if len(ids) > 1:
        which = (
            st.selectbox(
                t("case.message.which_label"),
                ids,
                key=written.fresh(drafts.of_case(found.case_id), "reply_report", ids[0]),
                format_func=lambda i: t("case.message.which", day=came[i]),
            )
            or ids[0]
        )
    card.withdrawn(by_code[which])
    conversation.draw(found.store, reading.conversation(found, by_code[which]), "case")
    unknown = {p.case_person_id for p in case_people.to_ask(concerned, by_code[which])}
    names = {str(i): name for i, name in card.exposed_names(concerned).items() if i in unknown}

    def send(text: str, token: str) -> None:
        asked = st.session_state.get(VIEW) if names else ""
        case_people.ask_by_code(found, which, text, token, uuid.UUID(asked) if asked else None)

    conversation.reply(which, send, functools.partial(_asks, which, names))
    if not names and any(p.part is Part.EXPOSED and not p.known for p in concerned):
        st.caption(t("case.message.not_the_student"))


def _asks(report_id: uuid.UUID, names: dict[str, str]) -> Words | None:
    """Whether this message asks the student for their own view; what sending it then records."""
    if not names:
        return None
    asked = st.selectbox(
        t("case.message.asks"),
        ["", *names],
        key=written.fresh(drafts.of_report(report_id), VIEW, "", "reply_text", ["", *names]),
        format_func=lambda i: names[i] if i else t("case.message.asks_not"),
    )
    return t("case.message.asks_recorded") if asked else None
