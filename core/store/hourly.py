"""That somebody reads a thing is one event a person, thing, sign-in and hour.

A page's script runs at every click. What this process has written it remembers; what another one
wrote (PostgreSQL), or this one before it was started anew, stands in the log with its sign-in.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from core.access import Person
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.school import audit

MOST = 10_000  # readings that are remembered; the log knows of those that are not
MARK = 16  # hex digits of a sign-in's hash: enough to tell a person's own apart


@dataclass(frozen=True, kw_only=True)
class HourlyRead:
    """A person at a thing, in one sign-in and one hour."""

    act: Act
    person_id: UUID
    sign_in: str
    thing_kind: str
    thing_id: UUID
    hour: datetime


@dataclass
class _ThisHour:
    """What this process knows to be in the log."""

    found: set[HourlyRead] = field(default_factory=set)


def reading(store: Store, person: Person, act: Act, thing_kind: str, thing_id: UUID) -> HourlyRead:
    """That this person has this thing before them now."""
    hour = store.now().replace(minute=0, second=0)
    return HourlyRead(
        act=act,
        person_id=person.person_id,
        sign_in=person.session[:MARK],
        thing_kind=thing_kind,
        thing_id=thing_id,
        hour=hour,
    )


def is_known(store: Store, own: HourlyRead) -> bool:
    """Whether this process knows that the event is there."""
    return own in store.memory(_ThisHour).found


def record(tx: Tx, own: HourlyRead) -> None:
    """Leave the event if it is not there yet."""
    a = audit.c
    there = tx.execute(
        sa.select(a.details).where(
            tx.mine(audit),
            a.thing_kind == own.thing_kind,
            a.thing_id == str(own.thing_id),
            a.action == str(own.act),
            a.person_id == own.person_id,
            a.at >= own.hour,
        )
    )
    if any(row.details.get("sign_in", "") == own.sign_in for row in there):
        return
    marked = {"sign_in": own.sign_in} if own.sign_in else {}
    tx.record(own.act, own.person_id, own.thing_kind, own.thing_id, **marked)


def remember(store: Store, own: HourlyRead) -> None:
    """The event is there: what `record` left is committed."""
    found = store.memory(_ThisHour).found
    if len(found) >= MOST:
        found.clear()
    found.add(own)
