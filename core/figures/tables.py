"""The content of a tallrapport and of a plenary batch: safe one-way tables, and what they count.

The exact counts are for `auditor` alone, which makes them safe; they are kept nowhere.
Reports that skoleeier holds (about the leadership, or in a case of theirs), that nobody has read or
that were closed as made up are in none of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from core.access import Holder, Route
from core.figures.suppression import Count, Shown, Table
from core.reports.happened import ReportFact, ReportState
from core.store.engine import Store
from core.store.schema.cases import case
from core.store.schema.reports import report, report_fact

# § 12-3's four, and what is none of them. More detail would point at somebody.
LAWS = ("mobbing", "vold", "diskriminering", "trakassering", "annet")


# A figure that is withheld is None.
SHOWN = (int, type(None))
TABLE = {"rows": [list], "told": bool}
SHAPE = {"total": SHOWN, "kind": TABLE, "area": TABLE}


@dataclass(frozen=True)
class Exact:
    """How many there are: in all, by kind group, by area. Never shown."""

    all: Count
    kind: Mapping[str, Count]
    area: Mapping[str, Count]


@dataclass(frozen=True)
class SafeFigures:
    """Safe figures for one stretch of days: the total and the two tables."""

    total: Shown
    kind: Table
    area: Table

    def as_json(self) -> dict[str, Any]:
        """The figures as they are kept."""
        return {"total": self.total, "kind": _as_json(self.kind), "area": _as_json(self.area)}

    @staticmethod
    def of_json(kept: Mapping[str, Any]) -> SafeFigures:
        """The figures that were kept."""
        kind, area = (
            Table(tuple((name, value) for name, value in kept[of]["rows"]), kept[of]["told"])
            for of in ("kind", "area")
        )
        _must_be_figures(*(row for table in (kind, area) for row in table.rows))
        return SafeFigures(kept["total"], kind, area)


def _as_json(table: Table) -> dict[str, Any]:
    # Under the name that it landed with: the hash of a release is over it.
    return {"rows": [list(row) for row in table.rows], "told": table.is_shown}


def _must_be_figures(*rows: tuple[Any, Any]) -> None:
    for name, value in rows:
        if type(name) is not str or type(value) not in SHOWN:
            raise TypeError


def school_reports(store: Store) -> sa.ColumnElement[bool]:
    """The reports that may be in figures which the school, the committee or the public sees.

    They have been read, so that nobody makes a number move by sending, and were not closed as made
    up: of several closings of one report the last decides.
    """
    f = report_fact.c

    def last(kind: ReportFact) -> sa.ColumnElement[datetime]:
        return sa.func.max(sa.case((f.kind == kind, f.at)))

    not_real = (
        sa.select(f.report_id)
        .where(store.mine(report_fact), f.kind.in_((ReportFact.CLOSED, ReportFact.NOT_REAL)))
        .group_by(f.report_id)
        .having(last(ReportFact.NOT_REAL) >= last(ReportFact.CLOSED))
    )
    owners = sa.select(case.c.case_id).where(
        store.mine(case), sa.or_(case.c.held_by == Holder.SKOLEEIER, case.c.moved_to.is_not(None))
    )
    return sa.and_(
        store.mine(report),
        report.c.route != Route.LEADERSHIP,
        report.c.state != ReportState.NEW,
        sa.or_(report.c.state != ReportState.CLOSED, report.c.report_id.not_in(not_real)),
        sa.or_(report.c.case_id.is_(None), report.c.case_id.not_in(owners)),
    )


def _count(where: sa.ColumnElement[bool]) -> tuple[sa.ColumnElement[int], ...]:
    """Reports, those of them without a case, and the cases that the others belong to."""
    loose = sa.and_(where, report.c.case_id.is_(None))
    return (
        sa.func.count(sa.case((where, 1))),
        sa.func.count(sa.case((loose, 1))),
        sa.func.count(sa.distinct(sa.case((where, report.c.case_id)))),
    )


def counts(store: Store, first: date, last: date, areas: tuple[str, ...]) -> Exact:
    """Exact counts of the days from `first` to `last`."""
    wanted: list[sa.ColumnElement[bool]] = [
        sa.true(),
        *(report.c.laws.has(law) for law in LAWS),
        *(report.c.areas.has(area) for area in areas),
    ]
    statement = sa.select(*(column for where in wanted for column in _count(where))).where(
        school_reports(store), report.c.day.between(first, last)
    )
    with store.statistics() as db:
        row = db.execute(statement).one()
    found = [
        Count(reports, loose + cases)
        for reports, loose, cases in zip(row[0::3], row[1::3], row[2::3], strict=True)
    ]
    kinds = dict(zip(LAWS, found[1:], strict=False))
    return Exact(found[0], kinds, dict(zip(areas, found[1 + len(LAWS) :], strict=True)))


def matters(store: Store, first: date, last: date) -> int:
    """How many matters came from `first` to `last`: reports, those of one case counted as one."""
    _, loose, cases = _count(sa.true())
    where = (school_reports(store), report.c.day.between(first, last))
    with store.read() as db:
        return sum(db.execute(sa.select(loose, cases).where(*where)).one())
