"""The seals of reporters' days: one keyed digest and count over each day's events, made at night.

From then on an event that is lost, added or changed is found; and since no event knows its report,
one that is withdrawn or expires later leaves the seal whole. The events are written anew under new
random keys, in the order of these: the order in which they came is in no row, and on PostgreSQL in
no transaction number. A day whose seal is made already (a clock that was turned back) gets another.
"""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from core.store import reporters
from core.store.engine import Store, Tx
from core.store.reporters import SENT
from core.store.schema.reports import report
from core.store.schema.school import reporter_event, reporter_seal

AT_ONCE = 20  # days a transaction: a county's fit in DuckDB's memory limit
DAY = timedelta(days=1)
# The number of a seal that stands for no event, but says that its day's reports have theirs apart:
# revision 0009 leaves it on each day whose events it carried over.
CARRIED = 0

Rows = list[dict[str, Any]]


def _written(tx: Tx, rows: Rows) -> None:
    tx.insert(reporter_event, *rows)


def seal_days(store: Store, write: Callable[[Tx, Rows], None] = _written) -> None:
    """Seal each day before today that has an event without a seal; free where there is none."""
    while True:
        with store.read() as db:
            days = unsealed(store, db, store.today())[:AT_ONCE]
        if not days:
            return
        with store.held():
            store.write(functools.partial(_seal, days=days, write=write))
            store.ledger.forget()


def unsealed(store: Store, db: sa.Connection, before: date) -> list[date]:
    """The days before this one that have an event without a seal, the oldest first."""
    e, r = reporter_event, report
    of_events = sa.select(e.c.day).where(store.mine(e), e.c.seal == 0, e.c.day < before)
    of_reports = sa.select(r.c.day).where(reporters.is_own_event(store.school_id), r.c.day < before)
    return sorted(db.scalars(of_events.union(of_reports)))


def _seal(tx: Tx, days: list[date], write: Callable[[Tx, Rows], None]) -> None:
    e, s, r = reporter_event, reporter_seal, report
    mine = tx.mine(s), s.c.day.in_(days)
    last = sa.select(s.c.day, sa.func.max(s.c.number).label("number")).where(*mine)
    numbers = dict.fromkeys(days, 1) | {
        row.day: row.number + 1 for row in tx.execute(last.group_by(s.c.day)).all()
    }
    loose = sa.select(e.c.day, e.c.action).where(tx.mine(e), e.c.seal == 0, e.c.day.in_(days))
    acts = [(row.day, row.action) for row in tx.execute(loose).all()]
    sent = sa.select(r.c.day, sa.func.count().label("many")).where(
        reporters.is_own_event(tx.school_id), r.c.day.in_(days)
    )
    for row in tx.execute(sent.group_by(r.c.day)).all():
        acts += [(row.day, SENT)] * row.many
    rows: Rows = [
        {"event_id": tx.new_id(), "day": day, "action": action, "seal": numbers[day]}
        for day, action in acts
    ]
    rows.sort(key=lambda row: str(row["event_id"]))
    tx.delete(e, e.c.seal == 0, e.c.day.in_(days))
    tx.delete(s, s.c.number == CARRIED, s.c.day.in_(days))
    write(tx, rows)
    of_day = defaultdict(list)
    for one in rows:
        of_day[one["day"]].append((one["event_id"], one["action"]))
    tx.insert(
        s,
        *(
            {
                "day": day,
                "number": numbers[day],
                "events": len(events),
                "digest": reporters.digests(tx.box, tx.school_id, day, numbers[day], events)[0],
            }
            for day, events in sorted(of_day.items())
        ),
    )


def broken(store: Store, db: sa.Connection) -> Iterator[date]:
    """Each day whose events are not those that were sealed: one lost, added, changed, or a seal."""
    e, s = reporter_event, reporter_seal
    seals = {
        (row.day, row.number): (row.events, bytes(row.digest))
        for row in db.execute(sa.select(s).where(store.mine(s)))
        if row.number != CARRIED or row.events
    }
    wrong = set()
    held = (
        sa.select(e.c.day, e.c.seal, e.c.event_id, e.c.action)
        .where(store.mine(e), e.c.seal != 0)
        .order_by(e.c.day, e.c.seal)
    )
    for (day, number), rows in groupby(db.execute(held), lambda row: (row.day, row.seal)):
        events = [(row.event_id, row.action) for row in rows]
        count, digest = seals.pop((day, number), (None, b""))
        right = reporters.digests(store.box, store.school_id, day, number, events)
        if count != len(events) or digest not in right:
            wrong.add(day)
    yield from sorted(wrong | {day for day, _ in seals})


def overdue(store: Store, db: sa.Connection) -> list[date]:
    """The days before yesterday that nobody sealed: the night did not do its work."""
    return unsealed(store, db, store.today() - DAY)
