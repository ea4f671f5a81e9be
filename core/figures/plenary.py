"""Figures for everyone at the school: a batch that is renewed seldom and shows bands only.

Renewed on Mondays alone, and only when five matters have come, with the days before that Monday:
so nobody sees a number move after somebody has left the room, and a new one tells the day of no
report. The first week of a half-year and its last have no Monday of their own, so that what comes
between two figures always came on one of seven days at least. What it shows is the auditor's, which
knows every batch of the half-year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from core.figures import auditor, names, period, tables
from core.figures.auditor import Moment
from core.figures.period import Period
from core.figures.tables import SafeFigures
from core.store import contents
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.cases import case
from core.store.schema.figures import plenary_batch
from core.store.schema.reports import report

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MONDAY = 0  # as date.weekday counts
TABLES = ("kind", "area")


def _first(content: dict[str, Any]) -> dict[str, Any]:
    return content | {
        "of": period.parse(content["of"]),
        "until": date.fromisoformat(content["until"]),
        "figures": SafeFigures.of_json(content["figures"]),
    }


SHAPE = {"of": str, "until": str, "figures": tables.SHAPE}
CONTENT = contents.Format[dict[str, Any]]("plenary_batch", {1: contents.shaped(SHAPE, _first)})


@dataclass(frozen=True)
class Batch:
    """What the plenary level shows; the total is not among it."""

    number: int
    of: Period
    until: date
    matters: int  # more than in the batch before it
    figures: SafeFigures


def current(store: Store) -> Batch | None:
    """The batch in force, after renewing it if that is due; None before the first."""
    today = store.today()
    follows = (report, case, plenary_batch)
    # Most visits meet a batch that nothing has happened to: they ask the database nothing.
    return store.remember(("plenary", today), follows, lambda: _renewed(store, today))


def is_renewed_on(today: date) -> bool:
    """Whether figures may be renewed on this day, whatever has come."""
    half = period.half_of(today)
    whole_weeks = half.start + WEEK <= today <= half.end + DAY - WEEK
    return today.weekday() == MONDAY and whole_weeks


def shown(store: Store, of: Period) -> list[Moment]:
    """What the plenary level has shown of a half-year, the oldest first."""
    return [Moment(b.matters, b.figures) for b in _batches(store) if b.of == of]


def _renewed(store: Store, today: date) -> Batch | None:
    last = _last(store)
    until = today - DAY
    half = period.half_of(until)
    if not is_renewed_on(today) or (last and until - last.until < WEEK):
        return last
    before = shown(store, half)
    matters = tables.matters(store, half.start, until)
    if auditor.new_matters(before, matters) < auditor.FEWEST_NEW:
        return last  # so nothing dearer is asked
    areas = tuple(names.areas(store))
    next_ = auditor.following(before, tables.counts(store, half.start, until, areas), areas)
    if next_ is None:
        return last

    def work(tx: Tx) -> None:
        t = plenary_batch
        number = tx.execute(sa.select(sa.func.max(t.c.number)).where(tx.mine(t))).scalar() or 0
        if number != (last.number if last else 0):
            return  # another visitor was first
        content = {
            "of": half.code,
            "until": until.isoformat(),
            "figures": next_.figures.as_json(),
        }
        tx.insert(
            t,
            {
                "number": number + 1,
                "made_on": today,
                "reports": next_.matters,
                "content": CONTENT.write(content),
            },
        )
        tx.record(Act.PLENARY_RENEWED, None, "plenary_batch", number + 1)

    store.write(work)
    return _last(store)


def per(store: Store, batch: Batch) -> dict[tuple[str, str], date]:
    """The last day that each number of a batch counts, by table and row: it has stood since."""
    found: dict[tuple[str, str], date] = {}
    for earlier in reversed([b for b in _batches(store) if b.of == batch.of]):
        for of in TABLES:
            there = dict(getattr(earlier.figures, of).rows)
            for row, value in getattr(batch.figures, of).rows:
                if value is not None and there.get(row) == value:
                    found[of, row] = earlier.until
    return found


def _last(store: Store) -> Batch | None:
    return next(reversed(_batches(store)), None)


def _batches(store: Store) -> list[Batch]:
    t = plenary_batch
    rows = store.rows(sa.select(t).where(store.mine(t)).order_by(t.c.number))
    return [_batch(row) for row in rows]


def _batch(row: Any) -> Batch:
    kept = CONTENT.read(row.content)
    return Batch(row.number, kept["of"], kept["until"], row.reports, kept["figures"])
