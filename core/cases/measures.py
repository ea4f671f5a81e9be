"""The written plan of an exposed student: measures with the five points of § 12-4 third paragraph.

a the problem to be solved · b the measure · c when it is carried out · d who carries it out ·
e when it is evaluated. A measure without all five is not a measure and is refused.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from core.access import Person
from core.cases import facts as case_facts
from core.cases import people, reach
from core.cases.clock import Duty, Kind
from core.cases.journal import insert as note_down
from core.errors import Invalid, Refused, Stale
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.cases import measure
from core.store.unopened import holds

LONGEST = 4_000  # characters of a point


@dataclass(frozen=True)
class Points:
    """The five points as they are typed."""

    problem: str
    what: str
    carry_out_on: date | None
    who: str
    evaluate_on: date | None


@dataclass(frozen=True)
class Measure:
    """A measure as it stands in the plan."""

    measure_id: uuid.UUID
    case_person_id: uuid.UUID
    round: int
    problem: str
    what: str
    carry_out_on: date | None
    who: str
    evaluate_on: date | None
    made_at: datetime
    made_by: uuid.UUID | None
    version: int


def of(store: Store, case_id: uuid.UUID) -> list[Measure]:
    """The measures of a case, oldest first, whoever asks: for those that have asked `may`."""
    m = measure
    rows = store.rows(
        sa.select(m)
        .where(store.mine(m), m.c.case_id == case_id)
        .order_by(m.c.round, m.c.made_at, m.c.measure_id)
    )
    return [
        Measure(
            r.measure_id,
            r.case_person_id,
            r.round,
            store.text(m.c.problem, r.problem, r.measure_id),
            store.text(m.c.what, r.what, r.measure_id),
            r.carry_out_on,
            store.text(m.c.who, r.who, r.measure_id),
            r.evaluate_on,
            r.made_at,
            r.made_by,
            r.version,
        )
        for r in rows
    ]


def save(
    store: Store, person: Person, case_id: uuid.UUID, case_person_id: uuid.UUID, points: Points
) -> uuid.UUID:
    """One more measure in the plan of an exposed student; raises Invalid at the point that lacks.

    Its round follows from what was evaluated: after "not enough", the next.
    """
    checked = _checked(points)
    known = case_facts.rules(store)
    measure_id = store.new_id()

    def work(tx: Tx) -> None:
        reach.enter(tx, person, case_id)
        people.exposed(tx, case_id, case_person_id)
        facts = case_facts.read(tx.connection, tx, [case_id])[case_id]
        failed = {f.subject_id for f in facts.facts if f.kind is Kind.NOT_ENOUGH}
        rounds = [
            m.round
            for m in facts.measures
            if m.exposed_id == case_person_id and m.measure_id in failed
        ]
        newest = max((m.round for m in facts.measures if m.exposed_id == case_person_id), default=1)
        tx.insert(
            measure,
            {
                "measure_id": measure_id,
                "case_id": case_id,
                "case_person_id": case_person_id,
                "round": max([newest, *(r + 1 for r in rounds)]),
                "made_at": tx.now,
                "made_by": person.person_id,
                "version": 1,
                **_sealed(tx, measure_id, checked),
            },
        )
        case_facts.project(tx, case_id, known)
        tx.record(Act.MEASURE_MADE, person.person_id, "case", case_id)

    store.write(work)
    return measure_id


def change(
    store: Store,
    person: Person,
    case_id: uuid.UUID,
    measure_id: uuid.UUID,
    points: Points,
    version: int,
) -> None:
    """Change a measure; raises Stale where another has changed it meanwhile."""
    checked = _checked(points)
    known = case_facts.rules(store)

    def work(tx: Tx) -> None:
        reach.enter(tx, person, case_id)
        changed = tx.update(
            measure,
            measure.c.case_id == case_id,
            measure.c.measure_id == measure_id,
            measure.c.version == version,
            version=version + 1,
            **_sealed(tx, measure_id, checked),
        )
        if not changed:
            raise Stale
        case_facts.project(tx, case_id, known)
        tx.record(Act.MEASURE_CHANGED, person.person_id, "case", case_id)

    store.write(work)


def carried_out(
    store: Store, person: Person, case_id: uuid.UUID, measure_id: uuid.UUID, note: str = ""
) -> None:
    """The measure has been carried out."""
    _happened(store, person, case_id, measure_id, Kind.CARRIED_OUT, note)


def evaluated(
    store: Store,
    person: Person,
    case_id: uuid.UUID,
    measure_id: uuid.UUID,
    helped: bool,
    note: str,
) -> None:
    """Whether it helped, and how one knows; where it did not, the next round is due."""
    if not note.strip():
        raise Invalid("case.error.no_evaluation", field="evaluation_note")
    kind = Kind.HELPED if helped else Kind.NOT_ENOUGH
    _happened(store, person, case_id, measure_id, kind, note)


def drop(
    store: Store, person: Person, case_id: uuid.UUID, measure_id: uuid.UUID, reason: str
) -> None:
    """A measure that is not carried out after all, with the reason; it stays in the plan."""
    if not reason.strip():
        raise Invalid("case.error.no_reason", field="drop_reason")
    _happened(store, person, case_id, measure_id, Kind.DROPPED, reason)


def _happened(
    store: Store,
    person: Person,
    case_id: uuid.UUID,
    measure_id: uuid.UUID,
    kind: Kind,
    note: str,
) -> None:
    known = case_facts.rules(store)

    def work(tx: Tx) -> None:
        reach.enter(tx, person, case_id)
        if not tx.execute(
            sa.select(measure.c.measure_id).where(
                tx.mine(measure), measure.c.case_id == case_id, measure.c.measure_id == measure_id
            )
        ).first():
            raise Refused
        case_facts.add(tx, case_id, kind, person, subject_id=measure_id, note=note.strip())
        if note.strip():
            note_down(tx, case_id, Duty.MEASURES, note.strip(), person)
        case_facts.project(tx, case_id, known)
        tx.record(Act(f"measure.{kind}"), person.person_id, "case", case_id)

    store.write(work)


def _checked(points: Points) -> Points:
    for field, text, lacking in (
        ("plan_problem", points.problem, "case.error.no_plan_problem"),
        ("plan_measure", points.what, "case.error.no_plan_measure"),
        ("plan_who", points.who, "case.error.no_plan_who"),
    ):
        if not text.strip():
            raise Invalid(lacking, field=field)
        if len(text) > LONGEST:
            raise Invalid("case.error.long_note", field=field, longest=LONGEST)
        if holds(text):
            raise Invalid("case.error.unopened", field=field)
    if points.carry_out_on is None:
        raise Invalid("case.error.no_plan_when", field="plan_when")
    if points.evaluate_on is None:
        raise Invalid("case.error.no_plan_evaluate", field="plan_evaluate")
    if points.evaluate_on < points.carry_out_on:
        raise Invalid("case.error.evaluate_before", field="plan_evaluate")
    return points


def _sealed(tx: Tx, measure_id: uuid.UUID, points: Points) -> dict[str, object]:
    return {
        "problem": tx.seal(measure.c.problem, points.problem.strip(), measure_id),
        "what": tx.seal(measure.c.what, points.what.strip(), measure_id),
        "carry_out_on": points.carry_out_on,
        "who": tx.seal(measure.c.who, points.who.strip(), measure_id),
        "evaluate_on": points.evaluate_on,
    }
