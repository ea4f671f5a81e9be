"""The tab Tiltaksplan (aktivitetsplan): measures with their five points, and what came of them."""

import uuid
from datetime import date

import streamlit as st

from core import words
from core.access import Person
from core.cases import measures, people, reading, strikes
from core.cases.clock import CaseFacts, Kind
from core.cases.happened import last_outcome, outcome
from core.cases.opened import OpenedCase
from core.documents.tickets import File
from core.today import drafts
from core.ui.case import card
from core.ui.kit import notice, written
from core.ui.kit.download import download
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t


def draw(
    found: OpenedCase,
    exposed: list[people.InCase],
    facts: CaseFacts,
    closed: bool,
    planning: bool,
) -> None:
    """Every exposed student's plan, the form for one more measure, the plan as PDF.

    `planning`: a measure is what the case waits for, so that its button is the page's first.
    """
    st.caption(t("case.plan.help"))
    names = card.exposed_names(exposed)
    if not names:
        st.info(t("case.plan.no_exposed"))
        return
    plan = measures.of(found)
    for exposed_id, name in names.items():
        st.subheader(t("case.plan.for"))
        plain(name)
        own = [m for m in plan if m.case_person_id == exposed_id]
        if not own:
            st.caption(t("case.plan.none"))
        for measure in own:
            _measure(found, measure, facts, closed)
        _download(found, exposed_id)
    if not closed:
        _new(found, names, planning)


def _points(measure: measures.Measure) -> None:
    def day(when: date | None) -> str:
        return words.day(when, language(), year=True) if when else t("duty.no_day")

    def point(letter: str, text: str) -> None:
        with st.container(gap="xxsmall"):
            st.caption(t(f"case.plan.{letter}"))
            plain(text)

    point("problem", measure.problem)
    point("measure", measure.what)
    short = (("when", day(measure.carry_out_on)), ("who", measure.who))
    for column, (letter, text) in zip(
        st.columns(3), (*short, ("evaluate", day(measure.evaluate_on))), strict=True
    ):
        with column:
            point(letter, text)


def _measure(
    found: OpenedCase,
    measure: measures.Measure,
    facts: CaseFacts,
    closed: bool,
) -> None:
    key = str(measure.measure_id)
    came = outcome(facts, measure.measure_id)
    with st.container(border=True, gap="xsmall", key=f"measure_{key}"):
        st.caption(t("case.plan.round", n=int(measure.round)))
        _points(measure)
        for kind, word in (
            (Kind.CARRIED_OUT, "done_on"),
            (Kind.HELPED, "helped_on"),
            (Kind.NOT_ENOUGH, "not_enough_on"),
            (Kind.DROPPED, "dropped_on"),
        ):
            if kind in came.days:
                plain(t(f"case.plan.{word}", day=words.day(came.days[kind], language())))
        if not closed:
            _by_mistake(found, measure, facts)
        if closed or came.is_over:
            return
        if not came.is_carried_out:
            if st.button(t("case.plan.carry_out"), key=f"measure_done_{key}"):
                with notice.acting("case.plan.carried_out", row=key):
                    measures.carried_out(found, measure.measure_id)
        else:
            _evaluation(found, measure)
        with st.expander(t("case.plan.change"), key=f"measure_change_{key}"):
            _change(found, measure)
            about = drafts.of_case(found.case_id)
            reason = written.line(about, t("case.plan.drop_reason"), f"drop_reason_{key}")
            if st.button(t("case.plan.drop"), key=f"measure_drop_{key}"):
                with notice.acting("case.plan.dropped", row=key):
                    measures.drop(found, measure.measure_id, reason or "")
                    written.saved(f"drop_reason_{key}")
            if not came.is_carried_out:
                st.caption(t("case.strike.help"))
                why = st.text_input(t("case.strike.title"), key=f"strike_measure_{key}")
                if st.button(t("case.strike.save"), key=f"measure_strike_{key}"):
                    with notice.acting("case.strike.done", row=key):
                        strikes.a_measure(found, measure.measure_id, why or "")


def _by_mistake(found: OpenedCase, measure: measures.Measure, facts: CaseFacts) -> None:
    """What they recorded last of this measure themselves, taken back with a reason."""
    last = last_outcome(facts, measure.measure_id)
    if last is None or last.person_id != found.person.person_id:
        return
    key = str(measure.measure_id)
    with st.expander(t(f"case.strike.title_{last.kind}"), key=f"outcome_{key}_{last.kind}"):
        st.caption(t("case.strike.outcome_help"))
        why = st.text_input(t("case.strike.reason"), key=f"strike_outcome_{key}_{last.kind}")
        if st.button(t("case.strike.undo"), key=f"outcome_strike_{key}"):
            with notice.acting("case.strike.undone", row=f"{key} {last.at}"):
                strikes.an_outcome(found, measure.measure_id, why or "")


def _evaluation(found: OpenedCase, measure: measures.Measure) -> None:
    key = str(measure.measure_id)
    about = drafts.of_case(found.case_id)
    note = written.area(about, t("case.plan.evaluation"), f"evaluation_{key}")
    with st.container(horizontal=True):
        helped = st.button(t("case.plan.helped"), key=f"measure_helped_{key}")
        failed = st.button(t("case.plan.not_enough"), key=f"measure_not_enough_{key}")
    if helped or failed:
        with notice.acting("case.plan.evaluated", row=key):
            measures.evaluated(found, measure.measure_id, helped, note or "")
            written.saved(f"evaluation_{key}")


def _change(found: OpenedCase, measure: measures.Measure) -> None:
    key = str(measure.measure_id)
    now = measures.Points(
        measure.problem, measure.what, measure.carry_out_on, measure.who, measure.evaluate_on
    )
    points = _fields(drafts.of_case(found.case_id), f"change_{{}}_{key}", now)
    if st.button(t("case.plan.change_save"), key=f"measure_save_{key}"):
        with notice.acting("case.plan.changed", row=key):
            measures.change(found, measure.measure_id, points, measure.version)
            written.saved(*(f"change_{name}_{key}" for name in ("problem", "measure", "who")))


EMPTY = measures.Points("", "", None, "", None)


def _fields(about: drafts.Thing, key: str, now: measures.Points = EMPTY) -> measures.Points:
    def box(name: str, saved: str) -> str:
        return written.area(about, t(f"case.plan.{name}"), key.format(name), saved, height=80)

    def day(name: str, saved: date | None) -> date | None:
        own = written.fresh(about, key.format(name), saved, key.format("measure"))
        chosen = st.date_input(t(f"case.plan.{name}"), None, key=own, format="DD.MM.YYYY")
        return chosen if isinstance(chosen, date) else None

    problem, what = box("problem", now.problem), box("measure", now.what)
    first, second, third = st.columns(3)
    with first:
        when = day("when", now.carry_out_on)
    with second:
        who = written.line(about, t("case.plan.who"), key.format("who"), now.who)
    with third:
        evaluate = day("evaluate", now.evaluate_on)
    return measures.Points(problem, what, when, who, evaluate)


def _new(found: OpenedCase, names: dict[uuid.UUID, str], planning: bool) -> None:
    st.subheader(t("case.plan.new"))
    ids, about = list(names), drafts.of_case(found.case_id)
    whose = ids[0]
    if len(ids) > 1:
        whose = st.selectbox(
            t("case.plan.for"),
            ids,
            key=written.fresh(about, "plan_for", ids[0], "plan_measure", ids),
            format_func=lambda i: names[i],
        )
    points = _fields(about, "plan_{}")
    if st.button(t("case.plan.save"), key="plan_save", type="primary" if planning else "secondary"):
        with notice.acting(
            "case.plan.saved",
            plan_problem="",
            plan_measure="",
            plan_when=None,
            plan_who="",
            plan_evaluate=None,
        ):
            measures.save(found, whose or ids[0], points)


def _download(found: OpenedCase, exposed_id: uuid.UUID) -> None:
    lang = language()

    def make(whose: Person) -> bytes:
        from core.documents import case_pdf

        return case_pdf.plan(reading.by_id(found.store, whose, found.case_id), exposed_id, lang)

    def lacks() -> bool:
        from core.documents import case_pdf

        return case_pdf.plan_lacks(found, exposed_id)

    file = File(f"tiltaksplan-{found.number}.pdf", "application/pdf", make)
    download("case.plan.pdf", found.person, file, key=f"plan_pdf_{exposed_id}", lacks=lacks)
