"""What the portal does by itself, again and again: a watch that never dies in silence.

A fault of the job is logged loudly by its kind (its text may hold content) and the watch goes on.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.store.engine import Store
from core.store.moments import machine_now

EVERY = 60.0  # seconds
SILENT = timedelta(minutes=30)  # a compaction of a million reports is long over

log = logging.getLogger(__name__)


@dataclass
class Watch:
    """How one of them goes in this process: when it began, and when it last did its job well."""

    name: str
    since: datetime
    good: datetime | None = None
    fault: str = ""  # the kind of the last one, none after a good look

    def ill(self, now: datetime) -> bool:
        """Whether it has done nothing well for too long."""
        return now - (self.good or self.since) > SILENT


@dataclass
class _Watches:
    """Those of this process: each process of a school has its own, and says how they go there."""

    by_name: dict[str, Watch] = field(default_factory=dict)


def _now() -> datetime:
    return machine_now().replace(microsecond=0)


def all_of_them(store: Store) -> list[Watch]:
    """Every watch of this process, by name."""
    found = store.memory(_Watches).by_name
    return [found[name] for name in sorted(found)]


def ill(store: Store) -> list[str]:
    """The watches that have done nothing well for too long."""
    return [own.name for own in all_of_them(store) if own.ill(_now())]


def _own(store: Store, name: str) -> Watch:
    return store.memory(_Watches).by_name.setdefault(name, Watch(name, _now()))


def look(store: Store, name: str, job: Callable[[], object]) -> None:
    """Do the job once; whatever goes wrong in it is logged and noted."""
    own = _own(store, name)
    try:
        store.begin_run()
        job()
    except Exception as error:  # noqa: BLE001 - the watch must outlive whatever happens in it
        own.fault = str(getattr(error, "key", type(error).__name__))
        log.error("%s: %s", name, own.fault)
    else:
        own.good, own.fault = _now(), ""


async def keep(store: Store, name: str, job: Callable[[], object], every: float = EVERY) -> None:
    """Do the job again and again, in a thread of its own, until cancelled."""
    _own(store, name)
    while True:
        await asyncio.sleep(every)
        await asyncio.to_thread(look, store, name, job)


@contextlib.asynccontextmanager
async def running(store: Store, name: str, job: Callable[[], object]) -> AsyncIterator[None]:
    """In this block the job is done again and again."""
    task = asyncio.create_task(keep(store, name, job))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
