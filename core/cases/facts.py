"""What has happened in a case: facts written down, the clock read from them, the projection kept.

The columns state, next_duty, due_on, owner_id and last_at of `case_file` are what `duties.clock`
says of the facts; `project` writes them after each fact and `differing` compares them for `verify`.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa

from core.access import Holder, Person
from core.cases import clock as duties
from core.cases.clock import CaseFacts, Clock, Kind
from core.cases.happened import Part
from core.cases.opened import OpenedCase
from core.reports.happened import Reporter, ReportFact
from core.school import settings
from core.school.days import SchoolDays
from core.school.goals import Goals
from core.school.settings import Setting
from core.store.engine import Store, Tx, norwegian_date
from core.store.schema.cases import case, case_fact, case_person, measure
from core.store.schema.reports import report, report_fact

# Raised when `duties.clock` answers differently for the same facts: see `catch_up`.
CLOCK_RULES = 3


@dataclass(frozen=True, kw_only=True)
class ClockRules(Setting):
    """Whose answers are kept: the number that CLOCK_RULES had when all were last worked out."""

    NAME: ClassVar[str] = "clock_rules"
    OLDER = (lambda number: {"number": number},)  # 1: the number alone

    number: int = 1


@dataclass(frozen=True)
class Noted:
    """A fact with what was written beside it."""

    fact: duties.Fact
    note: str


@dataclass(frozen=True)
class Rules:
    """What the clock asks of the school: its calendar and its internal targets."""

    days: SchoolDays
    goals: Goals


def rules(store: Store) -> Rules:
    """The school's calendar and targets as they are set now."""
    return Rules(SchoolDays.load(store), settings.load(store, Goals))


def read(
    db: sa.Connection, own: Store | Tx, case_ids: list[uuid.UUID]
) -> dict[uuid.UUID, CaseFacts]:
    """Everything the clock weighs, for several cases; no word is opened."""
    rows = db.execute(
        sa.select(case.c.case_id, case.c.opened_on, case.c.moved_to, case.c.held_by).where(
            own.mine(case), case.c.case_id.in_(case_ids)
        )
    ).all()
    exposed, wrote = _exposed(db, own, case_ids)
    facts = _facts(db, own, case_ids)
    for case_id, said in _safe_by_code(db, own, wrote):
        facts[case_id].append(said)
    measures = _measures(db, own, case_ids)
    return {
        row.case_id: CaseFacts(
            received_on=min(
                (f.day for f in facts[row.case_id] if f.kind is Kind.RECEIVED),
                default=row.opened_on,
            ),
            facts=tuple(facts[row.case_id]),
            exposed=tuple(exposed[row.case_id]),
            measures=tuple(measures[row.case_id]),
            moved=row.moved_to is not None,
            held_by_skoleeier=row.held_by == Holder.SKOLEEIER,
        )
        for row in rows
    }


def _facts(
    db: sa.Connection, own: Store | Tx, case_ids: list[uuid.UUID]
) -> dict[uuid.UUID, list[duties.Fact]]:
    f = case_fact
    out: dict[uuid.UUID, list[duties.Fact]] = defaultdict(list)
    for row in db.execute(
        sa.select(f.c.case_id, f.c.kind, f.c.day, f.c.at, f.c.person_id, f.c.subject_id).where(
            own.mine(f), f.c.case_id.in_(case_ids)
        )
    ):
        out[row.case_id].append(
            duties.Fact(Kind(row.kind), row.day, row.at, row.person_id, row.subject_id)
        )
    return out


def _exposed(
    db: sa.Connection, own: Store | Tx, case_ids: list[uuid.UUID]
) -> tuple[dict[uuid.UUID, list[duties.Exposed]], dict[uuid.UUID, uuid.UUID]]:
    """(the exposed students of each case, report: the exposed student who wrote it)."""
    p = case_person
    out: dict[uuid.UUID, list[duties.Exposed]] = defaultdict(list)
    wrote = {}
    for row in db.execute(
        sa.select(p.c.case_id, p.c.case_person_id, p.c.known, p.c.report_id)
        .where(own.mine(p), p.c.case_id.in_(case_ids), p.c.part == Part.EXPOSED)
        .order_by(p.c.added_at, p.c.case_person_id)
    ):
        out[row.case_id].append(duties.Exposed(row.case_person_id, row.known))
        if row.report_id is not None:
            wrote[row.report_id] = row.case_person_id
    return out, wrote


def _measures(
    db: sa.Connection, own: Store | Tx, case_ids: list[uuid.UUID]
) -> dict[uuid.UUID, list[duties.PlannedMeasure]]:
    m = measure
    out: dict[uuid.UUID, list[duties.PlannedMeasure]] = defaultdict(list)
    for row in db.execute(
        sa.select(m.c.case_id, m.c.measure_id, m.c.case_person_id, m.c.round, m.c.carry_out_on)
        .add_columns(m.c.evaluate_on, m.c.made_at)
        .where(own.mine(m), m.c.case_id.in_(case_ids))
        .order_by(m.c.made_at, m.c.measure_id)
    ):
        out[row.case_id].append(
            duties.PlannedMeasure(
                measure_id=row.measure_id,
                exposed_id=row.case_person_id,
                round=row.round,
                carry_out_on=row.carry_out_on,
                evaluate_on=row.evaluate_on,
                complete=row.carry_out_on is not None and row.evaluate_on is not None,
                made_on=norwegian_date(row.made_at),
            )
        )
    return out


def _safe_by_code(
    db: sa.Connection, own: Store | Tx, wrote: dict[uuid.UUID, uuid.UUID]
) -> Iterator[tuple[uuid.UUID, duties.Fact]]:
    """What exposed students said through the code about the reports that they wrote."""
    r, f = report, report_fact
    if not wrote:
        return
    for row in db.execute(
        sa.select(r.c.case_id, f.c.report_id, f.c.day)
        .join_from(f, r, sa.and_(r.c.school_id == f.c.school_id, r.c.report_id == f.c.report_id))
        .where(own.mine(f), f.c.kind == ReportFact.SAFE, f.c.report_id.in_(list(wrote)))
        .where(r.c.reporter == Reporter.SELF)
    ):
        if row.case_id is not None:
            said = duties.Fact(Kind.SAFE_BY_CODE, row.day, None, None, wrote[row.report_id])
            yield row.case_id, said


def of(opened: OpenedCase) -> CaseFacts:
    """Everything that has happened in a case."""
    with opened.store.read() as db:
        return read(db, opened.store, [opened.case_id])[opened.case_id]


def clock(opened: OpenedCase) -> Clock:
    """The clock of a case."""
    known = rules(opened.store)
    return duties.clock(of(opened), known.days, known.goals)


def add(
    tx: Tx,
    case_id: uuid.UUID,
    kind: Kind,
    person: Person | None,
    *,
    day: date | None = None,
    subject_id: uuid.UUID | None = None,
    note: str = "",
) -> None:
    """Write a fact down; the caller projects once at the end of its transaction."""
    if kind.by_reporter or (person is None and not kind.by_nobody):
        raise ValueError(f"{kind} is not a fact of {'staff' if person else 'nobody'}")
    fact_id = tx.new_id()
    tx.insert(
        case_fact,
        {
            "fact_id": fact_id,
            "case_id": case_id,
            "kind": str(kind),
            "day": day or tx.today,
            "at": tx.now,
            "person_id": person.person_id if person else None,
            "subject_id": subject_id,
            "note": tx.seal(case_fact.c.note, note, fact_id) if note else None,
        },
    )


def notes(opened: OpenedCase, *kinds: Kind, subject_id: uuid.UUID | None = None) -> list[Noted]:
    """Facts with their notes opened, oldest first."""
    f, store = case_fact, opened.store
    asked = sa.select(f).where(store.mine(f), f.c.case_id == opened.case_id)
    if kinds:
        asked = asked.where(f.c.kind.in_([str(k) for k in kinds]))
    if subject_id is not None:
        asked = asked.where(f.c.subject_id == subject_id)
    return [
        Noted(
            duties.Fact(Kind(r.kind), r.day, r.at, r.person_id, r.subject_id),
            store.text(f.c.note, r.note, r.fact_id) if r.note else "",
        )
        for r in store.rows(asked.order_by(f.c.at, f.c.fact_id))
    ]


def project(tx: Tx, case_id: uuid.UUID, known: Rules) -> Clock:
    """Rebuild what is kept beside a case from its facts."""
    facts = read(tx.connection, tx, [case_id])[case_id]
    found = duties.clock(facts, known.days, known.goals)
    tx.update(case, case.c.case_id == case_id, **kept(facts, found))
    return found


def kept(facts: CaseFacts, found: Clock) -> dict[str, Any]:
    """The columns of a case that follow from its facts."""
    return {
        "state": str(found.state),
        "next_duty": str(found.next.step) if found.next else "",
        "due_on": found.next.due_on if found.next else None,
        "owner_id": found.holder_id,
        "serious": found.serious,
        "last_at": max((f.at for f in facts.facts if f.at), default=None),
    }


_KEPT = ("state", "next_duty", "due_on", "owner_id", "serious", "last_at")
_AT_ONCE = 2_000  # cases whose facts are held in memory together


def _each(store: Store) -> Iterable[tuple[sa.Row[Any], dict[str, Any]]]:
    known = rules(store)
    with store.read() as db:
        rows = db.execute(
            sa.select(case.c.case_id, *(case.c[name] for name in _KEPT)).where(store.mine(case))
        ).all()
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            facts = read(db, store, [row.case_id for row in some])
            for row in some:
                of_case = facts[row.case_id]
                yield row, kept(of_case, duties.clock(of_case, known.days, known.goals))


def differing(store: Store) -> list[uuid.UUID]:
    """The cases whose kept columns are not what their facts give, for `verify`."""
    return [
        row.case_id
        for row, right in _each(store)
        if any(row._mapping[name] != right[name] for name in _KEPT)
    ]


def project_all(store: Store) -> int:
    """Rebuild every case, if the calendar or the targets were changed; how many it moved."""
    wrong = differing(store)
    known = rules(store)

    def work(tx: Tx) -> None:
        for case_id in wrong:
            project(tx, case_id, known)

    if wrong:
        store.write(work)
    return len(wrong)


def catch_up(store: Store) -> int:
    """Rebuild what is kept once if an older program's clock left it; how many cases it moved."""
    if settings.load(store, ClockRules).number == CLOCK_RULES:
        return 0
    moved = project_all(store)
    store.write(lambda tx: settings.save(tx, ClockRules(number=CLOCK_RULES)))
    return moved
