"""The people in a case: exposed, said to have done it, witness, employee. Names are sealed."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from core.access import Person
from core.cases import facts, opening, reach
from core.cases.clock import Kind
from core.errors import Invalid, Refused
from core.reports import messages
from core.reports.happened import Reporter
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.cases import case_person
from core.store.schema.reports import report

PARTS = ("exposed", "said_to_have_done", "witness", "employee")
LONGEST = 200  # characters of a name


@dataclass(frozen=True)
class InCase:
    """Someone the case is about; `name` is empty where she is unknown."""

    case_person_id: uuid.UUID
    part: str
    name: str
    known: bool
    report_id: uuid.UUID | None  # who wrote this report, if staff have marked her so


def of(store: Store, case_id: uuid.UUID) -> list[InCase]:
    """The people in a case, whoever asks: for pages and services that have asked `may`."""
    p = case_person
    rows = store.rows(
        sa.select(p)
        .where(store.mine(p), p.c.case_id == case_id)
        .order_by(p.c.added_at, p.c.case_person_id)
    )
    return [
        InCase(
            r.case_person_id,
            r.part,
            store.text(p.c.name, r.name, r.case_person_id),
            r.known,
            r.report_id,
        )
        for r in rows
    ]


def exposed(tx: Tx, case_id: uuid.UUID, case_person_id: uuid.UUID) -> None:
    """Raise Refused where this is not an exposed student of the case."""
    p = case_person
    if not tx.execute(
        sa.select(p.c.case_person_id).where(
            tx.mine(p),
            p.c.case_id == case_id,
            p.c.case_person_id == case_person_id,
            p.c.part == "exposed",
        )
    ).first():
        raise Refused


def _linked(
    tx: Tx, case_id: uuid.UUID, report_id: uuid.UUID, *which: sa.ColumnElement[bool]
) -> bool:
    asked = sa.select(report.c.report_id).where(
        tx.mine(report), report.c.case_id == case_id, report.c.report_id == report_id, *which
    )
    return tx.execute(asked).first() is not None


def add(store: Store, person: Person, case_id: uuid.UUID, part: str, name: str) -> uuid.UUID:
    """One more person; an exposed student may be unknown, nobody else."""
    if part not in PARTS or len(name) > LONGEST or (part != "exposed" and not name.strip()):
        raise Invalid("case.error.no_name", field="person_name")
    known = facts.rules(store)

    def work(tx: Tx) -> uuid.UUID:
        reach.enter(tx, person, case_id)
        made = opening.insert_person(tx, case_id, part, name, person)
        facts.project(tx, case_id, known)
        tx.record(Act.CASE_PERSON_NAMED, person.person_id, "case", case_id, part=part)
        return made

    return store.write(work)


def name(
    store: Store, person: Person, case_id: uuid.UUID, case_person_id: uuid.UUID, text: str
) -> None:
    """Say who she is; empty where she is unknown after all."""
    if len(text) > LONGEST:
        raise Invalid("case.error.no_name", field="person_name")
    known = facts.rules(store)
    p = case_person

    def work(tx: Tx) -> None:
        reach.enter(tx, person, case_id)
        changed = tx.update(
            p,
            p.c.case_id == case_id,
            p.c.case_person_id == case_person_id,
            name=tx.seal(p.c.name, text.strip(), case_person_id),
            known=bool(text.strip()),
        )
        if not changed:
            raise Refused
        facts.project(tx, case_id, known)
        tx.record(Act.CASE_PERSON_NAMED, person.person_id, "case", case_id)

    store.write(work)


def wrote(
    store: Store,
    person: Person,
    case_id: uuid.UUID,
    case_person_id: uuid.UUID,
    report_id: uuid.UUID | None,
) -> None:
    """Mark that the exposed student wrote this report of the case; None takes the mark away."""
    known = facts.rules(store)
    p = case_person

    def work(tx: Tx) -> None:
        reach.enter(tx, person, case_id)
        if report_id is not None and not _linked(
            tx, case_id, report_id, report.c.reporter == Reporter.SELF
        ):
            raise Invalid("case.error.not_self", field="person_report")
        changed = tx.update(
            p,
            p.c.case_id == case_id,
            p.c.case_person_id == case_person_id,
            p.c.part == "exposed",
            report_id=report_id,
        )
        if not changed:
            raise Refused
        facts.project(tx, case_id, known)
        tx.record(Act.CASE_REPORTER_MARKED, person.person_id, "case", case_id)

    store.write(work)


def heard(
    store: Store, person: Person, case_id: uuid.UUID, case_person_id: uuid.UUID, view: str
) -> None:
    """The student has been heard; her own view is written down (§ 10-2)."""
    if not view.strip():
        raise Invalid("case.error.no_view", field="heard_view")
    said(store, person, case_id, case_person_id, Kind.HEARD, view)


def said(
    store: Store,
    person: Person,
    case_id: uuid.UUID,
    case_person_id: uuid.UUID,
    kind: Kind,
    note: str,
) -> None:
    """What a student said in a talk, or how her best interest was weighed, written down."""
    kinds = (Kind.HEARD, Kind.BEST, Kind.SAFE, Kind.NOT_SAFE, Kind.ASKED)
    if kind not in kinds:
        raise ValueError(kind)
    if not note.strip() and kind is not Kind.ASKED:
        raise Invalid("case.error.no_view", field="talk_note")
    known = facts.rules(store)

    def work(tx: Tx) -> None:
        reach.enter(tx, person, case_id)
        exposed(tx, case_id, case_person_id)
        facts.add(tx, case_id, kind, person, subject_id=case_person_id, note=note.strip())
        facts.project(tx, case_id, known)
        tx.record(Act(f"case.{kind}"), person.person_id, "case", case_id)

    store.write(work)


def ask_by_code(
    store: Store, person: Person, case_id: uuid.UUID, report_id: uuid.UUID, text: str, token: str
) -> None:
    """A message to who wrote a report of the case; asking is how an unknown student is heard."""
    body = messages.checked(text)
    known = facts.rules(store)
    p = case_person

    def work(tx: Tx) -> None:
        reach.enter(tx, person, case_id)
        if not _linked(tx, case_id, report_id):
            raise Refused
        if not messages.append(tx, report_id, body, token, person):
            return
        unknown = tx.connection.scalars(
            sa.select(p.c.case_person_id).where(
                tx.mine(p), p.c.case_id == case_id, p.c.part == "exposed", sa.not_(p.c.known)
            )
        ).all()
        for one in unknown:
            facts.add(tx, case_id, Kind.ASKED, person, subject_id=one)
        if unknown:
            facts.project(tx, case_id, known)
        tx.record(Act.MESSAGE_SENT, person.person_id, "report", report_id)

    store.write(work)
