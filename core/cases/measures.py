"""The written plan of an exposed student: measures with the five points of § 12-4 third paragraph.

a the problem to be solved · b the measure · c when it is carried out · d who carries it out ·
e when it is evaluated. A measure without all five is not a measure and is refused.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from core.cases import people
from core.cases.acting import Inside, act
from core.cases.clock import Duty, Kind
from core.cases.happened import next_round
from core.cases.journal import insert as note_down
from core.cases.opened import OpenedCase
from core.errors import Invalid, Refused, Stale
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Tx
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


@dataclass(frozen=True, kw_only=True)
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


def of(opened: OpenedCase) -> list[Measure]:
    """The measures of a case, oldest first."""
    m, store = measure, opened.store
    rows = store.rows(
        sa.select(m)
        .where(store.mine(m), m.c.case_id == opened.case_id)
        .order_by(m.c.round, m.c.made_at, m.c.measure_id)
    )
    return [
        Measure(
            measure_id=r.measure_id,
            case_person_id=r.case_person_id,
            round=r.round,
            problem=store.text(m.c.problem, r.problem, r.measure_id),
            what=store.text(m.c.what, r.what, r.measure_id),
            carry_out_on=r.carry_out_on,
            who=store.text(m.c.who, r.who, r.measure_id),
            evaluate_on=r.evaluate_on,
            made_at=r.made_at,
            made_by=r.made_by,
            version=r.version,
        )
        for r in rows
    ]


def save(opened: OpenedCase, case_person_id: uuid.UUID, points: Points) -> uuid.UUID:
    """One more measure in the plan of an exposed student; raises Invalid at the point that lacks.

    Its round follows from what was evaluated: after "not enough", the next.
    """
    checked = _validated(points)

    def work(on: Inside) -> uuid.UUID:
        people.exposed(on, case_person_id)
        measure_id = on.tx.new_id()
        on.tx.insert(
            measure,
            {
                "measure_id": measure_id,
                "case_id": on.case_id,
                "case_person_id": case_person_id,
                "round": next_round(on.facts, case_person_id),
                "made_at": on.tx.now,
                "made_by": on.person.person_id,
                "version": 1,
                **_sealed(on.tx, measure_id, checked),
            },
        )
        return measure_id

    return act(opened, Act.MEASURE_MADE, work)


def change(opened: OpenedCase, measure_id: uuid.UUID, points: Points, version: int) -> None:
    """Change a measure; raises Stale if another has changed it meanwhile."""
    checked = _validated(points)

    def work(on: Inside) -> None:
        changed = on.tx.update(
            measure,
            measure.c.case_id == on.case_id,
            measure.c.measure_id == measure_id,
            measure.c.version == version,
            version=version + 1,
            **_sealed(on.tx, measure_id, checked),
        )
        if not changed:
            raise Stale

    act(opened, Act.MEASURE_CHANGED, work)


def carried_out(opened: OpenedCase, measure_id: uuid.UUID, note: str = "") -> None:
    """The measure has been carried out."""
    _happened(opened, measure_id, Kind.CARRIED_OUT, note)


def evaluated(opened: OpenedCase, measure_id: uuid.UUID, helped: bool, note: str) -> None:
    """Whether it helped, and how one knows; if it did not, the next round is due."""
    if not trimmed(note):
        raise Invalid("case.error.no_evaluation", field="evaluation_note")
    _happened(opened, measure_id, Kind.HELPED if helped else Kind.NOT_ENOUGH, note)


def drop(opened: OpenedCase, measure_id: uuid.UUID, reason: str) -> None:
    """A measure that is not carried out after all, with the reason; it stays in the plan."""
    if not trimmed(reason):
        raise Invalid("case.error.no_reason", field="drop_reason")
    _happened(opened, measure_id, Kind.DROPPED, reason)


# What the log calls each thing that can come of a measure.
ACT_OF = {
    Kind.CARRIED_OUT: Act.MEASURE_CARRIED_OUT,
    Kind.HELPED: Act.MEASURE_HELPED,
    Kind.NOT_ENOUGH: Act.MEASURE_NOT_ENOUGH,
    Kind.DROPPED: Act.MEASURE_DROPPED,
}


def _happened(opened: OpenedCase, measure_id: uuid.UUID, kind: Kind, note: str) -> None:
    def work(on: Inside) -> None:
        m = measure.c
        here = (on.tx.mine(measure), m.case_id == on.case_id, m.measure_id == measure_id)
        if not on.tx.execute(sa.select(m.measure_id).where(*here)).first():
            raise Refused
        on.happened(kind, subject_id=measure_id, note=trimmed(note))
        if trimmed(note):
            note_down(on, Duty.MEASURES, trimmed(note))

    act(opened, ACT_OF[kind], work)


def _validated(points: Points) -> Points:
    for field, text, lacking in (
        ("plan_problem", points.problem, "case.error.no_plan_problem"),
        ("plan_measure", points.what, "case.error.no_plan_measure"),
        ("plan_who", points.who, "case.error.no_plan_who"),
    ):
        if not trimmed(text):
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
        "problem": tx.seal(measure.c.problem, trimmed(points.problem), measure_id),
        "what": tx.seal(measure.c.what, trimmed(points.what), measure_id),
        "carry_out_on": points.carry_out_on,
        "who": tx.seal(measure.c.who, trimmed(points.who), measure_id),
        "evaluate_on": points.evaluate_on,
    }
