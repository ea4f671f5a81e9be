"""Files that somebody takes along: made when her own browser fetches them, for her and nobody else.

A page hands out a ticket; the file is made by the person who comes with it in the same sign-in, so
that `may` is asked again and the event of the copy says who has it. Nothing lies ready for others.
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from core.access import Person
from core.errors import PortalError
from core.people import sessions
from core.store.engine import Store

LIFE = 600.0  # seconds from the click until nobody can fetch it any more
MOST = 20  # of one sign-in that are not fetched; the oldest goes


@dataclass(frozen=True)
class File:
    """A file to be: its name, its media type, and what makes it for the person who fetches it."""

    name: str
    kind: str
    make: Callable[[Person], bytes]


@dataclass(frozen=True)
class _Offered:
    file: File
    session: str
    until: float


_lock = threading.Lock()
_offered: dict[str, _Offered] = {}


def offer(person: Person, file: File) -> str:
    """A ticket for this file, good for one fetch by the sign-in that this person is here with."""
    ticket, now = secrets.token_urlsafe(32), time.monotonic()
    with _lock:
        for old in [t for t, o in _offered.items() if o.until <= now]:
            del _offered[old]
        own = [t for t, o in _offered.items() if o.session == person.session]
        for old in own[: max(0, len(own) - MOST + 1)]:
            del _offered[old]
        _offered[ticket] = _Offered(file, person.session, now + LIFE)
    return ticket


def take(store: Store, sid: str | None, ticket: str) -> tuple[File, bytes] | None:
    """The file for a ticket, once; None where the ticket, the sign-in or the right is not there.

    A ticket that comes with another sign-in is not spent by it. Fetching is no act.
    """
    person = sessions.who(store, sid, acts=False)
    if person is None:
        return None
    with _lock:
        found = _offered.get(ticket)
        if found is None or found.session != person.session or found.until <= time.monotonic():
            return None
        del _offered[ticket]
    try:
        return found.file, found.file.make(person)
    except PortalError:
        return None
