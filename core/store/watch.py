"""What the portal does by itself, again and again: a watch that never dies in silence.

A fault of the job is logged loudly by its kind (its text may hold content) and the watch goes on.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

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


_watches: dict[str, Watch] = {}


def _now() -> datetime:
    return machine_now().replace(microsecond=0)


def all_of_them() -> list[Watch]:
    """Every watch of this process, by name."""
    return [_watches[name] for name in sorted(_watches)]


def ill() -> list[str]:
    """The watches that have done nothing well for too long."""
    return [own.name for own in all_of_them() if own.ill(_now())]


def look(name: str, job: Callable[[], object]) -> None:
    """Do the job once; whatever goes wrong in it is logged and noted."""
    own = _watches.setdefault(name, Watch(name, _now()))
    try:
        job()
    except Exception as error:  # noqa: BLE001 - the watch must outlive whatever happens in it
        own.fault = str(getattr(error, "key", type(error).__name__))
        log.error("%s: %s", name, own.fault)
    else:
        own.good, own.fault = _now(), ""


async def keep(name: str, job: Callable[[], object], every: float = EVERY) -> None:
    """Do the job again and again, in a thread of its own, until cancelled."""
    _watches.setdefault(name, Watch(name, _now()))
    while True:
        await asyncio.sleep(every)
        await asyncio.to_thread(look, name, job)


@contextlib.asynccontextmanager
async def running(name: str, job: Callable[[], object]) -> AsyncIterator[None]:
    """In this block the job is done again and again."""
    task = asyncio.create_task(keep(name, job))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
