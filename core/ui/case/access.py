"""The tab Tilgang: who opens the case, who has it, who steps aside; the end of it and its log."""

import uuid

import streamlit as st

from core import words
from core.access import Holder, Person, Role
from core.cases import ending, milestones, reach, reading
from core.cases.clock import Clock
from core.cases.opened import OpenedCase
from core.cases.reach import Basis
from core.documents.tickets import File
from core.errors import PortalError
from core.people import directory
from core.store.engine import norwegian_date
from core.today import drafts
from core.ui.kit import notice, phrases, sure, written
from core.ui.kit.download import download
from core.ui.kit.plain import plain
from core.ui.kit.words import filled, language, t
from core.words import joined, put

TEXT_WIDTH = 520  # pixels: the button stands beside it on a laptop, under it on a phone


def draw(found: OpenedCase, clock: Clock, reopens: bool = True) -> None:
    """The list of the case and what can be done with it; `reopens`: not done higher up already."""
    st.caption(t("case.access.help"))
    about = drafts.of_case(found.case_id)
    shown = reach.listed(found)
    called = directory.told_apart(found.store, [one.person_id for one in shown])
    for one in shown:
        _listed(found, one, called[one.person_id])
    for gone in reach.shut_out(found):
        day = words.day(norwegian_date(gone.since), language())
        plain(filled(f"case.access.shut_out_{gone.was or 'other'}", day=day, by=gone.by))
    closed = clock.ended_on is not None
    theirs = found.case.held_by == Holder.SCHOOL or found.person.has(Role.SKOLEEIER)
    if not closed and theirs:
        _add(found)
        _give(found, shown)
    if theirs and not closed:
        _end(found, clock)
    elif theirs and reopens:
        with st.expander(t("case.end.reopen_title"), key="access_reopen"):
            reopen(found)
    with st.expander(t("case.access.aside_title"), key="access_aside"):
        st.caption(t("case.access.aside_help"))
        reason = written.line(about, t("case.end.reason"), "aside_reason")
        if st.button(t("case.access.aside_save"), key="aside_save"):
            with notice.acting("case.access.aside_done"):
                reach.step_aside(found, reason or "")
                st.query_params.clear()
    if found.case.held_by == Holder.SCHOOL:
        _accused(found)
        with st.expander(t("case.access.hand_over"), key="access_hand_over"):
            st.warning(t("case.access.hand_over_help"))
            reason = written.area(about, t("case.access.hand_over_reason"), "hand_over_reason")
            _hand_over(found, reason)


def _hand_over(found: OpenedCase, reason: str) -> None:
    """It is gone for everybody at the school then: asked once more, with the reason given."""
    key = f"hand_over_{found.number}"
    if st.button(t("case.access.hand_over_save"), key="hand_over_save"):
        try:
            ending.with_reason(reason)
        except PortalError as error:
            notice.wrong(error)
        else:
            sure.ask(key)

    def act() -> None:
        with notice.acting("case.access.handed_over"):
            ending.hand_over(found, reason)
            sure.answered()
            st.query_params.clear()

    sure.draw(
        key,
        sure.Asking(
            title=t("case.access.hand_over_sure"),
            about=t("case.number", number=phrases.number(found.number)),
            tells=t("case.access.hand_over_tells"),
            yes=t("case.access.hand_over_yes"),
            no=t("case.access.hand_over_no"),
        ),
        act,
    )


def _listed(found: OpenedCase, one: reach.Listed, called: str) -> None:
    box = phrases.card(f"listed_{one.person_id}")
    with box:
        with st.container(gap="xxsmall", width=TEXT_WIDTH):
            basis = t(f"case.access.{one.basis}")
            since = f" · {words.day(norwegian_date(one.since), language())}" if one.since else ""
            plain(f"{called} · {basis}{since}")
            if one.reason:
                plain(one.reason)
        if found.case.held_by == Holder.SKOLEEIER and not found.person.has(Role.SKOLEEIER):
            return  # the list is skoleeier's
        if one.basis in (Basis.OPENED, Basis.ADDED):
            if st.button(t("case.access.remove"), key=f"access_remove_{one.person_id}"):
                with notice.acting("case.access.removed", row=one.person_id):
                    reach.remove(found, one.person_id)
        elif (
            one.basis is Basis.ASIDE
            and one.person_id != found.person.person_id
            and st.button(t("case.access.back_save"), key=f"access_back_{one.person_id}")
        ):
            with notice.acting("case.access.back_done", row=one.person_id):
                reach.take_back(found, one.person_id)


def _add(found: OpenedCase) -> None:
    with st.expander(t("case.access.add"), key="access_new"):
        if found.case.past_team:
            st.warning(t("case.past_team"))
        if found.case.held_by == Holder.SKOLEEIER:
            st.caption(t("case.access.one_at_school"))
        others = reach.candidates(found)
        ids = [p.person_id for p in others]
        who = _whom(found, ids, "access_person", "access_reason")
        reason = written.line(
            drafts.of_case(found.case_id), t("case.access.reason"), "access_reason"
        )
        if st.button(t("case.access.add_save"), key="access_add", disabled=who is None):
            assert who is not None
            with notice.acting("case.access.added_done", access_reason="", access_person=None):
                reach.add(found, who, reason or "")


def _give(found: OpenedCase, shown: list[reach.Listed]) -> None:
    here = [p.person_id for p in shown if p.basis is not Basis.ASIDE]
    with st.expander(t("case.access.give"), key="access_give"):
        who = _whom(found, here, "owner_person")
        if st.button(t("case.access.give_save"), key="owner_give", disabled=who is None):
            assert who is not None
            with notice.acting("case.access.given", owner_person=None):
                milestones.give(found, who)


def _accused(found: OpenedCase) -> None:
    with st.expander(t("case.access.accused"), key="access_accused"):
        st.caption(t("case.access.accused_help"))
        others = [p.person_id for p in directory.holders(found.store, Role.ANSATT)]
        others = [i for i in others if i != found.person.person_id]
        who = _whom(found, others, "accused_person")
        key = f"accused_{found.number}"
        if st.button(t("case.access.accused_save"), key="accused_save", disabled=who is None):
            sure.ask(key)
        if who is None:
            return
        name = directory.told_apart(found.store, [who])[who]

    def act() -> None:
        assert who is not None
        with notice.acting("case.access.accused_done", accused_person=None):
            reach.exclude(found, who, "")
            sure.answered()

    sure.draw(
        key,
        sure.Asking(
            title=t("case.access.accused_sure"),
            about=name,
            tells=t("case.access.accused_tells"),
            yes=t("case.access.accused_save"),
            no=t("case.access.accused_no"),
        ),
        act,
    )


def _whom(found: OpenedCase, among: list[uuid.UUID], key: str, of: str = "") -> uuid.UUID | None:
    names = directory.told_apart(found.store, among)
    return st.selectbox(
        t("case.access.person"),
        list(names),
        index=None,
        key=written.fresh(drafts.of_case(found.case_id), key, None, of, among),
        format_func=names.__getitem__,
        placeholder="",
    )


def reopen(found: OpenedCase) -> None:
    """Åpne saken igjen: with a reason that stays in it."""
    about = drafts.of_case(found.case_id)
    reason = written.area(about, t("case.end.reason"), "reopen_reason")
    if st.button(t("case.end.reopen_save"), key="case_reopen"):
        with notice.acting("case.end.reopened", reopen_reason=""):
            ending.reopen(found, reason or "")


def _end(found: OpenedCase, clock: Clock) -> None:
    about = drafts.of_case(found.case_id)
    # A lid of its own once nothing lacks: the one that was drawn closed would stay so.
    key = "access_end" if clock.may_end else "access_end_lacks"
    with st.expander(t("case.end.title"), key=key, expanded=clock.may_end):
        st.caption(t("case.end.help"))
        for lack in clock.lacks:
            st.markdown(put(":material/radio_button_unchecked: {}", t(f"case.end.lack.{lack}")))
        reason = ""
        alone = ending.may_alone(found)
        if not clock.may_end:
            st.caption(t("case.end.alone"))
        if alone and not clock.may_end:
            reason = written.area(about, t("case.end.alone_reason"), "end_reason")
        asked = f"end_{found.number}"
        if st.button(t("case.end.save"), key="case_end", disabled=not (clock.may_end or alone)):
            try:
                if not clock.may_end:
                    ending.with_reason(reason, "end_reason")
            except PortalError as error:
                notice.wrong(error)
            else:
                sure.ask(asked)
        _sure_to_end(found, clock, asked, reason)


def _sure_to_end(found: OpenedCase, clock: Clock, key: str, reason: str) -> None:
    """What the case lacks, what its end means, and whether they are sure."""

    def act() -> None:
        with notice.acting("case.end.done", end_reason=""):
            ending.end(found, reason)
            sure.answered()

    lacks = [put("- {}", t(f"case.end.lack.{lack}")) for lack in clock.lacks]
    tells = [t("case.end.sure_lacks"), joined("\n", lacks)] if lacks else [t("case.end.sure_whole")]
    if clock.told_on is None and found.case.held_by == Holder.SCHOOL:
        tells.append(t("duty.not_told"))  # nothing that keeps a case open, and a duty all the same
    sure.draw(
        key,
        sure.Asking(
            title=t("case.end.sure"),
            about=t("case.number", number=phrases.number(found.number)),
            tells=joined("\n\n", [*tells, t("case.end.sure_tells")]),
            yes=t("case.end.sure_yes"),
            no=t("case.end.sure_no"),
        ),
        act,
    )


def take_along(found: OpenedCase) -> None:
    """The whole case as PDF; making it is an event of the case."""
    lang = language()

    def make(whose: Person) -> bytes:
        from core.documents import case_pdf

        return case_pdf.whole(reading.by_id(found.store, whose, found.case_id), lang)

    def lacks() -> bool:
        from core.documents import case_pdf

        return case_pdf.whole_lacks(found)

    file = File(f"sak-{found.number}.pdf", "application/pdf", make)
    download("case.plan.case_pdf", found.person, file, key="case_pdf", lacks=lacks)
