"""Exact figures for the case team, over what the person may see and nothing else.

What is counted follows from the same rules as who reads a report or a case; what is remembered is
kept by the set of what is seen, never by role, and is gone when one of its tables is written to.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from core.access import (
    NEVER_READS,
    Action,
    CaseScope,
    Holder,
    Person,
    ReportScope,
    Role,
    Route,
    may,
)
from core.cases import reach
from core.cases.clock import MET, OVER, Kind, State
from core.errors import Refused
from core.figures.lead_time import DUTIES, LeadTime
from core.figures.lead_time import measured as measured_lead_times
from core.figures.tables import LAWS
from core.store.engine import Store
from core.store.moments import norwegian_day
from core.store.schema.cases import case, case_fact, measure
from core.store.schema.cases import case_access as access_table
from core.store.schema.reports import report

# Where a case may be while somebody still works with it, in the order of the law's duties.
OPEN_STATES = tuple(s for s in State if s not in OVER)
TABLES = (report, case, case_fact, access_table, measure)
MOST_REMEMBERED = 200  # answers between two writes: more than there are people who look


@dataclass(frozen=True)
class Seen:
    """What somebody's figures are made of: routes of reports without a case, and the cases."""

    routes: frozenset[Route]
    owner: bool  # the cases of skoleeier rather than of the school
    but: frozenset[UUID]  # by office: every case save these, which they have stepped aside from
    only: frozenset[UUID] | None = None  # on a list: these cases


@dataclass(frozen=True)
class FigureFilter:
    """What of it is asked about: received between two days, mentioning one group."""

    first: date
    last: date
    law: str = ""
    area: str = ""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Exact counts; rows that mention several groups stand in each."""

    reports: int
    weeks: tuple[tuple[date, dict[str, int]], ...]  # Monday → law → reports; every week is there
    laws: dict[str, int]
    places: dict[tuple[str, str], int]  # (area, given time) → reports
    lead_times: tuple[LeadTime, ...]
    states: dict[str, int]  # state → open cases

    @property
    def open_cases(self) -> int:
        """How many cases are open."""
        return sum(self.states.values())


def seen(store: Store, person: Person) -> Seen:
    """What this person's figures are made of now; raises Refused if they have none."""
    reads = person.knows_privacy and not person.has(*NEVER_READS)
    owner = person.has(Role.SKOLEEIER) and reads
    if not owner and not may(person, Action.SEE_CASE_FIGURES):
        raise Refused
    routes = frozenset(r for r in Route if may(person, Action.READ_REPORT, ReportScope(r)))
    by_office = may(
        person, Action.READ_CASE, CaseScope(Holder.SKOLEEIER if owner else Holder.SCHOOL)
    )

    def ask() -> Seen:
        a = access_table
        if by_office:
            aside = sa.select(a.c.case_id).where(
                store.mine(a),
                a.c.person_id == person.person_id,
                a.c.stepped_aside,
                a.c.ended_at.is_(None),
            )
            return Seen(routes, owner, frozenset(r.case_id for r in store.rows(aside)))
        listed = sa.select(case.c.case_id).where(
            store.mine(case), case.c.held_by == Holder.SCHOOL, reach.readable(store, person)
        )  # a case of skoleeier's is in no figure of the school's
        return Seen(routes, owner, frozenset(), frozenset(r.case_id for r in store.rows(listed)))

    key = ("seen", person.person_id, routes, owner, by_office)
    return store.remember(key, (case, access_table), ask)


def figures(store: Store, person: Person, wanted: FigureFilter) -> Figures:
    """The figures of what this person may see; raises Refused if they have none."""
    own = seen(store, person)
    kept: dict[tuple[Seen, FigureFilter], Figures] = store.remember("figures", TABLES, dict)
    if (own, wanted) not in kept:
        if len(kept) >= MOST_REMEMBERED:
            kept.clear()
        kept[own, wanted] = _count(store, person, wanted, own)
    return kept[own, wanted]


def _count(store: Store, person: Person, wanted: FigureFilter, own: Seen) -> Figures:
    cases = (store.mine(case), case.c.moved_to.is_(None), reach.readable(store, person))
    visible = sa.or_(
        sa.and_(report.c.case_id.is_(None), report.c.route.in_(sorted(own.routes))),
        report.c.case_id.in_(sa.select(case.c.case_id).where(*cases)),
    )
    where = [store.mine(report), visible, report.c.day.between(wanted.first, wanted.last)]
    in_period = [*cases, case.c.opened_on.between(wanted.first, wanted.last)]
    open_now = [*cases, case.c.state.in_([str(s) for s in OPEN_STATES])]
    if wanted.law:
        where.append(report.c.laws.has(wanted.law))
        in_period.append(case.c.laws.has(wanted.law))
        open_now.append(case.c.laws.has(wanted.law))
    if wanted.area:
        where.append(report.c.areas.has(wanted.area))
        in_period.append(case.c.areas.has(wanted.area))
        open_now.append(case.c.areas.has(wanted.area))
    n = sa.func.count()
    # A literal, not a parameter: PostgreSQL would not know the grouped column again.
    monday_of = sa.func.date_trunc(sa.literal_column("'week'"), report.c.day)
    week = sa.cast(monday_of, sa.Date)
    r = report.c
    with store.statistics() as db:
        # Few combinations of groups exist: the rows are split up here, not in the database.
        by_week = db.execute(sa.select(week, r.laws, n).where(*where).group_by(week, r.laws)).all()
        by_place = db.execute(
            sa.select(r.areas, r.given_time, n).where(*where).group_by(r.areas, r.given_time)
        ).all()
        by_state = db.execute(
            sa.select(case.c.state, n).where(*open_now).group_by(case.c.state)
        ).all()
        leads = db.execute(_first_days(store, in_period)).all()
    weeks: dict[date, Counter[str]] = {m: Counter() for m in mondays(wanted.first, wanted.last)}
    for monday, laws, number in by_week:
        for law in laws:
            weeks[monday][law] += number
    places: Counter[tuple[str, str]] = Counter()
    for areas, given_time, number in by_place:
        for area in areas:
            places[area, given_time] += number
    return Figures(
        reports=sum(row[2] for row in by_week),
        weeks=tuple((monday, dict(found)) for monday, found in weeks.items()),
        laws={law: sum(found[law] for found in weeks.values()) for law in LAWS},
        places=dict(places),
        lead_times=measured_lead_times(
            store, [(d, received, met, n) for d, received, met, n in leads]
        ),
        states={row[0]: row[1] for row in by_state},
    )


def mondays(first: date, last: date) -> list[date]:
    """The Monday of every week that has a day from `first` to `last`."""
    monday = first - timedelta(days=first.weekday())
    return [monday + timedelta(weeks=w) for w in range((last - monday).days // 7 + 1)]


def _first_days(
    store: Store, cases: list[sa.ColumnElement[bool]]
) -> sa.CompoundSelect[str, date, date, int]:
    """(duty, the day the case was received, the day the duty was first met, how many cases).

    What `clock.met` says of each case, for a million at once: held equal by a property test
    (tests/property/cases/test_clock_in_sql.py).
    """
    f, m = case_fact, measure

    def first(*kinds: Kind) -> sa.ColumnElement[date]:
        return sa.func.min(sa.case((f.c.kind.in_([str(k) for k in kinds]), f.c.day)))

    days = (
        sa.select(
            f.c.case_id,
            first(Kind.RECEIVED).label("received"),
            *(first(*kinds).label(str(step)) for step, kinds in MET.items()),
        )
        .where(store.mine(f))
        .group_by(f.c.case_id)
        .cte("days")
    )
    plans = (
        sa.select(m.c.case_id, norwegian_day(sa.func.min(m.c.made_at)).label("plan"))
        .where(store.mine(m), m.c.carry_out_on.is_not(None), m.c.evaluate_on.is_not(None))
        .group_by(m.c.case_id)
        .cte("plans")
    )
    each = (
        sa.select(
            sa.func.coalesce(days.c.received, case.c.opened_on).label("received"),
            *(days.c[duty] for duty in DUTIES if duty != "plan"),
            plans.c.plan,
        )
        .select_from(case)
        .outerjoin(days, days.c.case_id == case.c.case_id)
        .outerjoin(plans, plans.c.case_id == case.c.case_id)
        .where(*cases)
        .cte("each_case")
    )
    return sa.union_all(
        *(
            sa.select(sa.literal(duty, sa.String), each.c.received, each.c[duty], sa.func.count())
            .where(each.c[duty].is_not(None))
            .group_by(each.c.received, each.c[duty])
            for duty in DUTIES
        )
    )
