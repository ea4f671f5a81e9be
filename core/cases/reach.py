"""Who opens a case: its list, those who step aside, the accused; the answer itself is `may`'s.

Rektor stands on every case of the school by office, assrektor as their deputy if the setting
says so; all others because somebody put them there with a reason. Nobody is its last reader
and goes.
On a case of skoleeier's one person at the school may stand, so that somebody follows the student
up: never one of the leadership, never the accused.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from core.access import (
    LEADERSHIP,
    NEVER_READS,
    READERS,
    STAFF,
    Action,
    CaseScope,
    Holder,
    Person,
    Role,
    may,
)
from core.cases import leaving
from core.cases.acting import Inside, act, standing
from core.cases.clock import OVER
from core.cases.opened import OpenedCase, rows_of, scope_of
from core.errors import Invalid, Stale
from core.people import directory
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx
from core.store.schema.cases import case, case_access


class Basis(StrEnum):
    """On what somebody opens a case, or does not."""

    OFFICE = "office"
    DEPUTY = "deputy"  # of who stands on it by office
    OPENED = "opened"  # the case
    ADDED = "added"  # by somebody, with a reason
    ASIDE = "aside"  # stepped aside of themselves
    ACCUSED = "accused"


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Someone on a case's list, or who has stepped aside from it."""

    person_id: uuid.UUID
    name: str
    basis: Basis
    since: datetime | None = None
    added_by: uuid.UUID | None = None
    reason: str = ""


@dataclass(frozen=True)
class ShutOut:
    """That somebody was shut out as the accused: when, by whom, and what they had been here.

    Who it is stands nowhere; what they had been tells those who stand on the case enough.
    """

    since: datetime
    by: str
    was: Basis | None  # opened, added; None: no row of the list was theirs


def readable(own: Store, person: Person) -> sa.ColumnElement[bool]:
    """The cases that `may(person, READ_CASE, …)` opens, as a clause over `case_file`.

    The same rule as in `access`, held equal by a property test: a list of 20,000 cases cannot
    ask about each.
    """
    if person.has(*NEVER_READS) or not person.knows_privacy:
        return sa.false()
    a = case_access
    mine = (
        sa.select(a.c.case_id)
        .where(own.mine(a), a.c.person_id == person.person_id, a.c.ended_at.is_(None))
        .correlate(None)
    )
    not_aside = case.c.case_id.not_in(mine.where(a.c.stepped_aside))
    if person.has(Role.SKOLEEIER):
        return sa.and_(case.c.held_by == Holder.SKOLEEIER, not_aside)
    if may(person, Action.READ_CASE, CaseScope(Holder.SCHOOL)):  # by office
        return sa.and_(case.c.held_by == Holder.SCHOOL, not_aside)
    if not (person.lists_open and person.has(*STAFF)):
        return sa.false()
    on_list = case.c.case_id.in_(mine.where(sa.not_(a.c.stepped_aside)))
    holder = (Holder.SCHOOL,) if person.has(*LEADERSHIP) else tuple(Holder)
    return sa.and_(case.c.held_by.in_(holder), on_list, not_aside)


def insert(
    tx: Tx,
    case_id: uuid.UUID,
    person_id: uuid.UUID,
    basis: Basis,
    by: Person,
    reason: str = "",
) -> None:
    """A row of the list, in the transaction of the act that it belongs to."""
    access_id = tx.new_id()
    tx.insert(
        case_access,
        {
            "access_id": access_id,
            "case_id": case_id,
            "person_id": person_id,
            "basis": basis,
            "added_at": tx.now,
            "added_by": by.person_id,
            "reason": tx.seal(case_access.c.reason, reason, access_id),
            "stepped_aside": basis in (Basis.ASIDE, Basis.ACCUSED),
        },
    )


def listed(opened: OpenedCase) -> list[Listed]:
    """Everyone who opens the case now, and who has stepped aside; the accused are not named."""
    scope, rows = standing(opened)
    store = opened.store
    names = directory.names(store)
    out = []
    offices = (
        (Role.SKOLEEIER,) if scope.held_by == Holder.SKOLEEIER else (Role.REKTOR, Role.ASSREKTOR)
    )
    for holder in directory.holders(store, *offices):
        if holder.person_id not in scope.aside and may(holder, Action.READ_CASE, scope):
            deputy = scope.held_by == Holder.SCHOOL and not holder.has(Role.REKTOR)
            out.append(
                Listed(
                    person_id=holder.person_id,
                    name=holder.name,
                    basis=Basis.DEPUTY if deputy else Basis.OFFICE,
                )
            )
    shown = {found.person_id for found in out}
    for row in sorted(rows, key=lambda r: r.added_at):
        if row.ended_at is None and row.basis != Basis.ACCUSED and row.person_id not in shown:
            reason = store.text(case_access.c.reason, row.reason, row.access_id)
            out.append(
                Listed(
                    person_id=row.person_id,
                    name=names.get(row.person_id, ""),
                    basis=Basis(row.basis),
                    since=row.added_at,
                    added_by=row.added_by,
                    reason=reason,
                )
            )
    return out


def shut_out(opened: OpenedCase) -> list[ShutOut]:
    """Everyone who was shut out as the accused, oldest first, for those who open the case."""
    _, rows = standing(opened)
    names = directory.names(opened.store)
    out = []
    for row in sorted(rows, key=lambda r: r.added_at):
        if row.basis == Basis.ACCUSED and row.ended_at is None:
            had = {r.basis for r in rows if r.person_id == row.person_id}
            was = next((b for b in (Basis.OPENED, Basis.ADDED) if b in had), None)
            out.append(ShutOut(row.added_at, names.get(row.added_by, ""), was))
    return out


def shut_out_since(store: Store, since: datetime) -> list[tuple[uuid.UUID, uuid.UUID, datetime]]:
    """(case, by whom, when) of each who had opened a case or stood on its list and was shut out."""
    a, had = case_access, case_access.alias("had")
    was_on_it = (
        sa.select(had.c.access_id)
        .where(
            had.c.school_id == a.c.school_id,
            had.c.case_id == a.c.case_id,
            had.c.person_id == a.c.person_id,
            had.c.basis.in_([Basis.OPENED, Basis.ADDED]),
        )
        .exists()
    )
    asked = sa.select(a.c.case_id, a.c.added_by, a.c.added_at).where(
        store.mine(a), a.c.basis == Basis.ACCUSED, a.c.ended_at.is_(None), a.c.added_at > since
    )
    rows = store.rows(asked.where(was_on_it))
    return [(row.case_id, row.added_by, row.added_at) for row in rows]


def candidates(opened: OpenedCase) -> list[Person]:
    """Those who may be put on the list: employees here who do not open it yet."""
    scope, _ = standing(opened, Action.MANAGE_LIST)
    at_skoleeier = scope.held_by == Holder.SKOLEEIER
    past = (*NEVER_READS, Role.SKOLEEIER, *(LEADERSHIP if at_skoleeier else ()))
    if at_skoleeier and scope.listed:
        return []  # one, and no more
    employees = directory.holders(opened.store, Role.ANSATT, Role.ELEVTJENESTE)
    return [
        p
        for p in employees
        if not may(p, Action.READ_CASE, scope)
        and p.person_id not in scope.aside
        and not p.has(*past)
    ]


def add(opened: OpenedCase, other_id: uuid.UUID, reason: str) -> None:
    """Put someone on the list, with a reason that stays in the case."""
    if not trimmed(reason):
        raise Invalid("case.error.no_reason", field="access_reason")
    _must_be_candidate(opened, other_id)

    def work(on: Inside) -> None:
        if on.scope.held_by == Holder.SKOLEEIER and on.scope.listed:
            raise Stale  # two hands at once: one, and no more
        _must_be_candidate(opened, other_id)
        insert(on.tx, on.case_id, other_id, Basis.ADDED, on.person, trimmed(reason))
        on.details = {"person": str(other_id)}

    act(opened, Act.CASE_PERSON_ADDED, work, right=Action.MANAGE_LIST)


def _must_be_candidate(opened: OpenedCase, other_id: uuid.UUID) -> None:
    if other_id not in {p.person_id for p in candidates(opened)}:
        raise Invalid("case.error.not_on_list", field="access_person")


def remove(opened: OpenedCase, other_id: uuid.UUID) -> None:
    """Take someone off the list; raises Invalid if nobody would be left."""

    def work(on: Inside) -> None:
        left = on.scope.listed - {other_id}
        _somebody_left(opened.store, replace(on.scope, listed=left))
        on.done = _ends(on, other_id, sa.not_(case_access.c.stepped_aside))
        if on.done:
            leaving.off_the_list(on.tx, on.case_id, other_id)
            on.details = {"person": str(other_id)}

    act(opened, Act.CASE_PERSON_REMOVED, work, right=Action.MANAGE_LIST)


def step_aside(opened: OpenedCase, reason: str = "") -> None:
    """They see nothing more of the case; raises Invalid if nobody would be left."""
    _exclude(opened, opened.person.person_id, Basis.ASIDE, reason)


def exclude(opened: OpenedCase, other_id: uuid.UUID, reason: str) -> None:
    """The accused cannot learn that the case exists; one of the leadership goes to skoleeier."""
    standing(opened, Action.MANAGE_LIST)

    def checked(on: Inside) -> None:
        other = directory.load(opened.store, other_id)
        if other is None or other_id == on.person.person_id:
            raise Invalid("case.error.not_on_list", field="accused_person")
        if on.scope.held_by == Holder.SCHOOL and other.has(*LEADERSHIP):
            raise Invalid("case.error.leader_accused", field="accused_person")

    _exclude(opened, other_id, Basis.ACCUSED, reason, checked, Action.MANAGE_LIST)


def take_back(opened: OpenedCase, other_id: uuid.UUID) -> None:
    """Someone who stepped aside is let in again by another on the case; never the accused."""

    def work(on: Inside) -> None:
        on.done = _ends(on, other_id, case_access.c.basis == Basis.ASIDE)
        on.details = {"person": str(other_id)}

    act(opened, Act.CASE_PERSON_BACK, work, right=Action.MANAGE_LIST)


def _exclude(
    opened: OpenedCase,
    other_id: uuid.UUID,
    basis: Basis,
    reason: str,
    checked: Callable[[Inside], None] = lambda _: None,
    right: Action = Action.READ_CASE,
) -> None:
    def work(on: Inside) -> None:
        checked(on)
        aside = on.scope.aside | {other_id}
        _somebody_left(opened.store, CaseScope(on.scope.held_by, on.scope.listed - aside, aside))
        _ends(on, other_id)
        insert(on.tx, on.case_id, other_id, basis, on.person, trimmed(reason))
        leaving.off_the_list(on.tx, on.case_id, other_id)

    act(opened, Act.CASE_ASIDE if basis is Basis.ASIDE else Act.CASE_ACCUSED, work, right=right)


def _ends(on: Inside, other_id: uuid.UUID, *which: sa.ColumnElement[bool]) -> bool:
    """End someone's rows of the list; whether there was one."""
    a = case_access
    here = (a.c.case_id == on.case_id, a.c.person_id == other_id, a.c.ended_at.is_(None))
    ended = on.tx.update(a, *here, *which, ended_at=on.tx.now, ended_by=on.person.person_id)
    return bool(ended)


def _somebody_left(store: Store, scope: CaseScope) -> None:
    if not any(may(p, Action.MANAGE_LIST, scope) for p in readers(store, scope)):
        raise Invalid("case.error.last_reader")


def readers(store: Store, scope: CaseScope) -> list[Person]:
    """Everyone active who opens a case with this scope."""
    ids = {p.person_id: p for p in directory.holders(store, *READERS)}
    for person_id in scope.listed - ids.keys():
        found = directory.load(store, person_id)
        if found is not None:
            ids[person_id] = found
    return [p for p in ids.values() if may(p, Action.READ_CASE, scope)]


def without_reader(store: Store) -> list[tuple[uuid.UUID, str]]:
    """(case, number) of the school's open cases that nobody at the school can open any more.

    That needs everyone who stands on by office to be aside or gone, so few cases are looked at.
    """
    a = case_access
    offices = directory.holders(store, Role.REKTOR, Role.ASSREKTOR)
    by_office = {p.person_id for p in offices if may(p, Action.READ_CASE, CaseScope(Holder.SCHOOL))}
    asked = sa.select(case.c.case_id, case.c.number, case.c.held_by).where(
        store.mine(case), case.c.held_by == Holder.SCHOOL, case.c.state.not_in(OVER)
    )
    for person_id in by_office:
        aside = sa.select(a.c.case_id).where(
            store.mine(a), a.c.person_id == person_id, a.c.stepped_aside, a.c.ended_at.is_(None)
        )
        asked = asked.where(case.c.case_id.in_(aside))
    out = []
    for row in store.rows(asked.order_by(case.c.opened_at, case.c.number)):
        with store.read() as db:
            scope = scope_of(row.held_by, rows_of(db, store, row.case_id))
        if not readers(store, scope):
            out.append((row.case_id, row.number))
    return out
