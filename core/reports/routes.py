"""Reports that came while fewer answers led past elevtjenesten follow the routes of today.

Which answers a report has is sealed, so no revision of the tables can do it: it is done once, where
the portal starts, with the key. Who is on a report's case goes on reading it there.
"""

import functools
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core.access import PAST_TEAM, Route
from core.forms import form
from core.reports import reports
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.reports import report
from core.store.schema.school import setting
from core.store.unopened import Unopened

RULE = 2  # goes up when an answer gets another route
NAME = "report_routes"  # the setting that holds the rule that all reports follow
AT_ONCE = 5_000  # reports read at a time: the texts of a large school never stand in memory


def follow(store: Store) -> int:
    """Give every report the route that its answers have now; how many got another."""
    if _kept(store) == RULE:
        return 0
    moved = 0
    for route in (Route.TEAM, Route.REKTOR):
        last: UUID | None = None
        while found := _some(store, route, last):
            last = found[-1].report_id
            changed = [
                (row.report_id, wanted) for row in found if (wanted := _wanted(store, row)) != route
            ]
            moved += store.write(functools.partial(_move, changed=changed))
    store.write(note)
    return moved


def note(tx: Tx) -> None:
    """Every report of this school follows the rule of today: a new school has none."""
    tx.delete(setting, setting.c.name == NAME)
    tx.insert(setting, {"name": NAME, "value": RULE, "version": 1})


def _kept(store: Store) -> int:
    kept = sa.select(setting.c.value).where(store.mine(setting), setting.c.name == NAME)
    row = store.row(kept)
    return int(row.value) if row else 0


def _some(store: Store, route: Route, last: UUID | None) -> list[sa.Row[Any]]:
    r = report
    asked = sa.select(r.c.report_id, r.c.given_route, r.c.source, r.c.answers).where(
        store.mine(r), r.c.given_route == route
    )
    if last is not None:
        asked = asked.where(r.c.report_id > last)
    return store.rows(asked.order_by(r.c.report_id).limit(AT_ONCE))


def _wanted(store: Store, row: sa.Row[Any]) -> Route:
    """Where its answers lead now; only ever to fewer readers than it had."""
    kept, opened = Route(row.given_route), store.text(report.c.answers, row.answers, row.report_id)
    if isinstance(opened, Unopened):
        return kept  # nobody can read it; `verify` tells of it
    led = form.route(reports.ANSWERS.unpack(opened))
    return led if led in PAST_TEAM else kept


def _move(tx: Tx, changed: list[tuple[UUID, Route]]) -> int:
    for report_id, route in changed:
        tx.update(report, report.c.report_id == report_id, given_route=route)
        reports.project(tx, report_id)
    if changed:
        tx.record(Act.REPORTS_REROUTED, None, count=len(changed))
    return len(changed)
