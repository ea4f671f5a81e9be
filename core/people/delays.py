"""How long somebody who guesses passwords waits: each guess after the third doubles it.

Counted by what is guessed at. What exists (an account, a browser of its owner's, a known password)
has a row; a name without an account is counted alike in memory of a fixed size: nothing is written,
and nobody learns from a wait which names exist.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from core.store.engine import Store, Tx
from core.store.schema.people import sign_in_delay

FREE_TRIES = 3  # a mistyped password costs nothing
LONGEST_DELAY = timedelta(minutes=15)
# A hundred tries a day are left to whoever goes on; after a day without one they are forgotten.
FORGOTTEN = timedelta(days=1)
PLACES = 8192  # for names without an account, twice: about a megabyte when all are in use


@dataclass(frozen=True)
class Guessed:
    """What somebody guesses at; only what exists has a row."""

    what: str
    exists: bool = True


def account(name: str) -> Guessed:
    """The account with this sign-in name, from a browser that nobody knows."""
    return Guessed(f"account {name}")


def nobody(name: str) -> Guessed:
    """A sign-in name that no account has."""
    return Guessed(f"account {name}", exists=False)


def browser(device_hash: str) -> Guessed:
    """An account, from a browser that its owner has called their own."""
    return Guessed(f"browser {device_hash}")


def own_password(person_id: object) -> Guessed:
    """The password that somebody who is signed in must know before they change it."""
    return Guessed(f"own password {person_id}")


@dataclass(frozen=True)
class FailedGuesses:
    """How many guesses failed, and when the next is weighed."""

    failures: int
    open_at: datetime

    def holds(self, now: datetime) -> bool:
        """Whether it still counts: neither long ago, nor from a clock that was ahead of today's."""
        failed_at = self.open_at - delay(self.failures)
        return failed_at <= now < failed_at + FORGOTTEN


def delay(failures: int) -> timedelta:
    """The wait after so many failures in a row."""
    extra = max(0, failures - FREE_TRIES)
    return min(LONGEST_DELAY, timedelta(seconds=2 ** min(extra, 10)) if extra else timedelta())


def after(count: FailedGuesses | None, now: datetime) -> FailedGuesses:
    """What stands after one more failure."""
    failures = (count.failures if count and count.holds(now) else 0) + 1
    return FailedGuesses(failures, now + delay(failures))


def waits(count: FailedGuesses | None, now: datetime) -> bool:
    """Whether the next guess is not weighed yet."""
    return count is not None and count.holds(now) and count.open_at > now


@dataclass
class _Nameless:
    """Counts of names without an account, in a fixed number of places.

    Each name has two places and waits by the one that says less: two names would have to share
    both before one waits for the other. Made-up names make it no larger and forget nothing.
    """

    places: dict[tuple[int, int], FailedGuesses] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def _mine(self, digest: bytes) -> list[tuple[int, int]]:
        return [(n, int.from_bytes(digest[2 * n : 2 * n + 2]) % PLACES) for n in range(2)]

    def count(self, digest: bytes, now: datetime) -> FailedGuesses | None:
        found = [self.places.get(place) for place in self._mine(digest)]
        holding = [c for c in found if c is not None and c.holds(now)]
        return min(holding, key=lambda c: c.failures) if len(holding) == len(found) else None

    def add(self, digest: bytes, now: datetime) -> None:
        new = after(self.count(digest, now), now)
        for place in self._mine(digest):
            old = self.places.get(place)
            if old is None or not old.holds(now) or old.failures <= new.failures:
                self.places[place] = new


def _digest(own: Store | Tx, guessed: Guessed) -> bytes:
    return own.box.digest("sign-in delay", guessed.what)


def open_again(store: Store, guessed: Guessed) -> datetime | None:
    """When this may be guessed at again, or None if it may now."""
    now = store.now()
    if guessed.exists:
        row = store.row(_row(store, guessed))
        count = FailedGuesses(row.failures, row.open_at) if row else None
    else:
        count = store.memory(_Nameless).count(_digest(store, guessed), now)
    return count.open_at if count and waits(count, now) else None


def begin(store: Store, guessed: Guessed) -> bool:
    """Count a guess before it is weighed; False if it must wait first.

    Weighing takes a quarter of a second: a hundred guesses at once would else all be free.
    """
    return _count(store, guessed, only_open=True)


def failed(store: Store, guessed: Guessed) -> None:
    """Count a guess that failed."""
    _count(store, guessed, only_open=False)


def _count(store: Store, guessed: Guessed, only_open: bool) -> bool:
    if not guessed.exists:
        found, digest, now = store.memory(_Nameless), _digest(store, guessed), store.now()
        with found.lock:
            if only_open and waits(found.count(digest, now), now):
                return False
            found.add(digest, now)
        return True

    def work(tx: Tx) -> bool:
        row = tx.execute(_row(tx, guessed)).first()
        count = FailedGuesses(row.failures, row.open_at) if row else None
        if only_open and waits(count, tx.now):
            return False
        new = after(count, tx.now)
        values = {"failures": new.failures, "open_at": new.open_at}
        hashed = _digest(tx, guessed).hex()
        put = insert(sign_in_delay).values(school_id=tx.school_id, name_hash=hashed, **values)
        tx.execute(
            put.on_conflict_do_update(index_elements=["school_id", "name_hash"], set_=values)
        )
        return True

    return store.write(work)


def _row(own: Store | Tx, guessed: Guessed) -> sa.Select[int, datetime]:
    d = sign_in_delay
    return sa.select(d.c.failures, d.c.open_at).where(
        own.mine(d), d.c.name_hash == _digest(own, guessed).hex()
    )


def forget(tx: Tx, *guessed: Guessed) -> None:
    """What was counted against these is gone."""
    hashes = [_digest(tx, g).hex() for g in guessed]
    tx.delete(sign_in_delay, sign_in_delay.c.name_hash.in_(hashes))
