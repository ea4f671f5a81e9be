"""The people in a case: exposed, said to have done it, witness, employee. Names are sealed."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from core.cases import opening
from core.cases.acting import Inside, act
from core.cases.happened import Kind, Part
from core.cases.opened import OpenedCase
from core.errors import Invalid, Refused, Stale
from core.reports import messages
from core.reports.happened import Reporter, Source
from core.reports.reports import Report
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.schema.cases import case_person
from core.store.schema.reports import report

LONGEST = 200  # characters of a name
# Who may be the student themselves, by what their report says of whom it is about.
MAYBE_STUDENT = (Reporter.SELF, Reporter.CLASS, Reporter.UNSAID)


@dataclass(frozen=True)
class InCase:
    """Someone the case is about; `name` is empty if they are unknown."""

    case_person_id: uuid.UUID
    part: Part
    name: str
    known: bool
    report_id: uuid.UUID | None  # who wrote this report, if staff have marked them so


def of(opened: OpenedCase) -> list[InCase]:
    """The people in a case, in the order in which they were put in."""
    p, store = case_person, opened.store
    rows = store.rows(
        sa.select(p)
        .where(store.mine(p), p.c.case_id == opened.case_id)
        .order_by(p.c.added_at, p.c.case_person_id)
    )
    return [
        InCase(
            r.case_person_id,
            Part(r.part),
            store.text(p.c.name, r.name, r.case_person_id),
            r.known,
            r.report_id,
        )
        for r in rows
    ]


def exposed(on: Inside, case_person_id: uuid.UUID) -> None:
    """Raise Refused if this is not an exposed student of the case."""
    p = case_person
    if not on.tx.execute(
        sa.select(p.c.case_person_id).where(
            on.tx.mine(p),
            p.c.case_id == on.case_id,
            p.c.case_person_id == case_person_id,
            p.c.part == Part.EXPOSED,
        )
    ).first():
        raise Refused


def _linked(on: Inside, report_id: uuid.UUID, *which: sa.ColumnElement[bool]) -> bool:
    asked = sa.select(report.c.report_id).where(
        on.tx.mine(report), report.c.case_id == on.case_id, report.c.report_id == report_id, *which
    )
    return on.tx.execute(asked).first() is not None


def add(opened: OpenedCase, part: Part, name: str) -> uuid.UUID:
    """One more person; an exposed student may be unknown, nobody else."""
    if len(name) > LONGEST or (part is not Part.EXPOSED and not trimmed(name)):
        raise Invalid("case.error.no_name", field="person_name")

    def work(on: Inside) -> uuid.UUID:
        on.details = {"part": part}
        return opening.insert_person(on.tx, on.case_id, part, name, on.person)

    return act(opened, Act.CASE_PERSON_NAMED, work)


def name(opened: OpenedCase, case_person_id: uuid.UUID, text: str) -> None:
    """Say who they are; empty if they are unknown after all."""
    if len(text) > LONGEST:
        raise Invalid("case.error.no_name", field="person_name")

    def work(on: Inside) -> None:
        p = case_person
        changed = on.tx.update(
            p,
            p.c.case_id == on.case_id,
            p.c.case_person_id == case_person_id,
            name=on.tx.seal(p.c.name, trimmed(text), case_person_id),
            known=bool(trimmed(text)),
        )
        if not changed:
            raise Refused

    act(opened, Act.CASE_PERSON_NAMED, work)


def wrote(opened: OpenedCase, case_person_id: uuid.UUID, report_id: uuid.UUID | None) -> None:
    """Mark that the exposed student wrote this report of the case; None takes the mark away."""

    def work(on: Inside) -> None:
        p = case_person
        if report_id is not None and not _linked(on, report_id, report.c.reporter == Reporter.SELF):
            raise Invalid("case.error.not_self", field="person_report")
        changed = on.tx.update(
            p,
            p.c.case_id == on.case_id,
            p.c.case_person_id == case_person_id,
            p.c.part == Part.EXPOSED,
            report_id=report_id,
        )
        if not changed:
            raise Refused

    act(opened, Act.CASE_REPORTER_MARKED, work)


def heard(opened: OpenedCase, case_person_id: uuid.UUID, view: str) -> None:
    """The student has been heard; their own view is written down (§ 10-2)."""
    if not trimmed(view):
        raise Invalid("case.error.no_view", field="heard_view")
    said(opened, case_person_id, Kind.HEARD, view)


# What the log calls each thing that can be said in a talk, or asked.
ACT_OF = {
    Kind.HEARD: Act.CASE_HEARD,
    Kind.BEST: Act.CASE_BEST,
    Kind.SAFE: Act.CASE_SAFE,
    Kind.NOT_SAFE: Act.CASE_NOT_SAFE,
    Kind.VIEW_ASKED: Act.CASE_ASKED,
}


def said(opened: OpenedCase, case_person_id: uuid.UUID, kind: Kind, note: str) -> None:
    """What a student said in a talk, or how their best interest was weighed, written down."""
    if kind not in ACT_OF:
        raise ValueError(kind)
    if not trimmed(note) and kind is not Kind.VIEW_ASKED:
        raise Invalid("case.error.no_view", field="talk_note")

    def work(on: Inside) -> None:
        exposed(on, case_person_id)
        on.happened(kind, subject_id=case_person_id, note=trimmed(note))

    act(opened, ACT_OF[kind], work)


def to_ask(found: list[InCase], linked: Report) -> list[InCase]:
    """The unknown students who may have written this report: a message can ask one for their view.

    Whoever wrote about somebody else is not the student: to ask them is not to hear the student.
    """
    if linked.reporter not in MAYBE_STUDENT or linked.source is not Source.FORM:
        return []
    wrote = [p for p in found if p.report_id == linked.report_id]
    exposed = [p for p in found if p.part is Part.EXPOSED and p.report_id is None]
    return [p for p in wrote or exposed if not p.known]


def ask_by_code(
    opened: OpenedCase,
    report_id: uuid.UUID,
    text: str,
    token: str,
    asked_id: uuid.UUID | None = None,
) -> None:
    """A message to who wrote a report of the case.

    `asked_id`: the unknown student whom it asks for their own view (§ 10-2), as whoever writes it
    says; raises Stale if that is not one of `to_ask` any more.
    """
    body = messages.checked(text)

    def work(on: Inside) -> None:
        if not _linked(on, report_id):
            raise Refused
        on.done = messages.append(on.tx, report_id, body, token, on.person)
        if on.done and asked_id is not None:
            _may_ask(on, report_id, asked_id)
            on.happened(Kind.VIEW_ASKED, subject_id=asked_id)
            on.details = {"kind": str(Kind.VIEW_ASKED)}

    act(opened, Act.MESSAGE_SENT, work, report_id=report_id)


def _may_ask(on: Inside, report_id: uuid.UUID, asked_id: uuid.UUID) -> None:
    p = case_person
    of_case = (on.tx.mine(p), p.c.case_id == on.case_id)
    wrote = sa.select(p.c.case_person_id).where(*of_case, p.c.report_id == report_id)
    one = sa.select(p.c.report_id).where(
        *of_case, p.c.case_person_id == asked_id, p.c.part == Part.EXPOSED, sa.not_(p.c.known)
    )
    row = on.tx.execute(one).first()
    marked = on.tx.execute(wrote).first()
    by_student = report.c.reporter.in_([str(r) for r in MAYBE_STUDENT])
    if (
        row is None
        or row.report_id != (report_id if marked else None)
        or not _linked(on, report_id, by_student)
    ):
        raise Stale
