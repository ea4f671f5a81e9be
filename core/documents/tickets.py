"""Files that somebody takes along: made when their own browser fetches them, for nobody else.

A page hands out a ticket; the file is made by the person who comes with it in the same sign-in, so
that `may` is asked again and the event of the copy says who has it. Nothing lies ready for others.
A ticket is known to the process that drew the page, and to no other: what makes the file is code
that waits, not something a database can keep. In front of several processes the proxy sends a
browser to the same one each time, as Streamlit itself asks; another answers that it is not there.
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

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


@dataclass
class _Tickets:
    """What this process has offered."""

    offered: dict[str, _Offered] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def offer(store: Store, person: Person, file: File) -> str:
    """A ticket for this file, good for one fetch by the sign-in that this person is here with."""
    ticket, now, here = secrets.token_urlsafe(32), time.monotonic(), store.memory(_Tickets)
    with here.lock:
        for old in [t for t, o in here.offered.items() if o.until <= now]:
            del here.offered[old]
        own = [t for t, o in here.offered.items() if o.session == person.session]
        for old in own[: max(0, len(own) - MOST + 1)]:
            del here.offered[old]
        here.offered[ticket] = _Offered(file, person.session, now + LIFE)
    return ticket


def take(store: Store, sid: str | None, ticket: str) -> tuple[File, bytes] | None:
    """The file for a ticket, once; None if the ticket, the sign-in or the right is not there.

    A ticket that comes with another sign-in is not spent by it. Fetching is no act.
    """
    store.begin_run()
    person, here = sessions.who(store, sid, acts=False), store.memory(_Tickets)
    if person is None:
        return None
    with here.lock:
        found = here.offered.get(ticket)
        if found is None or found.session != person.session or found.until <= time.monotonic():
            return None
        del here.offered[ticket]
    try:
        return found.file, found.file.make(person)
    except PortalError:
        return None
