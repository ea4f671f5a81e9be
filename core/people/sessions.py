"""Signing in and out: a session is a row that can be ended, checked on every run.

The cookie holds a random id, the database only its SHA-256. Names that fail wait longer and longer,
known or not, so the answer tells nothing about who has an account; in a browser that its owner has
called their own, only what failed there makes them wait.
"""

import hashlib
import secrets
import threading
import time
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from core.access import Person
from core.errors import Refused
from core.people import delays, devices, directory, privacy
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.people import person as person_table
from core.store.schema.people import session

COOKIE = "skolemiljo"
IDLE = timedelta(minutes=30)  # a shared staff-room machine; the figure
LIFE = timedelta(hours=12)  # a working day: nobody stays signed in over night
TICKET_LIFE = 60.0  # seconds from signing in until the browser has fetched its cookie
SEEN_EVERY = timedelta(minutes=1)  # how often "seen" is written; between, memory knows
MOST_SEEN = 10_000
AHEAD = timedelta(minutes=5)  # a clock that is put right by more ends what it began too late

# What an unknown name is checked against, so that it takes as long as a known one. Of 32 random
# bytes that nobody kept; made anew at each start it cost a third of a second.
NOBODY = "$2b$12$naFZaSi7Re25TEdVjKqsN.0y9p9WqIRkU9PbmBSvKAaFrFQb5084y"


@dataclass
class _Tickets:
    """What browsers have yet to fetch: known to the process that the visitor's page is drawn by.

    The cookie's value is in no database, so their browser comes back to that process for it.
    """

    waiting: dict[str, tuple["Cookies", float]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class _Seen:
    """When each sign-in was here last, to the second: the row knows it to the minute.

    Another process of the school knows the row alone, so it may end one a minute early.
    """

    at: dict[str, datetime] = field(default_factory=dict)

    def note(self, hashed: str, now: datetime) -> None:
        if len(self.at) >= MOST_SEEN:
            self.at.clear()
        self.at[hashed] = now

    def later(self, hashed: str, written: datetime) -> datetime:
        return max(written, self.at.get(hashed, written))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def normal(name: str) -> str:
    """A sign-in name as it is stored and compared, however a keyboard put its letters together."""
    return unicodedata.normalize("NFC", name.strip().lower())


def password_hash(store: Store, name: str) -> tuple[UUID | None, str]:
    """(person, bcrypt hash) for a name; (None, a hash nothing matches) if it is unknown."""
    p = person_table
    row = store.row(
        sa.select(p.c.person_id, p.c.password_hash).where(
            store.mine(p), p.c.sign_in_name == normal(name), p.c.active
        )
    )
    return (row.person_id, row.password_hash) if row else (None, NOBODY)


def _guessed(store: Store, name: str, device: devices.Device | None) -> delays.Guessed:
    """What a try at this name is counted by: a browser of its owner's counts for itself."""
    person_id, _ = password_hash(store, name)
    if person_id is None:
        return delays.nobody(normal(name))
    if device is not None and device.person_id == person_id:
        return delays.browser(device.device_hash)
    return delays.account(normal(name))


def open_again(store: Store, name: str, device: devices.Device | None = None) -> datetime | None:
    """When this name may try again in this browser, or None if it may now."""
    return delays.open_again(store, _guessed(store, name, device))


def begin_try(store: Store, name: str, device: devices.Device | None = None) -> bool:
    """Count a try before its password is weighed; False if it must wait first.

    Signing in forgets the count.
    """
    return delays.begin(store, _guessed(store, name, device))


def failed(
    store: Store, name: str, counted: bool = False, device: devices.Device | None = None
) -> None:
    """Count a failed try; from the fourth on each doubles the wait, up to 15 minutes.

    At a name without an account nothing is written.
    """
    guessed = _guessed(store, name, device)
    if not counted:
        delays.failed(store, guessed)
    if guessed.exists:
        store.write(lambda tx: tx.record(Act.SIGN_IN_FAILED, None))


@dataclass(frozen=True)
class Cookies:
    """What a browser fetches with its ticket; `device` if its owner called it their own."""

    session: str
    device: str = ""


def begin(
    store: Store,
    person_id: UUID,
    name: str,
    device: devices.Device | None = None,
    own_device: bool = False,
) -> tuple[str, str]:
    """A new session for someone whose password was right: (cookie value, one-time ticket).

    `device` is the browser if it is known as theirs; `own_device` that they call it so now.
    """
    sid, ticket = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    guessed = _guessed(store, name, device)

    def work(tx: Tx) -> str:
        delays.forget(tx, guessed)
        tx.insert(
            session,
            {
                "sid_hash": _hash(sid),
                "person_id": person_id,
                "started_at": tx.now,
                "seen_at": tx.now,
            },
        )
        tx.record(Act.SIGN_IN_DONE, person_id)
        return devices.remember(tx, person_id) if own_device else ""

    cookies = Cookies(sid, store.write(work))
    now = time.monotonic()
    tickets = store.memory(_Tickets)
    with tickets.lock:
        for old in [t for t, (_, until) in tickets.waiting.items() if until < now]:
            del tickets.waiting[old]
        tickets.waiting[_hash(ticket)] = (cookies, now + TICKET_LIFE)
    return sid, ticket


def waits(store: Store, ticket: str) -> bool:
    """Whether the browser has yet to fetch its cookie with this ticket."""
    found = store.memory(_Tickets).waiting.get(_hash(ticket))
    return found is not None and found[1] >= time.monotonic()


def redeem(store: Store, ticket: str) -> Cookies | None:
    """The cookies for a ticket, once."""
    tickets = store.memory(_Tickets)
    with tickets.lock:
        found = tickets.waiting.pop(_hash(ticket), None)
    return found[0] if found and found[1] > time.monotonic() else None


def who(store: Store, sid: str | None, acts: bool = True) -> Person | None:
    """Who this session is, or None if it has ended; `acts` is false for a timer's run."""
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
    if not _lasts(store, hashed, row.started_at, row.seen_at):
        end(store, sid, Act.SIGN_OUT_IDLE)
        return None
    person = directory.load(store, row.person_id)
    if person is None:
        return None
    if acts:
        now = store.now()
        store.memory(_Seen).note(hashed, now)
        if now - row.seen_at > SEEN_EVERY:
            store.write(lambda tx: tx.update(session, session.c.sid_hash == hashed, seen_at=now))
    return replace(person, session=hashed, knows_privacy=privacy.knows(store, person))


def remaining(store: Store, sid: str) -> timedelta | None:
    """How long until this session ends if nothing is done; None if it has ended."""
    hashed = _hash(sid)
    row = store.row(
        sa.select(session.c.seen_at, session.c.started_at).where(
            store.mine(session), session.c.sid_hash == hashed, session.c.ended_at.is_(None)
        )
    )
    if row is None:
        return None
    seen = store.memory(_Seen).later(hashed, row.seen_at)
    left: timedelta = min(seen + IDLE, row.started_at + LIFE) - store.now()
    return left


def _lasts(store: Store, hashed: str, started: datetime, seen: datetime) -> bool:
    """Whether a sign-in is neither idle nor a day old, nor from a clock that was ahead."""
    seen, now = store.memory(_Seen).later(hashed, seen), store.now()
    return now - seen <= IDLE and -AHEAD <= now - started <= LIFE


def must_stand(store: Store, person: Person) -> None:
    """Raise Refused if their sign-in has ended, or their rights are no longer those they came with.

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
    if (
        row is None
        or not _lasts(store, person.session, row.started_at, row.seen_at)
        or directory.load(store, person.person_id) != person
    ):
        raise Refused


def end(store: Store, sid: str, action: Act = Act.SIGN_OUT_DONE) -> None:
    """End one session."""
    _end(store, session.c.sid_hash == _hash(sid), action)


def end_all(store: Store, person_id: UUID, but: str | None = None) -> None:
    """End every session of a person, except one (its hash)."""
    _end(
        store,
        sa.and_(session.c.person_id == person_id, session.c.sid_hash != (but or "")),
        Act.SIGN_OUT_EVERYWHERE,
    )


def _end(store: Store, which: sa.ColumnElement[bool], action: Act) -> None:
    def work(tx: Tx) -> None:
        open_ones = sa.and_(which, session.c.ended_at.is_(None))
        ids = set(
            tx.connection.scalars(sa.select(session.c.person_id).where(tx.mine(session), open_ones))
        )
        tx.update(session, open_ones, ended_at=tx.now)
        for person_id in ids:
            tx.record(action, person_id)

    store.write(work)


def open_sessions(store: Store, person_id: UUID) -> list[sa.Row[str, datetime, datetime]]:
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
    _end(store, own, Act.SIGN_OUT_ELSEWHERE)
