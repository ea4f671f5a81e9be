"""How a case, its clock and a report are drawn, wherever they stand."""

import uuid

import streamlit as st

from core import words
from core.access import Holder
from core.cases import clock as duties
from core.cases import people as case_people
from core.cases.clock import Clock
from core.cases.happened import Part
from core.cases.opened import OpenedCase
from core.forms import form, versions
from core.people import directory
from core.reports import reports
from core.reports.happened import ReportFact, Source
from core.store.engine import Store
from core.store.unopened import in_language
from core.ui.kit import phrases, thing
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t


def clock_column(store: Store, clock: Clock, held_by: Holder) -> None:
    """The duties one under the other: done with day and name, now, not yet."""
    names = directory.names(store)
    st.subheader(t("case.clock_title"))
    with st.container(border=True, gap="xsmall", key="case_clock"):
        for mark in clock.marks:
            _duty(mark, names)
    if held_by == Holder.SKOLEEIER:
        st.caption(t("duty.owner_holds"))
    else:
        _rektor(clock)
    if clock.student_unknown:
        st.caption(t("duty.unknown_student"))
    if clock.skoleeier_not_told and held_by == Holder.SCHOOL:
        st.warning(t("duty.owner_not_told"))


def _rektor(clock: Clock) -> None:
    """Whether rektor is told (§ 12-4), and apart from it whether § 12-6's week has begun."""
    if clock.told_on is None:
        st.warning(t("duty.not_told"))
    else:
        st.caption(t("duty.told", day=words.day(clock.told_on, language())))
    if clock.taken_up_on is None or clock.week_over_on is None:
        st.caption(t("duty.not_taken_up"))
        return
    st.caption(
        t(
            "duty.week",
            taken_up=words.day(clock.taken_up_on, language()),
            over=words.day(clock.week_over_on, language()),
        )
    )


def _duty(mark: duties.Mark, names: dict[uuid.UUID, str]) -> None:
    """One duty in two lines: its name with what the law says of it, then how far it is."""
    called = t(f"duty.name.{mark.duty}")
    done = words.put(":material/check_circle: **{}**", called)
    undone = words.put(":material/radio_button_unchecked: **{}**", called)
    with st.container(gap=None, key=f"duty_{mark.duty}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", gap="xsmall"):
            st.markdown(done if mark.state == "done" else undone, width="content")
            st.caption(t(f"duty.paragraph.{mark.duty}"), width="content")
        plain(_how_far(mark, names))


def _how_far(mark: duties.Mark, names: dict[uuid.UUID, str]) -> str:
    if mark.on is None:
        return t(f"duty.{mark.state}")
    day = words.day(mark.on, language())
    said: list[str] = [t("duty.under_way" if mark.state == "now" else f"duty.{mark.state}")]
    said.append(day if mark.state == "done" else t("duty.last", day=day))
    if mark.by in names:
        said.append(names[mark.by])
    return " · ".join(said)


def report_body(store: Store, found: reports.Report) -> None:
    """The whole of a report: own words first, then each answer under its question."""
    with st.container(border=True, key=f"report_text_{found.report_id}"):
        plain(str(found.answers.get("what_happened", "")))
    if found.source is Source.STAFF:
        return
    version = versions.get(store, found.form_version)
    if version is None:
        return
    with st.container(gap="xxsmall", key=f"report_answers_{found.report_id}"):
        for question in version.form.questions:
            if question.id == "what_happened" or not found.answers.get(question.id):
                continue
            plain(f"{words.pick(question.label, language())} {_answer(question, found)}")


def _answer(question: form.Question, found: reports.Report) -> str:
    if question.kind == form.TEXT:
        return str(found.answers[question.id])
    chosen = [question.option(o) for o in form.chosen(found.answers, question.id)]
    labels = [words.pick(option.label, language()) for option in chosen if option]
    return ", ".join(labels)


def exposed_names(found: list[case_people.InCase]) -> dict[uuid.UUID, str]:
    """What each exposed student is called in a choice: their name, or unknown with a number."""
    out: dict[uuid.UUID, str] = {}
    for n, person in enumerate((p for p in found if p.part is Part.EXPOSED), 1):
        out[person.case_person_id] = in_language(person.name, language()) or t(
            "case.plan.unknown_for", n=n
        )
    return words.apart(out)


def withdrawn(found: reports.Report) -> None:
    """Say that a report was taken back, if it was."""
    if (gone := found.first(ReportFact.WITHDRAWN)) is not None:
        st.warning(t("case.message.withdrawn", day=words.day(gone.day, language())))


def report_days(linked: list[reports.Report]) -> dict[uuid.UUID, words.Words]:
    """What each report of a case is called: the day it came, numbered if two came on one."""
    return words.apart({r.report_id: words.day(r.day, language()) for r in linked})


def top(found: OpenedCase, clock: Clock) -> None:
    """Number, state and themes of a case."""
    with thing.shown(f"case_{found.number}"):
        st.header(t("case.number", number=phrases.number(found.number)))
    opened = t("case.opened", day=words.day(found.case.opened_on, language(), year=True))
    themes = phrases.themes(found.case.laws)
    holder = directory.names(found.store).get(clock.holder_id) if clock.holder_id else None
    with st.container(gap="xxsmall", key="case_top"):
        plain(phrases.sentence(t(f"duty.state.{clock.state}"), themes, opened))
        plain(f"{t('case.owner')} {holder or t('case.nobody')}")
