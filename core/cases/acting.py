"""What every act in a case does: let in once more, do, keep the projection, say so in the log."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa

from core.access import Action, CaseScope, Holder, Person, may
from core.cases import facts as case_facts
from core.cases.happened import CaseFacts, Kind
from core.cases.opened import OpenedCase, rows_of, scope_of
from core.errors import Refused, Stale
from core.people import asking
from core.store.acts import Act
from core.store.engine import Tx
from core.store.schema.cases import case

T = TypeVar("T")


@dataclass(kw_only=True)
class Inside:
    """An act inside its transaction, after the person was let in once more."""

    tx: Tx
    person: Person
    case_id: uuid.UUID
    scope: CaseScope  # as it stands now
    rules: case_facts.Rules
    details: dict[str, str] = field(default_factory=dict)  # what the log says of it, no content
    done: bool = True  # False: there was nothing to do, so that nothing is logged

    @property
    def facts(self) -> CaseFacts:
        """Everything that has happened in the case until now."""
        return case_facts.read(self.tx.connection, self.tx, [self.case_id])[self.case_id]

    def happened(
        self,
        kind: Kind,
        *,
        day: date | None = None,
        subject_id: uuid.UUID | None = None,
        note: str = "",
    ) -> None:
        """Write down that something has happened, by who acts."""
        case_facts.add(
            self.tx, self.case_id, kind, self.person, day=day, subject_id=subject_id, note=note
        )


def act(
    opened: OpenedCase,
    what: Act,
    work: Callable[[Inside], T],
    *,
    right: Action = Action.READ_CASE,
    report_id: uuid.UUID | None = None,
) -> T:
    """Do `work` in a case in one transaction, and log it; raises Refused, Stale if it has moved.

    `report_id`: what was done to one of its reports, which the log then names.
    """
    rules = case_facts.rules(opened.store)
    case_id = opened.case_id

    def inside(tx: Tx) -> T:
        person = asking.as_now(opened.store, opened.person)
        scope = _enter(tx, case_id, person, right)
        on_it = Inside(tx=tx, person=person, case_id=case_id, scope=scope, rules=rules)
        answer = work(on_it)
        if on_it.done:
            case_facts.project(tx, case_id, rules)
            thing = ("report", report_id) if report_id else ("case", case_id)
            tx.record(what, person.person_id, *thing, **on_it.details)
        return answer

    return opened.store.write(inside)


def _enter(tx: Tx, case_id: uuid.UUID, person: Person, right: Action) -> CaseScope:
    """Let the person work in the case until this transaction is over.

    Whoever acts was let in by what they saw: the case may have been handed over since, their place
    on it ended, or a role of theirs. Its row is touched, so that whatever else would change that
    conflicts.
    """
    row = tx.execute(
        sa.select(case.c.held_by, case.c.moved_to).where(tx.mine(case), case.c.case_id == case_id)
    ).first()
    scope = scope_of(row.held_by if row else Holder.SKOLEEIER, rows_of(tx.connection, tx, case_id))
    if row is None or not may(person, right, scope):
        raise Refused
    if row.moved_to is not None:
        raise Stale
    tx.update(case, case.c.case_id == case_id, version=case.c.version + sa.literal(1))
    return scope


def standing(
    opened: OpenedCase, right: Action = Action.READ_CASE
) -> tuple[CaseScope, list[sa.Row[Any]]]:
    """What decides who reads the case now, and its list; raises Refused if the right is gone."""
    store, case_id = opened.store, opened.case_id
    with store.read() as db:
        held_by = db.scalar(
            sa.select(case.c.held_by).where(
                store.mine(case), case.c.case_id == case_id, case.c.moved_to.is_(None)
            )
        )
        rows = rows_of(db, store, case_id)
    scope = scope_of(held_by or Holder.SKOLEEIER, rows)
    if held_by is None or not may(asking.as_now(store, opened.person), right, scope):
        raise Refused
    return scope, rows
