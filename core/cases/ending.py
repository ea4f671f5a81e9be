"""The end of a case and what may follow: reopened without loss, handed to skoleeier."""

import uuid

import sqlalchemy as sa

from core.access import Action, CaseScope, Holder, Person, may
from core.cases import clock, opening, reach
from core.cases import facts as case_facts
from core.cases.acting import Inside, act, standing
from core.cases.clock import Kind
from core.cases.opened import OpenedCase, rows_of
from core.errors import Invalid, Refused, Stale
from core.people import asking
from core.reports import readers, reports
from core.reports.happened import ReportFact
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx
from core.store.schema.cases import case, case_fact, case_person, journal, measure
from core.store.schema.cases import case_access as access_table
from core.store.schema.drafts import draft
from core.store.schema.reports import report


def may_alone(opened: OpenedCase) -> bool:
    """Whether they may end it with a written reason although not everyone says it is safe."""
    scope, _ = standing(opened)
    return may(opened.person, Action.END_CASE_ALONE, scope)


def end(opened: OpenedCase, reason: str = "") -> None:
    """End a case in which nothing lacks; else only rektor (skoleeier), with a written reason.

    What a case must have is `clock.Lack`: investigated, the exposed heard, measures evaluated, and
    each exposed student has said, asked in a talk, that it is safe.
    """

    def work(on: Inside) -> None:
        now = clock.clock(on.facts, on.rules.days, on.rules.goals)
        if now.ended_on is not None:
            on.done = False
            return
        if not now.may_end:
            if not may(on.person, Action.END_CASE_ALONE, on.scope):
                raise Invalid("case.error.not_safe_yet", field="end_reason")
            with_reason(reason, "end_reason")
        on.happened(Kind.ENDED, note=trimmed(reason))
        on.details = {"lacks": " ".join(now.lacks)}

    act(opened, Act.CASE_ENDED, work, right=Action.MANAGE_LIST)


def reopen(opened: OpenedCase, reason: str) -> None:
    """Open an ended case again; everything that stood in it stands."""
    if not trimmed(reason):
        raise Invalid("case.error.no_reason", field="reopen_reason")

    def work(on: Inside) -> None:
        on.done = clock.clock(on.facts, on.rules.days, on.rules.goals).ended_on is not None
        if on.done:
            on.happened(Kind.REOPENED, note=trimmed(reason))

    act(opened, Act.CASE_REOPENED, work, right=Action.MANAGE_LIST)


def with_reason(reason: str, field: str = "hand_over_reason") -> None:
    """Raises Invalid if a case would be handed over, or ended alone, without a reason."""
    if not trimmed(reason):
        raise Invalid("case.error.no_reason", field=field)


def hand_over(opened: OpenedCase, reason: str) -> None:
    """A case that turns out to be about the leadership goes to skoleeier (§ 12-5).

    All of it moves under a number of skoleeier's series; the old number stays without content,
    and nobody at the school sees more of it.
    """
    with_reason(reason)
    readers.require_reader_at_skoleeier(opened.store)

    def work(on: Inside) -> None:
        if on.scope.held_by == Holder.SKOLEEIER:
            raise Refused
        _move(on.tx, on.person, on.case_id, reason, on.rules)

    act(opened, Act.CASE_HANDED_OVER, work)


def take_over(store: Store, person: Person, number: str, reason: str) -> None:
    """Skoleeier takes a case that nobody at the school can open any more."""
    found = {n: case_id for case_id, n in reach.without_reader(store)}
    if not _may_take_over(store, person, number):
        raise Refused
    if not trimmed(reason):
        raise Invalid("case.error.no_reason", field="take_over_reason")
    known = case_facts.rules(store)

    def work(tx: Tx) -> None:
        _move(tx, person, found[number], reason, known)
        case_facts.project(tx, found[number], known)
        tx.record(Act.CASE_HANDED_OVER, person.person_id, "case", found[number])

    asking.write(store, person, lambda now: _may_take_over(store, now, number), work)


def _may_take_over(store: Store, person: Person, number: str) -> bool:
    lost = number in {n for _, n in reach.without_reader(store)}
    return lost and may(person, Action.READ_CASE, CaseScope(Holder.SKOLEEIER))


def _move(tx: Tx, person: Person, case_id: uuid.UUID, reason: str, known: case_facts.Rules) -> None:
    new_id = tx.new_id()
    row = tx.execute(sa.select(case).where(tx.mine(case), case.c.case_id == case_id)).one()
    if row.moved_to is not None:
        raise Stale  # two hands at once: it has gone over already, under one number
    linked = tx.connection.scalars(
        sa.select(report.c.report_id).where(tx.mine(report), report.c.case_id == case_id)
    ).all()
    number = opening.free_number(tx, Holder.SKOLEEIER)
    tx.insert(
        case,
        {
            **{k: v for k, v in row._mapping.items() if k != "school_id"},
            "case_id": new_id,
            "number": number,
            "held_by": Holder.SKOLEEIER,
            "past_team": False,
            "version": 1,
        },
    )
    # Each ciphertext is bound to its own row, not to the case: they move as they are.
    for table in (case_person, case_fact, measure, journal):
        tx.update(table, table.c.case_id == case_id, case_id=new_id)
    for report_id in linked:
        reports.add_fact(tx, report_id, ReportFact.SENT_TO_SKOLEEIER, person, case_id=new_id)
    # Who is accused, or has stepped aside, goes on seeing nothing of it.
    for gone in rows_of(tx.connection, tx, case_id):
        if gone.ended_at is None and gone.stepped_aside:
            reach.insert(tx, new_id, gone.person_id, reach.Basis(gone.basis), person)
    # Nobody at the school opens it any more, nor what was begun about it; whoever stepped aside
    # does not see the number either.
    about = [f"case:{case_id}", *(f"report:{report_id}" for report_id in linked)]
    tx.delete(draft, draft.c.thing.in_(about))
    tx.update(
        access_table,
        access_table.c.case_id == case_id,
        access_table.c.ended_at.is_(None),
        sa.not_(access_table.c.stepped_aside),
        ended_at=tx.now,
        ended_by=person.person_id,
    )
    # What is left says a number and no more: neither themes nor places.
    tx.update(case, case.c.case_id == case_id, moved_to=new_id, laws=(), areas=(), opened_by=None)
    case_facts.add(tx, new_id, Kind.HANDED_OVER, person, note=trimmed(reason))
    case_facts.project(tx, new_id, known)
