"""Signing in and out: a session is a row that can be ended, checked on every run.

The cookie holds a random id, the database only its SHA-256. Names that fail wait longer and longer,
known or not, so the answer tells nothing about who has an account.
"""

import hashlib
import secrets
import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from core import people
from core.access import Person
from core.errors import Refused
from core.store.engine import Store, Tx
from core.store.schema.people import person as person_table
from core.store.schema.people import session, sign_in_delay

COOKIE = "skolemiljo"
IDLE = timedelta(minutes=30)  # a shared staff-room machine; the figure
LIFE = timedelta(hours=12)  # a working day: nobody stays signed in over night
FREE_TRIES = 3  # a mistyped password costs nothing
LONGEST_DELAY = timedelta(minutes=15)
TICKET_LIFE = 60.0  # seconds from signing in until the browser has fetched its cookie
SEEN_EVERY = timedelta(minutes=1)  # how often "seen" is written; between, memory knows

# What an unknown name is checked against, so that it takes as long as a known one. Of 32 random
# bytes that nobody kept; made anew at each start it cost a third of a second.
NOBODY = "$2b$12$naFZaSi7Re25TEdVjKqsN.0y9p9WqIRkU9PbmBSvKAaFrFQb5084y"

_lock = threading.Lock()
_tickets: dict[str, tuple[str, float]] = {}
_seen: dict[str, datetime] = {}


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def normal(name: str) -> str:
    """A sign-in name as it is stored and compared."""
    return name.strip().lower()


def password_hash(store: Store, name: str) -> tuple[UUID | None, str]:
    """(person, bcrypt hash) for a name; (None, a hash nothing matches) where it is unknown."""
    p = person_table
    row = store.row(
        sa.select(p.c.person_id, p.c.password_hash).where(
            store.mine(p), p.c.sign_in_name == normal(name), p.c.active
        )
    )
    return (row.person_id, row.password_hash) if row else (None, NOBODY)


def _name_hash(store: Store, name: str) -> str:
    return store.box.digest("sign-in name", normal(name)).hex()


def open_again(store: Store, name: str) -> datetime | None:
    """When this name may try again, or None where it may now."""
    d = sign_in_delay
    row = store.row(
        sa.select(d.c.open_at).where(store.mine(d), d.c.name_hash == _name_hash(store, name))
    )
    return row.open_at if row and row.open_at > store.now() else None


def begin_try(store: Store, name: str) -> bool:
    """Count a try before its password is weighed; False where the name must wait first.

    Weighing takes a third of a second: a hundred tries at once would else all be free. Signing in
    forgets the count.
    """

    def work(tx: Tx) -> bool:
        d = sign_in_delay
        waits = tx.connection.scalar(
            sa.select(d.c.open_at).where(
                tx.mine(d), d.c.name_hash == _name_hash(store, name), d.c.open_at > tx.now
            )
        )
        if waits is None:
            _count(tx, _name_hash(store, name))
        return waits is None

    return store.write(work)


def failed(store: Store, name: str, counted: bool = False) -> None:
    """Count a failed try; from the fourth on each doubles the wait, up to 15 minutes."""

    def work(tx: Tx) -> None:
        if not counted:
            _count(tx, _name_hash(store, name))
        tx.record("sign_in.failed", None)

    store.write(work)


def _count(tx: Tx, hashed: str) -> None:
    d = sign_in_delay
    row = tx.execute(sa.select(d.c.failures).where(tx.mine(d), d.c.name_hash == hashed)).first()
    failures = (row.failures if row else 0) + 1
    extra = max(0, failures - FREE_TRIES)
    delay = min(LONGEST_DELAY, timedelta(seconds=2 ** min(extra, 10)) if extra else timedelta())
    values = {"failures": failures, "open_at": tx.now + delay}
    statement = insert(d).values(school_id=tx.school_id, name_hash=hashed, **values)
    tx.execute(
        statement.on_conflict_do_update(index_elements=["school_id", "name_hash"], set_=values)
    )


def forget_tries(tx: Tx, store: Store, name: str) -> None:
    """The password was right: what was counted against the name is gone."""
    tx.delete(sign_in_delay, sign_in_delay.c.name_hash == _name_hash(store, name))


def begin(store: Store, person_id: UUID, name: str) -> tuple[str, str]:
    """A new session for someone whose password was right: (cookie value, one-time ticket)."""
    sid, ticket = secrets.token_urlsafe(32), secrets.token_urlsafe(32)

    def work(tx: Tx) -> None:
        forget_tries(tx, store, name)
        tx.insert(
            session,
            {
                "sid_hash": _hash(sid),
                "person_id": person_id,
                "started_at": tx.now,
                "seen_at": tx.now,
            },
        )
        tx.record("sign_in.done", person_id)

    store.write(work)
    now = time.monotonic()
    with _lock:
        for old in [t for t, (_, until) in _tickets.items() if until < now]:
            del _tickets[old]
        _tickets[_hash(ticket)] = (sid, now + TICKET_LIFE)
    return sid, ticket


def waits(ticket: str) -> bool:
    """Whether the browser has yet to fetch its cookie with this ticket."""
    with _lock:
        found = _tickets.get(_hash(ticket))
    return found is not None and found[1] >= time.monotonic()


def redeem(ticket: str) -> str | None:
    """The cookie value for a ticket, once."""
    with _lock:
        found = _tickets.pop(_hash(ticket), None)
    return found[0] if found and found[1] > time.monotonic() else None


def who(store: Store, sid: str | None, acts: bool = True) -> Person | None:
    """Who this session is, or None where it has ended; `acts` is false for a timer's run."""
    if not sid:
        return None
    hashed = _hash(sid)
    row = store.row(
        sa.select(session.c.person_id, session.c.seen_at, session.c.started_at).where(
            store.mine(session), session.c.sid_hash == hashed, session.c.ended_at.is_(None)
        )
    )
    if row is None:
        return None
    now = store.now()
    seen = max(row.seen_at, _seen.get(hashed, row.seen_at))
    if now - seen > IDLE or now - row.started_at > LIFE:
        end(store, sid, "sign_out.idle")
        return None
    person = people.load(store, row.person_id)
    if person is None:
        return None
    if acts:
        _seen[hashed] = now
        if now - row.seen_at > SEEN_EVERY:
            store.write(lambda tx: tx.update(session, session.c.sid_hash == hashed, seen_at=now))
    return replace(person, session=hashed)


def must_stand(store: Store, person: Person) -> None:
    """Raise Refused where her sign-in has ended, or her rights are no longer those she came with.

    For what the browser may ask of a page already drawn, before the page's guard runs again: a
    button's callback, a file that is made when it is fetched.
    """
    row = store.row(
        sa.select(session.c.seen_at, session.c.started_at).where(
            store.mine(session),
            session.c.sid_hash == person.session,
            session.c.person_id == person.person_id,
            session.c.ended_at.is_(None),
        )
    )
    now = store.now()
    if (
        row is None
        or now - max(row.seen_at, _seen.get(person.session, row.seen_at)) > IDLE
        or now - row.started_at > LIFE
        or people.load(store, person.person_id) != person
    ):
        raise Refused


def end(store: Store, sid: str, action: str = "sign_out.done") -> None:
    """End one session."""
    _end(store, session.c.sid_hash == _hash(sid), action)


def end_all(store: Store, person_id: UUID, but: str | None = None) -> None:
    """End every session of a person, except one (its hash)."""
    _end(
        store,
        sa.and_(session.c.person_id == person_id, session.c.sid_hash != (but or "")),
        "sign_out.everywhere",
    )


def _end(store: Store, which: sa.ColumnElement[bool], action: str) -> None:
    def work(tx: Tx) -> None:
        open_ones = sa.and_(which, session.c.ended_at.is_(None))
        ids = set(
            tx.connection.scalars(sa.select(session.c.person_id).where(tx.mine(session), open_ones))
        )
        tx.update(session, open_ones, ended_at=tx.now)
        for person_id in ids:
            tx.record(action, person_id)

    store.write(work)


def open_sessions(store: Store, person_id: UUID) -> list[sa.Row[tuple[str, datetime, datetime]]]:
    """(sid_hash, started_at, seen_at) of a person's open sessions, newest first."""
    now = store.now()
    return store.rows(
        sa.select(session.c.sid_hash, session.c.started_at, session.c.seen_at)
        .where(
            store.mine(session),
            session.c.person_id == person_id,
            session.c.ended_at.is_(None),
            # A row that nobody came back to has not been ended, but it lets nobody in.
            session.c.started_at >= now - LIFE,
            session.c.seen_at >= now - IDLE - SEEN_EVERY,
        )
        .order_by(session.c.started_at.desc())
    )


def end_one(store: Store, person: Person, sid_hash: str) -> None:
    """End one of one's own sessions, known by its hash: the forgotten machine in the staff room."""
    own = sa.and_(session.c.sid_hash == sid_hash, session.c.person_id == person.person_id)
    _end(store, own, "sign_out.elsewhere")
