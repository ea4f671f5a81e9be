"""What one person must do today, what waits on others, and what is new; the start of their day."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa

from core.access import NEVER_READS, Action, Holder, Person, Role, Route, may
from core.administration import absence
from core.cases import listing, reach
from core.cases.clock import OVER, State, Step
from core.cases.listing import CaseFilter
from core.cases.opened import Case, rows_of, scope_of
from core.people import directory
from core.reports.happened import ReportState, Source, WaitsFor
from core.school import days as school_days
from core.store.engine import Store
from core.store.schema import people as people_tables
from core.store.schema.cases import case
from core.store.schema.reports import report
from core.today import inbox, shut_out, waiting
from core.today.waiting import Wait
from core.year import mine
from core.year.tasks import Task, TaskState

MOST = 12  # rows of a list; the rest is behind its link
MOST_REPORTS = 8  # above what is due in their cases, which must not be lost under them


class Cause(StrEnum):
    """Why a case stands in an overview, if it is none of the clock's steps."""

    AFRAID = "afraid"  # the reporter waits for words of the school's, and is afraid
    ANSWER = "answer"
    AFTER_END = "after_end"  # the same, in a case that has ended
    END_DAY = "end_day"  # on the day on which it ended: before or after, nobody knows
    NO_HOLDER = "no_holder"
    HOLDER_AWAY = "holder_away"
    TELL_SKOLEEIER = "tell_owner"
    SHUT_OUT = "shut_out"  # whoever had opened the case, or stood on its list, as the accused


@dataclass(frozen=True, kw_only=True)
class Row:
    """Something to do in a case: why (a key of the room overview), since when, until when."""

    number: str
    step: Step | Cause
    due_on: date | None
    since: date
    laws: tuple[str, ...]
    held_by: Holder


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """A report of the inbox whose reporter waits: which, for what, since when; no word of it."""

    report_id: UUID
    wait: Wait
    day: date
    laws: tuple[str, ...]
    source: Source
    closed: bool
    promised_on: date | None  # if nobody has read it by the day that was promised


@dataclass(frozen=True)
class Unread:
    """Reports at the school that nobody has read by the promised day: how many, the first day."""

    count: int
    promised_on: date


@dataclass(frozen=True, kw_only=True)
class Day:
    """The overview of one person."""

    mine: list[Row]  # of their cases; where somebody waits for an answer first
    others: list[Row]
    more: int  # of their own cases that are not shown
    waits_for_reporter: int
    lost: tuple[str, ...] = ()  # cases of the school that nobody there opens: to skoleeier
    reports: list[ReportRow] = field(default_factory=list)  # most urgent first
    more_reports: int = 0  # that wait and are not shown
    in_inbox: int = 0
    unread: Unread | None = None  # they are next in line

    @property
    def is_calm(self) -> bool:
        """Whether nothing at all waits for them, in case, conversation or inbox."""
        return not (self.mine or self.lost or self.reports or self.in_inbox or self.unread)


def day(store: Store, person: Person) -> Day:
    """What waits for them, most urgent first, and what waits on others."""
    if person.has(*NEVER_READS):
        return Day(mine=[], others=[], more=0, waits_for_reporter=0)
    own = CaseFilter(whose="mine")
    rows = _alarms(store, person) + _answers(store, person) + _after_end(store, person)
    if person.has(Role.REKTOR, Role.ASSREKTOR):
        gone = case.c.case_id.in_(shut_out.unseen(store, person))
        rows += _rows(store, person, Cause.SHUT_OUT, gone)
    if person.has(Role.REKTOR):
        rows += _to_tell_skoleeier(store, person) + _not_told(store, person)
    seen = {(r.number, r.step) for r in rows}
    hers = listing.page(store, person, own, most=MOST)
    for found in hers:
        if found.next_duty and (found.number, found.next_duty) not in seen:
            rows.append(_row(found, found.next_duty))
    rows.sort(key=lambda r: (place(r), r.due_on or date.max, r.since))
    shown = {(r.number, r.step) for r in rows}
    others = [
        _row(found, found.next_duty)
        for found in listing.page(store, person, CaseFilter(whose="others"), most=MOST)
        if found.next_duty and (found.number, found.next_duty) not in shown
    ]
    waiting_reports, count = _reports(store, person)
    return Day(
        mine=rows,
        others=others,
        more=listing.count(store, person, own) - MOST if len(hers) == MOST else 0,
        waits_for_reporter=_waiting_for_reporter(store, person),
        lost=_lost(store, person),
        reports=waiting_reports,
        more_reports=count - len(waiting_reports),
        in_inbox=inbox.count(store, person),
        unread=_unread(store, person),
    )


# What a reporter waits for in a case, as the same thing is called in the inbox.
_WAITS: dict[Step | Cause, Wait] = {
    Cause.AFRAID: Wait.AFRAID,
    Cause.ANSWER: Wait.ANSWER,
    Cause.AFTER_END: Wait.ANSWER,
    Cause.END_DAY: Wait.ANSWER,
}


def place(row: Row | ReportRow) -> int:
    """Where a row stands: as somebody waits, and after all who wait, what has a date."""
    found = row.wait if isinstance(row, ReportRow) else _WAITS.get(row.step)
    return len(waiting.ORDER) if found is None else waiting.ORDER.index(found)


def in_order(found: Day) -> list[Row | ReportRow]:
    """All rows of a day, the most urgent first, whether it is a report or a case."""
    return sorted([*found.reports, *found.mine], key=place)


def _reports(store: Store, person: Person) -> tuple[list[ReportRow], int]:
    """The first of their inbox in which somebody waits, oldest first in each rank; and how many."""
    routes = inbox.routes(person)
    if not routes:
        return [], 0
    r, stands = report.c, waiting.standing(store)
    place = waiting.rank(stands)
    # Each of these alone is found at once among a million; who waits is among them.
    among = sa.or_(r.state.in_(inbox.OPEN_STATES), waiting.among(stands.closed))
    all_ = (
        sa.select(r.report_id, r.day, r.laws, r.source, r.state, place.label("place"))
        .where(store.mine(report), r.route.in_(routes), r.case_id.is_(None), among)
        .subquery()
    ).c
    found = store.rows(
        sa.select(*all_, sa.func.count().over().label("n"))
        .where(all_.place.is_not(None))
        .order_by(all_.place, all_.day, all_.report_id)
        .limit(MOST_REPORTS)
    )
    days, today = school_days.load(store), store.today()
    return [
        ReportRow(
            report_id=row.report_id,
            wait=waiting.ORDER[row.place],
            day=row.day,
            laws=row.laws,
            source=Source(row.source),
            closed=row.state == ReportState.CLOSED,
            promised_on=waiting.promised(row.day, days)
            if row.state == ReportState.NEW and waiting.level(row.day, today, days)
            else None,
        )
        for row in found
    ], found[0].n if found else 0


def _unread(store: Store, person: Person) -> Unread | None:
    """Unread reports of the school's of which they, as next in line, are told; without content."""
    if not person.has(Role.REKTOR, Role.ASSREKTOR, Role.SKOLEEIER):
        return None
    r = report.c
    new = store.rows(
        sa.select(r.route, r.day, sa.func.count().label("n"))
        .where(store.mine(report), r.state == ReportState.NEW, r.route != Route.LEADERSHIP)
        .group_by(r.route, r.day)
    )
    days, today = school_days.load(store), store.today()
    persons = directory.holders(store, Role.REKTOR, Role.ASSREKTOR, Role.SKOLEEIER)
    gone = absence.now(store)
    late = [
        row
        for row in new
        if any(
            person.person_id in {p.person_id for p in station}
            for station in waiting.line(Route(row.route), persons, gone)[
                : waiting.level(row.day, today, days)
            ]
        )
    ]
    if not late:
        return None
    first = min(waiting.promised(row.day, days) for row in late)
    return Unread(sum(row.n for row in late), first)


def _row(found: Case, step: Step | Cause) -> Row:
    return Row(
        number=found.number,
        step=step,
        due_on=found.due_on,
        since=found.opened_on,
        laws=found.laws,
        held_by=found.held_by,
    )


def _open(store: Store, person: Person) -> list[sa.ColumnElement[bool]]:
    return [
        store.mine(case),
        reach.readable(store, person),
        case.c.state.not_in(OVER),
    ]


def _rows(
    store: Store, person: Person, step: Step | Cause, *where: sa.ColumnElement[bool]
) -> list[Row]:
    # The day that is kept is the next step's: it is shown only if that is this one.
    due_on = sa.case((case.c.next_duty == step, case.c.due_on)).label("due_on")
    found = store.rows(
        sa.select(case.c.number, due_on, case.c.opened_on, case.c.laws, case.c.held_by)
        .where(*_open(store, person), *where)
        .order_by(case.c.due_on.asc().nulls_last(), case.c.opened_at, case.c.number)
        .limit(MOST)
    )
    return [
        Row(
            number=r.number,
            step=step,
            due_on=r.due_on,
            since=r.opened_on,
            laws=r.laws,
            held_by=Holder(r.held_by),
        )
        for r in found
    ]


def _alarms(store: Store, person: Person) -> list[Row]:
    """Open cases that nobody has, or whose holder has left or is away: to all who stand on them."""
    p = people_tables.person
    active = sa.select(p.c.person_id).where(store.mine(p), p.c.active)
    left = sa.or_(case.c.owner_id.is_(None), case.c.owner_id.not_in(active))
    found = _rows(store, person, Cause.NO_HOLDER, left)
    gone = absence.now(store) - {person.person_id}
    if gone:
        found += _rows(store, person, Cause.HOLDER_AWAY, case.c.owner_id.in_(gone))
    return found


def _lost(store: Store, person: Person) -> tuple[str, ...]:
    if not person.has(Role.SKOLEEIER):
        return ()
    return tuple(number for _, number in reach.without_reader(store))


def _answers(store: Store, person: Person) -> list[Row]:
    """Cases in which the reporter waits for the school; one who was afraid first."""
    afraid = case.c.case_id.in_(_afraid(store))
    waits = case.c.case_id.in_(listing.waiting(store))
    return [
        *_rows(store, person, Cause.AFRAID, waits, afraid),
        *_rows(store, person, Cause.ANSWER, waits, sa.not_(afraid)),
    ]


def _afraid(store: Store) -> sa.Select[UUID | None]:
    r = report.c
    return sa.select(r.case_id).where(
        store.mine(report), r.waits_for == WaitsFor.SCHOOL, r.afraid, r.case_id.is_not(None)
    )


def _after_end(store: Store, person: Person) -> list[Row]:
    """Ended cases with words of that day or later: to the last holder, or who is next."""
    surely = case.c.case_id.in_(listing.waiting(store, since_end=True)).label("surely")
    found = store.rows(
        sa.select(case.c.case_id, case.c.number, case.c.opened_on, case.c.laws, case.c.held_by)
        .add_columns(case.c.owner_id, surely)
        .where(
            store.mine(case),
            reach.readable(store, person),
            case.c.state == State.ENDED,
            case.c.case_id.in_(listing.waiting(store)),
        )
        .order_by(case.c.opened_at, case.c.number)
        .limit(MOST * 4)
    )
    gone, out = absence.now(store), []
    for row in found:
        with store.read() as db:
            scope = scope_of(row.held_by, rows_of(db, store, row.case_id))
        readers = reach.readers(store, scope)
        if person.person_id in waiting.reached(row.owner_id, readers, gone):
            out.append(
                Row(
                    number=row.number,
                    step=Cause.AFTER_END if row.surely else Cause.END_DAY,
                    due_on=None,
                    since=row.opened_on,
                    laws=row.laws,
                    held_by=Holder(row.held_by),
                )
            )
    return out[:MOST]


def _to_tell_skoleeier(store: Store, person: Person) -> list[Row]:
    """Serious cases that skoleeier has not been told of (§ 12-4 second paragraph)."""
    not_told = listing.skoleeier_not_told(store)
    return _rows(store, person, Cause.TELL_SKOLEEIER, case.c.held_by == Holder.SCHOOL, not_told)


def _not_told(store: Store, person: Person) -> list[Row]:
    """Cases that rektor has not been told of: opening one tells them."""
    return _rows(store, person, Step.TELL, listing.rektor_not_told(store))


def _waiting_for_reporter(store: Store, person: Person) -> int:
    r = report
    readable = sa.select(case.c.case_id).where(*_open(store, person))
    with store.read() as db:
        return (
            db.scalar(
                sa.select(sa.func.count())
                .select_from(r)
                .where(
                    store.mine(r),
                    r.c.waits_for == WaitsFor.REPORTER,
                    sa.or_(
                        r.c.case_id.in_(readable),
                        sa.and_(
                            r.c.case_id.is_(None),
                            r.c.route.in_(inbox.routes(person)),
                            r.c.state.in_(inbox.OPEN_STATES),
                        ),
                    ),
                )
            )
            or 0
        )


@dataclass(frozen=True)
class OfTheYear:
    """An activity of the wheel that is theirs and asks for something now."""

    activity_id: str
    names: dict[str, str]
    until: date
    late: bool
    left: int  # classes or times that are not done


def of_the_year(store: Store, person: Person) -> list[OfTheYear]:
    """What the wheel's own list of theirs holds, an activity a row; most urgent first."""
    if not may(person, Action.OPEN_PAGE, "arshjul"):
        return []
    found: dict[str, list[Task]] = {}
    for task in mine.to_do(store, person):
        found.setdefault(task.activity.activity_id, []).append(task)
    out = [
        OfTheYear(
            activity_id,
            tasks[0].activity.names,
            min(t.window.closes for t in tasks if t.window),
            any(t.state is TaskState.LATE for t in tasks),
            len(tasks),
        )
        for activity_id, tasks in found.items()
    ]
    return out[:MOST]
