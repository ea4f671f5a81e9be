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

from core.access import Person, Role, Route
from core.reports.happened import ReportFact, ReportState, Source, WaitsFor
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


class SchoolDayFinder(Protocol):
    """The part of the school calendar that this asks."""

    def next_school_day(self, day: date, /) -> date:
        """The first school day after a day."""
        ...

    def count(self, start: date, end: date, /) -> int:
        """How many school days lie after `start`, up to and with `end`."""
        ...


@dataclass(frozen=True, kw_only=True)
class WaitingFacts:
    """What of a report decides whether somebody waits: its kept columns, and three days."""

    state: ReportState
    source: Source
    afraid: bool
    waits_for: WaitsFor
    closed_on: date | None = None
    wrote_on: date | None = None  # the reporter, last
    safe_on: date | None = None  # said through the code
    answered_on: date | None = None  # by the school, last


def wait(facts: WaitingFacts) -> Wait | None:
    """What the reporter waits for, or None: then nobody waits for the school.

    Reporters leave days and no clock. What was written on the day of the closing may have come
    after it, and what was said on the day of an answer too: both still wait.
    """
    if facts.state == ReportState.NEW:
        return Wait.AFRAID_UNREAD if facts.afraid else Wait.UNREAD
    if facts.waits_for == WaitsFor.SCHOOL:
        came = facts.closed_on is None or (facts.wrote_on or date.min) >= facts.closed_on
        if facts.state == ReportState.CLOSED and not came:
            return None
        return Wait.AFRAID if facts.afraid else Wait.ANSWER
    if facts.state != ReportState.READ:
        return None
    if facts.safe_on is not None and (facts.answered_on or date.min) <= facts.safe_on:
        return Wait.SAFE
    if facts.waits_for == WaitsFor.NOBODY:
        # An employee's report has no code to answer through; it waits for an act if it is dire.
        if facts.afraid:
            return Wait.AFRAID
        return Wait.UNANSWERED if facts.source == Source.FORM else None
    return None


@dataclass(frozen=True)
class Standing:
    """What a row of `report` does not say of itself; few, and asked for once before a list."""

    closed: frozenset[UUID]  # closed reports to which the reporter has written since
    safe: frozenset[UUID]  # read reports in which it was said to be safe, and that still stands


def standing(own: Store) -> Standing:
    """The two sets as they are now, whoever asks: they only decide an order and a badge."""
    r, f, m = report.c, report_fact.c, message.c
    closed = own.rows(
        sa.select(r.report_id).where(
            own.mine(report),
            r.case_id.is_(None),
            r.state == ReportState.CLOSED,
            r.waits_for == WaitsFor.SCHOOL,
        )
    )
    safe = own.rows(
        sa.select(f.report_id, f.day)
        .join_from(report_fact, report, r.report_id == f.report_id)
        .where(own.mine(report_fact), own.mine(report), f.kind == ReportFact.SAFE)
        .where(r.state == ReportState.READ, r.case_id.is_(None))
    )
    ids = [row.report_id for row in closed]
    wrote = _last(own, ids, m.from_reporter)
    ended = (
        {
            row.report_id: row.day
            for row in own.rows(
                sa.select(f.report_id, sa.func.max(f.day).label("day"))
                .where(own.mine(report_fact), f.kind == ReportFact.CLOSED, f.report_id.in_(ids))
                .group_by(f.report_id)
            )
        }
        if ids
        else {}
    )
    answered = _last(own, [row.report_id for row in safe], sa.not_(m.from_reporter))
    return Standing(
        frozenset(i for i in ids if wrote.get(i, date.min) >= ended.get(i, date.min)),
        frozenset(
            row.report_id for row in safe if answered.get(row.report_id, date.min) <= row.day
        ),
    )


def _last(own: Store, ids: list[UUID], which: sa.ColumnElement[bool]) -> dict[UUID, date]:
    """The day of the last such message in each of these reports."""
    if not ids:
        return {}
    m = message.c
    asked = sa.select(m.report_id, sa.func.max(m.day).label("day")).group_by(m.report_id)
    found = own.rows(asked.where(own.mine(message), m.report_id.in_(ids), which))
    return {row.report_id: row.day for row in found}


def among(ids: Collection[UUID]) -> sa.ColumnElement[bool]:
    """Whether a report is one of these; an empty IN would be looked up row by row."""
    return report.c.report_id.in_(ids) if ids else sa.false()


def rank(found: Standing) -> sa.Case[int | None]:
    """The place in `ORDER` of what a row of `report` waits for; null if it is nothing."""
    r = report.c
    written = sa.and_(
        r.waits_for == WaitsFor.SCHOOL, sa.or_(r.state != ReportState.CLOSED, among(found.closed))
    )
    quiet = sa.and_(r.state == ReportState.READ, r.waits_for == WaitsFor.NOBODY)
    # What the reporter wrote last is answered first, and what was said beside it read there.
    safe = sa.and_(r.state == ReportState.READ, r.waits_for != WaitsFor.SCHOOL, among(found.safe))
    places: list[tuple[sa.ColumnElement[bool], Wait]] = [
        (sa.and_(r.state == ReportState.NEW, r.afraid), Wait.AFRAID_UNREAD),
        (r.state == ReportState.NEW, Wait.UNREAD),
        (sa.and_(written, r.afraid), Wait.AFRAID),
        (written, Wait.ANSWER),
        (safe, Wait.SAFE),
        (sa.and_(quiet, r.afraid), Wait.AFRAID),
        (sa.and_(quiet, r.source == Source.FORM), Wait.UNANSWERED),
    ]
    return sa.case(*((when, ORDER.index(wait)) for when, wait in places))


# --- a report that nobody reads


def promised(day: date, days: SchoolDayFinder) -> date:
    """The last day that the form can have promised, of a report that came on `day`.

    Only the date is kept: what came before the last hour was promised for the same day.
    """
    return days.next_school_day(day)


def level(day: date, today: date, days: SchoolDayFinder) -> int:
    """How many of those next in line are told of an unread report: one more each school day."""
    last = promised(day, days)
    if today <= last:
        return 0
    return 1 + days.count(last, today - timedelta(days=1))


def line(route: Route, persons: Sequence[Person], away: Collection[UUID]) -> list[list[Person]]:
    """Who is next when the readers of a route do not read: rektor, assrektor, then skoleeier.

    Whoever is away is passed by. A report about the leadership has nobody next: the school must
    not know of it, and skoleeier reads it.
    """
    if route == Route.LEADERSHIP:
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
