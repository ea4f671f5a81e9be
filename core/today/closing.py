"""Closing several reports at once, as after a flood: with rektor's yes, and undone in one act.

Only what the same person has opened, never one whose writer is afraid now. The one reason is kept
on each. What was asked or closed together was written in one moment by one person, for one reason,
and is known by the three and by its reports: whoever answers, answers what was shown, or nothing.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from core.access import Action, Person, ReportScope, Route, may
from core.cases import reading
from core.errors import Invalid, Refused, Stale
from core.people import asking
from core.reports import happened, reports
from core.reports.happened import ReportFact, ReportState
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx
from core.store.schema.reports import report, report_fact
from core.today import inbox

MOST = 100  # reports at a time: more than anyone has opened in a morning
UNDONE_WITHIN = timedelta(days=14)  # for so long what was closed together is shown together
OPEN, SHUT = inbox.OPEN_STATES, (ReportState.CLOSED,)


# What decides how one of these stands: the last of them.
TURNS = (
    *(ReportFact.CLOSE_ASKED, ReportFact.CLOSE_REFUSED),
    *(ReportFact.CLOSED, ReportFact.REOPENED),
)


@dataclass(frozen=True)
class Together:
    """Reports that somebody asked to close, or closed, in one act."""

    by: uuid.UUID
    at: datetime
    reason: str
    report_ids: tuple[uuid.UUID, ...]

    @property
    def key(self) -> str:
        """What names this act and no other, also when it holds other reports than before."""
        of = [str(self.by), self.at.isoformat(), self.reason, *map(str, self.report_ids)]
        return hashlib.sha256("\n".join(of).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def may_be_among(person: Person, card: inbox.Card) -> bool:
    """Whether a report in their list may be closed together with others."""
    return person.person_id in card.readers and not card.afraid


def alone(person: Person, route: Route) -> bool:
    """Whether their own act is the yes: rektor, and skoleeier with what only they read."""
    return may(person, Action.CLOSE_SEVERAL, ReportScope(route))


def close(
    store: Store,
    person: Person,
    report_ids: Iterable[uuid.UUID],
    reason: str,
    *,
    real: bool = True,
) -> bool:
    """Close these, or ask rektor to; True if they are closed. Raises Refused, Invalid.

    Those that are not `real`, made up or sent to try it, are in no figure once they are closed.
    """
    ids = list(dict.fromkeys(report_ids))
    if not trimmed(reason):
        raise Invalid("case.error.no_reason", field="several_reason")
    if not 0 < len(ids) <= MOST:
        raise Invalid("inbox.error.several_count", field="several_reason", most=MOST)
    found = [_hers(store, person, report_id) for report_id in ids]

    def work(tx: Tx) -> bool:
        by = asking.as_now(store, person)
        now = all(alone(by, one.route) for one in found)
        for one in found:
            reports.unmoved(tx, one)
            kind = ReportFact.CLOSED if now else ReportFact.CLOSE_ASKED
            reports.add_fact(tx, one.report_id, kind, person, note=trimmed(reason))
            if not real:
                reports.add_fact(tx, one.report_id, ReportFact.NOT_REAL, person)
        action = Act.REPORTS_CLOSED if now else Act.REPORTS_CLOSE_ASKED
        tx.record(action, person.person_id, count=len(found))
        return now

    return asking.write(store, person, _reads_all(store, found), work)


def _reads_all(store: Store, found: list[reports.Report]) -> Callable[[Person], bool]:
    return lambda now: all(reading.reads(store, one)(now) for one in found)


def _hers(store: Store, person: Person, report_id: uuid.UUID) -> reports.Report:
    one = reports.load(store, report_id)
    if one is None or not reading.reads(store, one)(person):
        raise Refused
    read = happened.read_by(one.route)
    opened = any(f.kind is read and f.person_id == person.person_id for f in one.facts)
    if not opened or one.afraid:
        raise Invalid("inbox.error.several_which", field="several_reason")
    if one.case_id is not None or one.state not in OPEN:
        raise Invalid("inbox.error.already", field="several_reason")
    return one


def waiting(store: Store, person: Person) -> list[Together]:
    """What waits for this person's yes."""
    return _together(store, person, ReportFact.CLOSE_ASKED, OPEN)


def closed(store: Store, person: Person) -> list[Together]:
    """What was closed together of late, and still is, of what they read: the newest first."""
    since = store.now() - UNDONE_WITHIN
    found = _together(store, person, ReportFact.CLOSED, SHUT)
    return [one for one in found if len(one.report_ids) > 1 and one.at >= since]


def answer(store: Store, person: Person, asked: Together, yes: bool) -> None:
    """Rektor's yes closes all of it, their no leaves it open; raises Refused if it is gone.

    Stale if it is no longer what was shown: nothing of it is closed then.
    """
    found = _as_seen(store, asked)
    _must_be_among(waiting(store, person), asked)

    def work(tx: Tx) -> None:
        if asked not in _together(store, person, ReportFact.CLOSE_ASKED, OPEN):
            raise Stale  # another's answer came between
        kind = ReportFact.CLOSED if yes else ReportFact.CLOSE_REFUSED
        for one in found:
            reports.unmoved(tx, one)
            reports.add_fact(tx, one.report_id, kind, person, note=asked.reason)
            if yes and any(f.kind is ReportFact.NOT_REAL and f.at == asked.at for f in one.facts):
                reports.add_fact(tx, one.report_id, ReportFact.NOT_REAL, person)
        action = Act.REPORTS_CLOSED if yes else Act.REPORTS_CLOSE_REFUSED
        tx.record(action, person.person_id, count=len(asked.report_ids))

    asking.write(store, person, lambda now: all(alone(now, one.route) for one in found), work)


def undo(store: Store, person: Person, done: Together) -> None:
    """Open again all that was closed together; raises Refused if it is gone, Stale as `answer`."""
    found = _as_seen(store, done)
    _must_be_among(closed(store, person), done)

    def work(tx: Tx) -> None:
        if done not in _together(store, person, ReportFact.CLOSED, SHUT):
            raise Stale
        for one in found:
            reports.unmoved(tx, one)
            reports.add_fact(tx, one.report_id, ReportFact.REOPENED, person)
        tx.record(Act.REPORTS_REOPENED, person.person_id, count=len(done.report_ids))

    asking.write(store, person, _reads_all(store, found), work)


def _must_be_among(now: list[Together], shown: Together) -> None:
    """Raise Stale if some of it stands there and not all, Refused if none does."""
    if shown in now:
        return
    if any(set(one.report_ids) & set(shown.report_ids) for one in now):
        raise Stale
    raise Refused


def _as_seen(store: Store, of: Together) -> list[reports.Report]:
    """The reports as they are before it is asked whose they are: one may be moved meanwhile."""
    found = [reports.load(store, report_id) for report_id in of.report_ids]
    return [one for one in found if one is not None]


def _together(
    store: Store, person: Person, kind: ReportFact, states: tuple[ReportState, ...]
) -> list[Together]:
    """The last such act on each report that stands as it left it, gathered by who, when and why."""
    r, f = report, report_fact
    routes = [
        route for route in inbox.routes(person) if kind is ReportFact.CLOSED or alone(person, route)
    ]
    here = sa.select(r.c.report_id).where(
        store.mine(r), r.c.route.in_(routes), r.c.case_id.is_(None), r.c.state.in_(states)
    )
    since = (
        store.today() - UNDONE_WITHIN - timedelta(days=180 if kind is ReportFact.CLOSE_ASKED else 1)
    )
    last: dict[uuid.UUID, sa.Row[Any]] = {}
    for row in store.rows(
        sa.select(f)
        .where(store.mine(f), f.c.day >= since, f.c.kind.in_(TURNS), f.c.report_id.in_(here))
        .order_by(f.c.at)
    ):
        last[row.report_id] = row
    # A moment is a second: two acts of one person in it are told apart by their reasons.
    found: dict[tuple[uuid.UUID, datetime, str], list[uuid.UUID]] = {}
    for row in last.values():
        if row.kind == kind:
            reason = store.text(f.c.note, row.note, row.fact_id)
            found.setdefault((row.person_id, row.at, reason), []).append(row.report_id)
    return [
        Together(by, at, reason, tuple(sorted(ids)))
        for (by, at, reason), ids in sorted(
            found.items(), key=lambda item: item[0][1], reverse=True
        )
    ]
