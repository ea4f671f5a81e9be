"""The end of a case and what may follow: reopened without loss, handed to skoleeier."""

import uuid

import sqlalchemy as sa

from core.access import Action, CaseScope, Person, may
from core.cases import clock, opening, reach, reading
from core.cases import facts as case_facts
from core.cases.clock import Kind
from core.errors import Invalid, Refused, Stale
from core.reports import readers, reports
from core.reports.happened import ReportFact
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.cases import case, case_fact, case_person, journal, measure
from core.store.schema.cases import case_access as access_table
from core.store.schema.drafts import draft
from core.store.schema.reports import report


def may_alone(store: Store, person: Person, case_id: uuid.UUID) -> bool:
    """Whether she may end it with a written reason although not everyone says it is safe."""
    found = reading.by_id(store, person, case_id)
    with store.read() as db:
        rows = reach.rows_of(db, store, case_id)
    return may(person, Action.END_CASE_ALONE, reach.scope_of(found.held_by, rows))


def end(store: Store, person: Person, case_id: uuid.UUID, reason: str = "") -> None:
    """End a case in which nothing lacks; else only rektor (skoleeier), with a written reason.

    What a case must have is `duties.Lack`: investigated, the exposed heard, measures evaluated, and
    each exposed student has said, asked in a talk, that it is safe.
    """
    known = case_facts.rules(store)

    def work(tx: Tx) -> None:
        scope = reach.enter(tx, person, case_id, Action.MANAGE_LIST)
        facts = case_facts.read(tx.connection, tx, [case_id])[case_id]
        now = clock.clock(facts, known.days, known.goals)
        if now.ended_on is not None:
            return
        if not now.may_end:
            if not may(person, Action.END_CASE_ALONE, scope):
                raise Invalid("case.error.not_safe_yet", field="end_reason")
            if not reason.strip():
                raise Invalid("case.error.no_reason", field="end_reason")
        case_facts.add(tx, case_id, Kind.ENDED, person, note=reason.strip())
        case_facts.project(tx, case_id, known)
        tx.record(Act.CASE_ENDED, person.person_id, "case", case_id, lacks=" ".join(now.lacks))

    store.write(work)


def reopen(store: Store, person: Person, case_id: uuid.UUID, reason: str) -> None:
    """Open an ended case again; everything that stood in it stands."""
    if not reason.strip():
        raise Invalid("case.error.no_reason", field="reopen_reason")
    known = case_facts.rules(store)

    def work(tx: Tx) -> None:
        reach.enter(tx, person, case_id, Action.MANAGE_LIST)
        facts = case_facts.read(tx.connection, tx, [case_id])[case_id]
        if clock.clock(facts, known.days, known.goals).ended_on is None:
            return
        case_facts.add(tx, case_id, Kind.REOPENED, person, note=reason.strip())
        case_facts.project(tx, case_id, known)
        tx.record(Act.CASE_REOPENED, person.person_id, "case", case_id)

    store.write(work)


def hand_over(store: Store, person: Person, case_id: uuid.UUID, reason: str) -> None:
    """A case that turns out to be about the leadership goes to skoleeier (§ 12-5).

    All of it moves under a number of skoleeier's series; the old number stays without content,
    and nobody at the school sees more of it.
    """
    if not reason.strip():
        raise Invalid("case.error.no_reason", field="hand_over_reason")
    readers.at_owner(store)
    known = case_facts.rules(store)

    def work(tx: Tx) -> None:
        if reach.enter(tx, person, case_id).held_by == "owner":
            raise Refused
        _move(tx, person, case_id, reason, known)

    store.write(work)


def take_over(store: Store, person: Person, number: str, reason: str) -> None:
    """Skoleeier takes a case that nobody at the school can open any more."""
    found = {n: case_id for case_id, n in reach.without_reader(store)}
    if not may(person, Action.READ_CASE, CaseScope("owner")) or number not in found:
        raise Refused
    if not reason.strip():
        raise Invalid("case.error.no_reason", field="take_over_reason")
    known = case_facts.rules(store)
    store.write(lambda tx: _move(tx, person, found[number], reason, known))


def _move(tx: Tx, person: Person, case_id: uuid.UUID, reason: str, known: case_facts.Rules) -> None:
    new_id = tx.new_id()
    row = tx.execute(sa.select(case).where(tx.mine(case), case.c.case_id == case_id)).one()
    if row.moved_to is not None:
        raise Stale  # two hands at once: it has gone over already, under one number
    linked = tx.connection.scalars(
        sa.select(report.c.report_id).where(tx.mine(report), report.c.case_id == case_id)
    ).all()
    number = opening.next_number(tx, "owner")
    tx.insert(
        case,
        {
            **{k: v for k, v in row._mapping.items() if k != "school_id"},
            "case_id": new_id,
            "number": number,
            "held_by": "owner",
            "past_team": False,
            "version": 1,
        },
    )
    # Each ciphertext is bound to its own row, not to the case: they move as they are.
    for table in (case_person, case_fact, measure, journal):
        tx.update(table, table.c.case_id == case_id, case_id=new_id)
    for report_id in linked:
        reports.add_fact(tx, report_id, ReportFact.SENT_TO_OWNER, person, case_id=new_id)
    # Who is accused, or has stepped aside, goes on seeing nothing of it.
    for gone in reach.rows_of(tx.connection, tx, case_id):
        if gone.ended_at is None and gone.stepped_aside:
            reach.insert(tx, new_id, gone.person_id, gone.basis, person)
    # Nobody at the school opens it any more, nor what was begun about it.
    about = [f"case:{case_id}", *(f"report:{report_id}" for report_id in linked)]
    tx.delete(draft, draft.c.thing.in_(about))
    tx.update(
        access_table,
        access_table.c.case_id == case_id,
        access_table.c.ended_at.is_(None),
        ended_at=tx.now,
        ended_by=person.person_id,
    )
    # What is left says a number and no more: neither themes nor places.
    tx.update(case, case.c.case_id == case_id, moved_to=new_id, laws=(), areas=(), opened_by=None)
    case_facts.add(tx, new_id, Kind.HANDED_OVER, person, note=reason.strip())
    case_facts.project(tx, new_id, known)
    case_facts.project(tx, case_id, known)
    tx.record(Act.CASE_HANDED_OVER, person.person_id, "case", case_id)
