"""Figures for everyone at the school: a batch that is renewed seldom and shows bands only.

Renewed only when a week has passed and five matters came, and always with the days
before today alone, so that nobody sees a number move after somebody has left the room. It counts
from the half-year's first day: two batches of one half-year are then nested, and the next one
starts anew, so that no difference between anything shown is one to four.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from core.figures import names, period
from core.figures import tables as release
from core.figures.attacker import Half
from core.figures.attacker import year_is_safe as cells_are_safe
from core.figures.period import Period, PeriodKind
from core.figures.tables import SafeFigures
from core.store import contents
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.cases import case
from core.store.schema.figures import plenary_batch
from core.store.schema.reports import report

WEEK = timedelta(days=7)
FEWEST_NEW = 5


def _first(content: dict[str, Any]) -> dict[str, Any]:
    return content | {
        "of": period.parse(content["of"]),
        "until": date.fromisoformat(content["until"]),
        "figures": SafeFigures.of_json(content["figures"]),
    }


SHAPE = {"of": str, "until": str, "figures": release.SHAPE}
CONTENT = contents.Format[dict[str, Any]]("plenary_batch", {1: contents.shaped(SHAPE, _first)})


@dataclass(frozen=True)
class Batch:
    """What the plenary level shows; the total is not among it."""

    number: int
    of: Period
    until: date
    figures: SafeFigures


def is_due(last: date | None, today: date, new: int) -> bool:
    """Whether a new batch may be made: `new` matters since the last one, made on the day `last`."""
    return new >= FEWEST_NEW and (last is None or today - last >= WEEK)


def current(store: Store) -> Batch | None:
    """The batch in force, after renewing it if that is due; None before the first."""
    today = store.today()
    tables = (report, case, plenary_batch)
    # Most visits meet a batch that nothing has happened to: they ask the database nothing.
    return store.remember(("plenary", today), tables, lambda: _renewed(store, today))


def _renewed(store: Store, today: date) -> Batch | None:
    last = _last(store)
    half = period.half_of(today - timedelta(days=1))
    same = last is not None and last.of == half
    first = last.until + timedelta(days=1) if last and same else half.start
    until = today - timedelta(days=1)
    new = release.matters(store, first, until)
    if not is_due(last.until + timedelta(days=1) if last and same else None, today, new):
        return last
    areas = tuple(names.areas(store))
    figures = release.make(store, half.start, until, areas)

    def work(tx: Tx) -> None:
        t = plenary_batch
        number = tx.execute(sa.select(sa.func.max(t.c.number)).where(tx.mine(t))).scalar() or 0
        if number != (last.number if last else 0):
            return  # another visitor was first
        content = {
            "of": half.code,
            "until": until.isoformat(),
            # The total would bind the rows to each other; it comes with the release.
            "figures": SafeFigures(None, figures.kind, figures.area).as_json(),
        }
        tx.insert(
            t,
            {
                "number": number + 1,
                "made_on": today,
                "reports": new,
                "content": CONTENT.write(content),
            },
        )
        tx.record(Act.PLENARY_RENEWED, None, "plenary_batch", number + 1)

    store.write(work)
    return _last(store)


def _last(store: Store) -> Batch | None:
    t = plenary_batch
    row = store.row(sa.select(t).where(store.mine(t)).order_by(t.c.number.desc()).limit(1))
    return _batch(row) if row else None


def _batch(row: Any) -> Batch:
    kept = CONTENT.read(row.content)
    return Batch(row.number, kept["of"], kept["until"], kept["figures"])


def year_is_safe(store: Store, year: Period, figures: SafeFigures) -> bool:
    """Whether a release of the year betrays nothing beside the batches that were shown in it."""
    t = plenary_batch
    rows = store.rows(sa.select(t).where(store.mine(t)).order_by(t.c.number))
    batches = [_batch(row) for row in rows]
    cells = []
    for of in ("kind", "area"):
        for name, value in getattr(figures, of).rows:
            halves = []
            for kind in (PeriodKind.AUTUMN, PeriodKind.SPRING):
                shown = [b for b in batches if b.of == Period(year.school_year, kind)]
                rows_ = [dict(getattr(b.figures, of).rows) for b in shown]
                halves.append(Half(tuple(r[name] for r in rows_ if name in r)))
            cells.append((halves[0], halves[1], value))
    return cells_are_safe(cells)
