"""Lists of cases: theirs and no others, filtered, page by page; first where a student waits."""

import math
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from core.access import Action, CaseScope, Holder, Person, Role, may
from core.cases import reach
from core.cases.clock import OVER, Kind, State
from core.cases.opened import COLUMNS, Case, OpenedCase, of_row
from core.reports.happened import WaitsFor
from core.store.engine import Store
from core.store.schema.cases import case, case_fact
from core.store.schema.reports import message, report

PAGE = 25  # rows a page of the list
NOBODY = uuid.UUID(int=0)  # no account has it: stands in a comparison for who has no case


@dataclass(frozen=True)
class CaseFilter:
    """What the list is asked for; the address of /saker holds it."""

    state: str = "open"  # open, ended, all, or one of duties.State
    whose: str = "all"  # all, mine, others
    late: bool = False
    law: str = ""


@dataclass(frozen=True)
class Serious:
    """What skoleeier sees of a serious case that the school holds."""

    number: str
    opened_on: date
    laws: tuple[str, ...]


@dataclass(frozen=True)
class CasePage:
    """A page of the list, how many cases the whole list has, and in which somebody waits."""

    cases: list[Case]
    count: int
    waiting: frozenset[uuid.UUID] = frozenset()


def waiting(own: Store, *, since_end: bool = False) -> sa.Select[uuid.UUID | None]:
    """The cases in which a reporter has written and waits for the school.

    In a case that has ended only what came on that day or later: the rest was weighed. A reporter's
    message has a day and no clock, so whether it came before or after an end of that day is not
    known. `since_end`: only the ended cases in which it surely came after, on a later day.
    """
    r, m, ended = report.c, message.c, ended_on(own).subquery()
    wrote = (
        sa.select(m.report_id, sa.func.max(m.day).label("day"))
        .where(own.mine(message), m.from_reporter)
        .where(
            m.report_id.in_(
                sa.select(r.report_id)
                .where(own.mine(report), r.waits_for == WaitsFor.SCHOOL, r.case_id.is_not(None))
                .correlate(None)
            )
        )
        .group_by(m.report_id)
        .subquery()
    )
    return (
        sa.select(r.case_id)
        .join_from(report, wrote, wrote.c.report_id == r.report_id)
        .join(case, sa.and_(case.c.school_id == r.school_id, case.c.case_id == r.case_id))
        .outerjoin(ended, ended.c.case_id == r.case_id)
        .where(own.mine(report), r.waits_for == WaitsFor.SCHOOL, r.case_id.is_not(None))
        .where(
            sa.and_(case.c.state == State.ENDED, wrote.c.day > ended.c.day)
            if since_end
            else sa.or_(case.c.state != State.ENDED, wrote.c.day >= ended.c.day)
        )
        .correlate(None)
    )


def ended_on(own: Store) -> sa.Select[tuple[uuid.UUID, date]]:
    """(case_id, day) of each case that has ended and not been opened again: the clock's word.

    Held equal to the clock by tests/property/cases/test_clock_in_sql.py, as are the next two.
    """
    f = case_fact.c
    turns = (
        sa.select(f.case_id, f.kind, f.day)
        .add_columns(
            sa.func.row_number()
            .over(
                partition_by=f.case_id,
                order_by=(f.at.desc(), f.day.desc(), sa.case((f.kind == Kind.ENDED, 1), else_=0)),
            )
            .label("place")
        )
        .where(own.mine(case_fact), f.kind.in_((Kind.ENDED, Kind.REOPENED)))
        .subquery()
    ).c
    return sa.select(turns.case_id, turns.day).where(turns.place == 1, turns.kind == Kind.ENDED)


def rektor_not_told(own: Store) -> sa.ColumnElement[bool]:
    """Open cases that rektor has not been told of, as a clause: the clock's step TELL."""
    return sa.and_(
        case.c.held_by == Holder.SCHOOL,
        case.c.state.not_in(OVER),
        case.c.case_id.not_in(_with(own, Kind.TOLD)),
    )


def skoleeier_not_told(own: Store) -> sa.ColumnElement[bool]:
    """Serious cases that skoleeier has not been told of, as a clause: the clock's word for it."""
    return sa.and_(case.c.serious, case.c.case_id.not_in(_with(own, Kind.SKOLEEIER_TOLD)))


def _with(own: Store, kind: Kind) -> sa.Select[tuple[uuid.UUID]]:
    f = case_fact
    return sa.select(f.c.case_id).where(own.mine(f), f.c.kind == str(kind)).correlate(None)


def is_waiting(opened: OpenedCase, *, since_end: bool = False) -> bool:
    """Whether somebody waits in this case; `since_end` as in `waiting`."""
    store = opened.store
    asked = sa.select(case.c.case_id).where(
        store.mine(case),
        case.c.case_id == opened.case_id,
        case.c.case_id.in_(waiting(store, since_end=since_end)),
    )
    return store.row(asked) is not None


def _where(store: Store, person: Person, asked: CaseFilter) -> list[sa.ColumnElement[bool]]:
    where = [store.mine(case), reach.readable(store, person)]
    match asked.state:
        case "open":
            where.append(case.c.state.not_in(OVER))
        case "all":
            pass
        case state:
            where.append(case.c.state == state)
    if asked.whose == "mine":
        where.append(case.c.owner_id == person.person_id)
    elif asked.whose == "others":
        where.append(sa.func.coalesce(case.c.owner_id, NOBODY) != person.person_id)
    if asked.late:
        where.append(case.c.due_on < store.today())
    if asked.law:
        where.append(case.c.laws.has(asked.law))
    return where


def count(store: Store, person: Person, asked: CaseFilter) -> int:
    """How many cases of theirs the filter gives."""
    with store.read() as db:
        return (
            db.scalar(
                sa.select(sa.func.count()).select_from(case).where(*_where(store, person, asked))
            )
            or 0
        )


def page(store: Store, person: Person, asked: CaseFilter, most: int = PAGE) -> list[Case]:
    """The first of their cases, the most urgent first."""
    return [of_row(row) for row in store.rows(_listed(store, person, asked, most))]


def shown(store: Store, person: Person, asked: CaseFilter, number: int = 1) -> CasePage:
    """A page of their cases, counted from 1, and how many the filter gives them in all.

    Past the end: the last page. Counted in the same statement, which looks through them anyway.
    """
    counted = _listed(store, person, asked, PAGE).add_columns(sa.func.count().over().label("n"))
    rows = store.rows(counted.offset((number - 1) * PAGE))
    if rows or number == 1:
        waits = frozenset(row.case_id for row in rows if row.waits)
        return CasePage([of_row(row) for row in rows], rows[0].n if rows else 0, waits)
    return shown(store, person, asked, max(1, math.ceil(count(store, person, asked) / PAGE)))


def _listed(store: Store, person: Person, asked: CaseFilter, most: int) -> sa.Select[Any]:
    waits = case.c.case_id.in_(waiting(store))
    return (
        sa.select(*COLUMNS, waits.label("waits"))
        .where(*_where(store, person, asked))
        .order_by(
            sa.case((waits, 0), else_=1),
            case.c.due_on.asc().nulls_last(),
            case.c.opened_at.desc(),
            case.c.number,
        )
        .limit(most)
    )


def numbers(store: Store, person: Person, most: int = 500) -> list[str]:
    """The numbers of their open cases, newest first: what a report can be put into."""
    rows = store.rows(
        sa.select(case.c.number)
        .where(*_where(store, person, CaseFilter()))
        .order_by(case.c.opened_at.desc())
        .limit(most)
    )
    return [row.number for row in rows]


def serious_at_school(store: Store, person: Person) -> list[Serious]:
    """What skoleeier has been told of: serious cases of the school, date, number and theme only."""
    if not person.has(Role.SKOLEEIER) or not may(
        person, Action.READ_CASE, CaseScope(Holder.SKOLEEIER)
    ):
        return []
    rows = store.rows(
        sa.select(case.c.number, case.c.opened_on, case.c.laws)
        .where(store.mine(case), case.c.held_by == Holder.SCHOOL, case.c.serious)
        .order_by(case.c.opened_on.desc())
        .limit(200)
    )
    return [Serious(r.number, r.opened_on, r.laws) for r in rows]
