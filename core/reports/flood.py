"""How much is taken from reporters in a while: for the whole school and for one open page.

Counted in memory and of nobody in particular: no address is looked at, so nobody is shut out
because others share the network, and nothing is written, so nothing tells who was here when.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from core.errors import Invalid
from core.store.engine import Store

# Every student of the largest upper secondary school at once, and half as many again; then as many
# a minute as a class of 300 and 1,000 others send, with some to spare. One who floods the inbox
# gets no further than its readers can close, and all others wait a minute at most.
SCHOOL_ROOM, SCHOOL_A_MINUTE = 3_000, 1_500
# A tablet that is handed round in a class sends one at a time.
PAGE_ROOM, PAGE_A_MINUTE = 10, 10


@dataclass(kw_only=True)
class Bucket:
    """Room for so many, filled again at an even pace."""

    most: float
    a_minute: float
    clock: Callable[[], float] = time.monotonic
    _left: float = field(init=False)
    _seen: float = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        self._left, self._seen = self.most, self.clock()

    def take(self) -> bool:
        """Take one; False if there is no room now."""
        with self._lock:
            now = self.clock()
            filled = self._left + (now - self._seen) * self.a_minute / 60
            self._left, self._seen = min(self.most, filled), now
            if self._left < 1:
                return False
            self._left -= 1
            return True


@dataclass
class _OfSchool:
    """The school's buckets, by what they count: few."""

    buckets: dict[str, Bucket] = field(default_factory=dict)


def of_school(store: Store, what: str) -> Bucket:
    """The school's own, in this process: on PostgreSQL each portal of several has one."""
    buckets = store.memory(_OfSchool).buckets
    return buckets.get(what) or buckets.setdefault(
        what, Bucket(most=SCHOOL_ROOM, a_minute=SCHOOL_A_MINUTE)
    )


def of_page() -> Bucket:
    """One open page's own, kept in its tab's memory."""
    return Bucket(most=PAGE_ROOM, a_minute=PAGE_A_MINUTE)


def take(bucket: Bucket, key: str) -> None:
    """Take one; raises Invalid with this word if there is no room."""
    if not bucket.take():
        raise Invalid(key)
