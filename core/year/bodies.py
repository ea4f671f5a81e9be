"""The bodies of the plan: who sits in them, which meetings they must hold.

A body whose meetings an activity of the wheel asks for is bound to it: a meeting held is the tick.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core.access import STAFF, Action, Person, Role, may
from core.errors import Invalid, Refused
from core.people import asking, directory
from core.store import contents
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.people import person as person_table
from core.store.schema.wheel import body, body_member

MOST_MEETINGS = 60  # a year; more is a slip of the finger
SHAPE = {
    "names": {"nb": str, str: str},
    "members": {str: str},
    "topics": {str: str},
    "as_written": str,
    "lines": [str],
    "least": int,
    "most": int,
    "by_class": bool,
    "staff_only": bool,
}
CONTENT = contents.Format[dict[str, Any]]("body", {1: contents.shaped(SHAPE)})


@dataclass(frozen=True, kw_only=True)
class Body:
    """One body."""

    body_id: str
    position: int
    names: dict[str, str]
    members: dict[str, str]  # who sits in it, as the plan says it
    topics: dict[str, str]
    as_written: str  # how often it meets, as the plan writes it
    least: int  # meetings it must hold a year; 0 if the plan gives no number
    most: int
    by_class: bool  # one for each class
    lines: tuple[str, ...]
    staff_only: bool  # students and parents are not members


def everyone(store: Store) -> list[Body]:
    """All bodies in the plan's order."""

    def make() -> list[Body]:
        b = body
        rows = store.rows(sa.select(b).where(store.mine(b)).order_by(b.c.position))
        return [_body(row) for row in rows]

    return store.remember("bodies", [body], make)


def find(store: Store, body_id: str) -> Body | None:
    """One body."""
    return next((b for b in everyone(store) if b.body_id == body_id), None)


def seen_by(store: Store, person: Person) -> list[Body]:
    """The bodies that this person is a member of; all of them for leaders."""
    return [b for b in everyone(store) if may(person, Action.SEE_BODY, b.body_id)]


def _body(row: sa.Row[Any]) -> Body:
    c = CONTENT.read(row.content)
    return Body(
        body_id=row.body_id,
        position=row.position,
        names=c["names"],
        members=c["members"],
        topics=c["topics"],
        as_written=c["as_written"],
        least=c["least"],
        most=c["most"],
        by_class=c["by_class"],
        lines=tuple(c["lines"]),
        staff_only=c["staff_only"],
    )


def content(b: Body) -> dict[str, Any]:
    """A body as it is kept."""
    kept = {
        "names": b.names,
        "members": b.members,
        "topics": b.topics,
        "as_written": b.as_written,
        "least": b.least,
        "most": b.most,
        "by_class": b.by_class,
        "lines": list(b.lines),
        "staff_only": b.staff_only,
    }
    return CONTENT.write(kept)


def members(store: Store, body_id: str) -> list[tuple[UUID, str]]:
    """Who with an account sits in it now, in order of name."""
    m, p = body_member, person_table
    rows = store.rows(
        sa.select(m.c.person_id, p.c.name)
        .join_from(m, p, sa.and_(m.c.school_id == p.c.school_id, m.c.person_id == p.c.person_id))
        .where(store.mine(m), m.c.body_id == body_id, m.c.ended_at.is_(None), p.c.active)
    )
    return sorted(((r.person_id, r.name) for r in rows), key=lambda r: r[1])


def candidates(store: Store, found: Body) -> list[tuple[UUID, str]]:
    """(id, name) of those who may be put into it; students and parents if they belong there."""
    roles = STAFF if found.staff_only else STAFF | {Role.SU}
    return [(p.person_id, p.name) for p in directory.holders(store, *sorted(roles))]


def put_on(store: Store, person: Person, body_id: str, member_id: UUID) -> None:
    """Make somebody a member."""
    _leaders(person)
    found = find(store, body_id)
    if found is None:
        raise Refused
    if member_id not in dict(candidates(store, found)):
        raise Invalid("meeting.error.member", field="body_member")

    def work(tx: Tx) -> None:
        m = body_member
        here = (m.c.body_id == body_id, m.c.person_id == member_id)
        if not tx.update(m, *here, ended_at=None):
            tx.insert(m, {"body_id": body_id, "person_id": member_id, "added_at": tx.now})
        tx.record(Act.BODY_MEMBER_ADDED, person.person_id, "body", body_id, member=str(member_id))

    asking.write(store, person, Action.EDIT_BODY, work)


def take_off(store: Store, person: Person, body_id: str, member_id: UUID) -> None:
    """Let somebody leave the body."""
    _leaders(person)

    def work(tx: Tx) -> None:
        m = body_member
        tx.update(m, m.c.body_id == body_id, m.c.person_id == member_id, ended_at=tx.now)
        tx.record(Act.BODY_MEMBER_LEFT, person.person_id, "body", body_id, member=str(member_id))

    asking.write(store, person, Action.EDIT_BODY, work)


def _leaders(person: Person) -> None:
    if not may(person, Action.EDIT_BODY):
        raise Refused
