"""What is to go by mail: one row a recipient and occasion, each sent at most once.

A row says to whom and for which hour, and nothing of what came in. It is claimed before the server
gets it: if the portal stops in between, the mail may have gone, and is not sent again. What the
server did not take waits longer each time, until the day is over; the failure is that recipient's.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core.access import Action, Person
from core.people import asking
from core.store.engine import Store, Tx, norwegian_date
from core.store.schema.school import mail_outbox
from core.today.mail_server import Failed, MailFault

BACKOFF = (1, 5, 15, 60, 120)  # minutes after each failure; the last for all that follow
CLAIM = timedelta(minutes=10)  # longer than the slowest server is waited for
KEPT = timedelta(days=14)  # then the row goes: it tells only that mail was sent
TEST = "test"  # the occasion of a mail that somebody asked for to see whether it works

log = logging.getLogger(__name__)


def queue(tx: Tx, occasion: str, day: date, to: Iterable[UUID]) -> None:
    """One row for each recipient of this occasion; in the transaction that notes the occasion."""
    for person_id in to:
        _put(tx, occasion, day, person_id)


def _put(tx: Tx, occasion: str, day: date, person_id: UUID) -> None:
    row = {
        "occasion": occasion,
        "person_id": person_id,
        "day": day,
        "state": "waiting",
        "tries": 0,
        "next_at": tx.now,
        "fault": "",
    }
    tx.insert(mail_outbox, row)


def again(tx: Tx) -> None:
    """The server was set anew: what waits is tried at the next look."""
    tx.update(mail_outbox, mail_outbox.c.state == "waiting", tries=0, next_at=tx.now)


def clear(store: Store) -> None:
    """What was never finished is given up: yesterday's mail, and one that may have gone."""
    m, now, today = mail_outbox, store.now(), store.today()
    stale = sa.and_(m.c.state == "sending", m.c.tried_at < now - CLAIM)
    late = sa.and_(m.c.state == "waiting", m.c.day < today)
    old = m.c.day < today - KEPT
    with store.read() as db:
        if not db.scalar(sa.select(sa.func.count()).where(store.mine(m), sa.or_(stale, late, old))):
            return

    def work(tx: Tx) -> None:
        tx.delete(m, old)
        tx.update(m, stale, state="failed", fault=str(MailFault.UNSURE))
        tx.update(m, late, state="failed")

    store.write(work)


def deliver(store: Store, send: Callable[[UUID], None]) -> int:
    """Hand over what is due, one after the other; how many went. `send` raises Failed."""
    m = mail_outbox
    due = (m.c.state == "waiting", m.c.next_at <= store.now())
    rows = store.rows(
        sa.select(m.c.occasion, m.c.person_id, m.c.tries)
        .where(store.mine(m), *due)
        .order_by(m.c.next_at, m.c.person_id)
    )
    sent = 0
    for row in rows:
        if not _claimed(store, row.occasion, row.person_id, row.tries):
            continue
        try:
            send(row.person_id)
        except Failed as failed:
            log.warning("a mail did not go: %s", failed.fault)
            _failed(store, row.occasion, row.person_id, row.tries, failed)
            if failed.whole:
                _postpone(store, failed)
                break
        else:
            _note(store, row.occasion, row.person_id, state="sent", fault="")
            sent += 1
    return sent


def _one(occasion: str, person_id: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    m = mail_outbox
    return m.c.occasion == occasion, m.c.person_id == person_id


def _claimed(store: Store, occasion: str, person_id: UUID, tries: int) -> bool:
    m = mail_outbox
    which = (*_one(occasion, person_id), m.c.state == "waiting", m.c.tries == tries)

    def work(tx: Tx) -> bool:
        return tx.update(m, *which, state="sending", tries=tries + 1, tried_at=tx.now) == 1

    return store.write(work)


def _note(store: Store, occasion: str, person_id: UUID, **values: object) -> None:
    store.write(lambda tx: tx.update(mail_outbox, *_one(occasion, person_id), **values))


def _failed(store: Store, occasion: str, person_id: UUID, tries: int, failed: Failed) -> None:
    later = store.now() + timedelta(minutes=BACKOFF[min(tries, len(BACKOFF) - 1)])
    # A mail is about its day: tomorrow has its own.
    wait = failed.again and norwegian_date(later) == store.today()
    state = "waiting" if wait else "failed"
    _note(store, occasion, person_id, state=state, fault=str(failed.fault), next_at=later)


def _postpone(store: Store, failed: Failed) -> None:
    """The server itself fails: nobody else's mail is tried on it before the first of them is."""
    m, now = mail_outbox, store.now()
    later = now + timedelta(minutes=BACKOFF[0])
    waits = (m.c.state == "waiting", m.c.next_at <= now)

    def work(tx: Tx) -> None:
        tx.update(m, *waits, next_at=later, tried_at=now, fault=str(failed.fault))

    store.write(work)


def try_out(store: Store, person: Person, send: Callable[[UUID], None]) -> MailFault | None:
    """Send one mail now because somebody asked for it; what was wrong, or None."""
    person_id = person.person_id

    def begin(tx: Tx) -> None:
        tx.delete(mail_outbox, *_one(TEST, person_id))
        _put(tx, TEST, tx.today, person_id)
        tx.update(mail_outbox, *_one(TEST, person_id), state="sending", tries=1, tried_at=tx.now)

    try:
        asking.write(store, person, Action.SEE_TECHNICAL, begin)
    except IntegrityError:  # two presses at once
        return MailFault.BUSY
    try:
        send(person_id)
    except Failed as failed:
        _note(store, TEST, person_id, state="failed", fault=str(failed.fault))
        return failed.fault
    _note(store, TEST, person_id, state="sent", fault="")
    return None


@dataclass(frozen=True)
class Failure:
    """A mail that has not reached somebody, as it stands now."""

    person_id: UUID
    fault: MailFault
    at: datetime


@dataclass(frozen=True)
class MailStanding:
    """How it goes with the mail: when one went last, and whom none reaches."""

    sent: datetime | None
    failures: tuple[Failure, ...]


# Of the server as a whole: mended once any mail has gone.
_SERVERS = {
    MailFault.SERVER,
    MailFault.CERTIFICATE,
    MailFault.NO_TLS,
    MailFault.LOGIN,
    MailFault.SENDER,
    MailFault.BUSY,
}


def standing(store: Store) -> MailStanding:
    """The last mail that went, and each recipient whose newest mail has not."""
    m = mail_outbox
    found = store.rows(
        sa.select(m.c.person_id, m.c.state, m.c.fault, m.c.tried_at)
        .where(store.mine(m), m.c.tried_at.is_not(None))
        .order_by(m.c.person_id, m.c.tried_at.desc())
    )
    sent = max((row.tried_at for row in found if row.state == "sent"), default=None)
    failures = []
    for person_id, group in groupby(found, key=lambda row: row.person_id):
        newest = next(group)
        if not newest.fault:
            continue
        fault = MailFault(newest.fault)
        if fault not in _SERVERS or sent is None or sent < newest.tried_at:
            failures.append(Failure(person_id, fault, newest.tried_at))
    return MailStanding(sent, tuple(sorted(failures, key=lambda f: f.at, reverse=True)))
