"""The tab Tiltaksplan (aktivitetsplan): measures with their five points, and what came of them."""

import uuid
from datetime import date

import streamlit as st

from core import case_people, measures, words
from core.access import Person
from core.cases import Case
from core.duties import Fact, Kind
from core.file_tickets import File
from core.store.engine import Store
from core.ui import case_view, told
from core.ui.download import download
from core.ui.plain import plain
from core.ui.words import language, t


def draw(
    store: Store,
    person: Person,
    found: Case,
    exposed: list[case_people.InCase],
    facts: tuple[Fact, ...],
    closed: bool,
    planning: bool,
) -> None:
    """Every exposed student's plan, the form for one more measure, the plan as PDF.

    `planning`: a measure is what the case waits for, so that its button is the page's first.
    """
    st.caption(t("case.plan.help"))
    names = case_view.exposed_names(exposed)
    if not names:
        st.info(t("case.plan.no_exposed"))
        return
    plan = measures.of(store, found.case_id)
    for exposed_id, name in names.items():
        st.subheader(t("case.plan.for"))
        plain(name)
        own = [m for m in plan if m.case_person_id == exposed_id]
        if not own:
            st.caption(t("case.plan.none"))
        for measure in own:
            _measure(store, person, found, measure, facts, closed)
        _download(store, person, found, exposed_id)
    if not closed:
        _new(store, person, found, names, planning)


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
    store: Store,
    person: Person,
    found: Case,
    measure: measures.Measure,
    facts: tuple[Fact, ...],
    closed: bool,
) -> None:
    key = str(measure.measure_id)
    mine = {f.kind: f for f in facts if f.subject_id == measure.measure_id}
    with st.container(border=True, gap="xsmall", key=f"measure_{key}"):
        st.caption(t("case.plan.round", n=int(measure.round)))
        _points(measure)
        for kind, word in (
            (Kind.CARRIED_OUT, "done_on"),
            (Kind.HELPED, "helped_on"),
            (Kind.NOT_ENOUGH, "not_enough_on"),
            (Kind.DROPPED, "dropped_on"),
        ):
            if kind in mine:
                plain(t(f"case.plan.{word}", day=words.day(mine[kind].day, language())))
        over = mine.keys() & {Kind.HELPED, Kind.NOT_ENOUGH, Kind.DROPPED}
        if closed or over:
            return
        if Kind.CARRIED_OUT not in mine:
            if st.button(t("case.plan.carry_out"), key=f"measure_done_{key}"):
                with told.acting("case.plan.carried_out", row=key):
                    measures.carried_out(store, person, found.case_id, measure.measure_id)
        else:
            _evaluation(store, person, found, measure)
        with st.expander(t("case.plan.change"), key=f"measure_change_{key}"):
            _change(store, person, found, measure)
            reason = st.text_input(t("case.plan.drop_reason"), key=f"drop_reason_{key}")
            if st.button(t("case.plan.drop"), key=f"measure_drop_{key}"):
                with told.acting("case.plan.dropped", row=key):
                    measures.drop(store, person, found.case_id, measure.measure_id, reason or "")


def _evaluation(store: Store, person: Person, found: Case, measure: measures.Measure) -> None:
    key = str(measure.measure_id)
    note = st.text_area(t("case.plan.evaluation"), key=f"evaluation_{key}")
    with st.container(horizontal=True):
        helped = st.button(t("case.plan.helped"), key=f"measure_helped_{key}")
        failed = st.button(t("case.plan.not_enough"), key=f"measure_not_enough_{key}")
    if helped or failed:
        with told.acting("case.plan.evaluated", row=key):
            measures.evaluated(store, person, found.case_id, measure.measure_id, helped, note or "")


def _change(store: Store, person: Person, found: Case, measure: measures.Measure) -> None:
    key = str(measure.measure_id)
    for name, value in (
        ("problem", measure.problem),
        ("measure", measure.what),
        ("when", measure.carry_out_on),
        ("who", measure.who),
        ("evaluate", measure.evaluate_on),
    ):
        st.session_state.setdefault(f"change_{name}_{key}", value)
    points = _fields(f"change_{{}}_{key}")
    if st.button(t("case.plan.change_save"), key=f"measure_save_{key}"):
        with told.acting("case.plan.changed", row=key):
            measures.change(
                store, person, found.case_id, measure.measure_id, points, measure.version
            )


def _fields(key: str) -> measures.Points:
    problem = st.text_area(t("case.plan.problem"), key=key.format("problem"), height=80)
    what = st.text_area(t("case.plan.measure"), key=key.format("measure"), height=80)
    first, second, third = st.columns(3)
    with first:
        when = st.date_input(t("case.plan.when"), None, key=key.format("when"), format="DD.MM.YYYY")
    with second:
        who = st.text_input(t("case.plan.who"), key=key.format("who"))
    with third:
        evaluate = st.date_input(
            t("case.plan.evaluate"), None, key=key.format("evaluate"), format="DD.MM.YYYY"
        )
    return measures.Points(
        problem or "",
        what or "",
        when if isinstance(when, date) else None,
        who or "",
        evaluate if isinstance(evaluate, date) else None,
    )


def _new(
    store: Store, person: Person, found: Case, names: dict[uuid.UUID, str], planning: bool
) -> None:
    st.subheader(t("case.plan.new"))
    ids = list(names)
    whose = ids[0]
    if len(ids) > 1:
        whose = st.selectbox(
            t("case.plan.for"), ids, key="plan_for", format_func=lambda i: names[i]
        )
    points = _fields("plan_{}")
    if st.button(t("case.plan.save"), key="plan_save", type="primary" if planning else "secondary"):
        with told.acting(
            "case.plan.saved",
            plan_problem="",
            plan_measure="",
            plan_when=None,
            plan_who="",
            plan_evaluate=None,
        ):
            measures.save(store, person, found.case_id, whose or ids[0], points)


def _download(store: Store, person: Person, found: Case, exposed_id: uuid.UUID) -> None:
    lang = language()

    def make(whose: Person) -> bytes:
        from core.documents import case_pdf

        return case_pdf.plan(store, whose, found, exposed_id, lang)

    file = File(f"tiltaksplan-{found.number}.pdf", "application/pdf", make)
    download("case.plan.pdf", person, file, key=f"plan_pdf_{exposed_id}")
