"""What a student waits for, the most urgent first, and who is told when nobody reads.

One rule, asked by the overview, the inbox, the lists and the case: pure functions of what stands in
the database and of today. `rank` is the same rule for the database, held equal by a test.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

import sqlalchemy as sa

from core.access import Person, Role
from core.store.engine import Store
from core.store.schema.reports import message, report, report_fact


class Wait(StrEnum):
    """What somebody waits for, in the order in which it is answered."""

    AFRAID_UNREAD = "afraid_unread"
    AFRAID = "afraid"  # read, or in a case, and not answered
    UNREAD = "unread"
    ANSWER = "answer"  # the reporter wrote last
    UNANSWERED = "unanswered"  # read, and nobody has written back
    SAFE = "safe"  # says that it is safe now: something to weigh


ORDER = tuple(Wait)
# Somebody sits and waits for words of the school's: these stand before all else in every list.
URGENT = (Wait.AFRAID_UNREAD, Wait.AFRAID, Wait.ANSWER)


class Days(Protocol):
    """The part of the school calendar that this asks."""

    def next_school_day(self, day: date, /) -> date:
        """The first school day after a day."""
        ...

    def count(self, start: date, end: date, /) -> int:
        """How many school days lie after `start`, up to and with `end`."""
        ...


@dataclass(frozen=True)
class Told:
    """What of a report decides whether somebody waits: its kept columns, and three days."""

    state: str  # new, read, in_case, closed, withdrawn
    source: str  # form, staff
    afraid: bool
    waits_for: str  # school, reporter, ""
    closed_on: date | None = None
    wrote_on: date | None = None  # the reporter, last
    safe_on: date | None = None  # said through the code
    answered_on: date | None = None  # by the school, last


def wait(told: Told) -> Wait | None:
    """What the reporter waits for, or None: then nobody waits for the school.

    Reporters leave days and no clock. What was written on the day of the closing may have come
    after it, and what was said on the day of an answer too: both still wait.
    """
    if told.state == "new":
        return Wait.AFRAID_UNREAD if told.afraid else Wait.UNREAD
    if told.waits_for == "school":
        came = told.closed_on is None or (told.wrote_on or date.min) >= told.closed_on
        if told.state == "closed" and not came:
            return None
        return Wait.AFRAID if told.afraid else Wait.ANSWER
    if told.state != "read":
        return None
    if told.safe_on is not None and (told.answered_on or date.min) <= told.safe_on:
        return Wait.SAFE
    if told.waits_for == "":
        # An employee's report has no code to answer through; it waits for an act where it is dire.
        if told.afraid:
            return Wait.AFRAID
        return Wait.UNANSWERED if told.source == "form" else None
    return None


def _last(own: Store, *which: sa.ColumnElement[bool]) -> sa.Subquery:
    m = message.c
    return (
        sa.select(m.report_id, sa.func.max(m.day).label("day"))
        .where(own.mine(message), *which)
        .group_by(m.report_id)
        .subquery()
    )


def _safe(own: Store) -> sa.Select[tuple[UUID]]:
    f, answered = report_fact.c, _last(own, sa.not_(message.c.from_reporter))
    return (
        sa.select(f.report_id)
        .outerjoin_from(report_fact, answered, answered.c.report_id == f.report_id)
        .where(own.mine(report_fact), f.kind == "safe")
        .where(sa.or_(answered.c.day.is_(None), answered.c.day <= f.day))
    )


def _wrote_after_closing(own: Store) -> sa.Select[tuple[UUID]]:
    f, wrote = report_fact.c, _last(own, message.c.from_reporter)
    closed = (
        sa.select(f.report_id, sa.func.max(f.day).label("day"))
        .where(own.mine(report_fact), f.kind == "closed")
        .group_by(f.report_id)
        .subquery()
    )
    return sa.select(wrote.c.report_id).join_from(
        wrote, closed, sa.and_(closed.c.report_id == wrote.c.report_id, wrote.c.day >= closed.c.day)
    )


def rank(own: Store) -> sa.Case[int | None]:
    """The place in `ORDER` of what a row of `report` waits for; null where it is nothing."""
    r = report.c
    written = sa.and_(
        r.waits_for == "school",
        sa.or_(r.state != "closed", r.report_id.in_(_wrote_after_closing(own))),
    )
    quiet = sa.and_(r.state == "read", r.waits_for == "")
    # An answer that stands is not weighed again: only what the school has the word in is SAFE.
    safe = sa.and_(
        r.state == "read", r.waits_for != "school", r.report_id.in_(_safe(own).correlate(None))
    )
    places: list[tuple[sa.ColumnElement[bool], Wait]] = [
        (sa.and_(r.state == "new", r.afraid), Wait.AFRAID_UNREAD),
        (r.state == "new", Wait.UNREAD),
        (sa.and_(written, r.afraid), Wait.AFRAID),
        (written, Wait.ANSWER),
        (safe, Wait.SAFE),
        (sa.and_(quiet, r.afraid), Wait.AFRAID),
        (sa.and_(quiet, r.source == "form"), Wait.UNANSWERED),
    ]
    return sa.case(*((when, ORDER.index(found)) for when, found in places))


# --- a report that nobody reads


def promised(day: date, days: Days) -> date:
    """The last day that the form can have promised, of a report that came on `day`.

    Only the date is kept: what came before the last hour was promised for the same day.
    """
    return days.next_school_day(day)


def level(day: date, today: date, days: Days) -> int:
    """How many of those next in line are told of an unread report: one more each school day."""
    last = promised(day, days)
    if today <= last:
        return 0
    return 1 + days.count(last, today - timedelta(days=1))


def line(route: str, persons: Sequence[Person], away: Collection[UUID]) -> list[list[Person]]:
    """Who is next when the readers of a route do not read: rektor, assrektor, then skoleeier.

    Whoever is away is passed by. A report about the leadership has nobody next: the school must
    not know of it, and skoleeier reads it.
    """
    if route == "leadership":
        return []
    here = [p for p in persons if p.person_id not in away]
    stations = [
        [p for p in here if p.has(role)] for role in (Role.REKTOR, Role.ASSREKTOR, Role.SKOLEEIER)
    ]
    return [station for station in stations if station]


# --- a message in a case that has ended


def reached(
    holder_id: UUID | None, readers: Sequence[Person], away: Collection[UUID]
) -> frozenset[UUID]:
    """Whom a message reaches after its case has ended: the last holder, or whoever is next."""
    here = [p for p in readers if p.person_id not in away]
    if holder_id in {p.person_id for p in here}:
        assert holder_id is not None
        return frozenset({holder_id})
    for role in (Role.REKTOR, Role.ASSREKTOR, Role.SKOLEEIER):
        if found := frozenset(p.person_id for p in here if p.has(role)):
            return found
    return frozenset(p.person_id for p in (here or readers))
