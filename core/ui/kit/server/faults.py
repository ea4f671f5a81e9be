"""What went wrong for visitors: counted in memory, told as one line a day.

A line in a log has a clock. One that a visitor of a public page caused would say when somebody was
there, to the millisecond, and may say what about; so none is written. The line of the day says how
often which kind of fault came, and where in the code: no time, no session, no word of anybody's.
What staff meet, and what the portal does by itself, is logged as ever.
"""

import contextlib
import logging
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from core import words
from core.store import watch
from core.store.engine import Store
from core.store.folders import HOME
from core.store.moments import machine_today
from core.words import said

LOOK_EVERY = 60.0  # seconds
MOST_KINDS = 100  # kinds come from places in code; no visitor can make more of them
OWN = "core"  # the loggers of what the portal does by itself
# No fault: a browser came back before its old line was known to be lost.
RETURNED = "Session with id %s is already connected! Reconnecting to existing session."

log = logging.getLogger(__name__)


class Faults:
    """How often each kind of fault came to a visitor since the last line."""

    def __init__(self, today: date) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._day = today

    def count(self, kind: str) -> None:
        """One more of this kind."""
        with self._lock:
            if kind in self._counts or len(self._counts) < MOST_KINDS:
                self._counts[kind] += 1

    def look(self, today: date) -> None:
        """When a new day has begun, write the line of the one before, if there is any."""
        with self._lock:
            if today == self._day:
                return
            day, counts = self._day, self._counts
            self._day, self._counts = today, Counter()
        if counts:
            kinds = ", ".join(f"{n} × {kind}" for kind, n in counts.most_common())
            log.warning(said("server.faults", day=words.day(day, "nb"), kinds=kinds))


def place(error: BaseException | None, frames: TracebackType | None = None) -> str:
    """The kind of an error and where in the code it arose: nothing of what it says."""
    if error is None:
        return "?"
    walked = list(traceback.walk_tb(frames or error.__traceback__))
    found = [(frame.f_code.co_filename, line) for frame, line in walked]
    own = [(f, line) for f, line in found if Path(f).is_relative_to(HOME) and ".venv" not in f]
    kind = type(error).__name__
    if own:
        file, line = own[-1]
        return f"{kind} ({Path(file).relative_to(HOME)}:{line})"
    return f"{kind} ({Path(found[-1][0]).name}:{found[-1][1]})" if found else kind


class _Counting(logging.Filter):
    """Counts what a visitor caused and keeps it out of every log."""

    def __init__(self, faults: Faults, staffs: Callable[[], bool | None]) -> None:
        super().__init__()
        self._faults, self._staffs = faults, staffs

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written."""
        staffs = self._staffs()
        own = record.name == OWN or record.name.startswith(OWN + ".")
        if staffs or (staffs is None and own):
            return True
        if record.levelno >= logging.WARNING and record.msg != RETURNED:
            error = record.exc_info[1] if record.exc_info else None
            where = f"{record.name}:{record.lineno}"
            self._faults.count(place(error) if error else where)
        return False


@contextlib.contextmanager
def counted(faults: Faults, staffs: Callable[[], bool | None]) -> Iterator[None]:
    """While this lasts no visitor causes a line in any log.

    `staffs` says of the thread it is asked in: true for a run of a page of somebody signed in,
    false for a visitor's, None for no run at all. The server's own threads serve everybody, so
    what they have to say of a request is counted too.
    """
    counting = _Counting(faults, staffs)

    class Logger(logging.Logger):
        def __init__(self, name: str, level: int = logging.NOTSET) -> None:
            super().__init__(name, level)
            self.addFilter(counting)

    for found in _loggers():
        found.addFilter(counting)
    before = logging.getLoggerClass(), sys.unraisablehook, threading.excepthook
    logging.setLoggerClass(Logger)
    logging.captureWarnings(capture=True)

    def unraisable(told: Any) -> None:
        faults.count(place(told.exc_value, told.exc_traceback))

    def in_thread(told: threading.ExceptHookArgs) -> None:
        faults.count(place(told.exc_value, told.exc_traceback))

    sys.unraisablehook, threading.excepthook = unraisable, in_thread
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        logging.setLoggerClass(before[0])
        sys.unraisablehook, threading.excepthook = before[1:]
        for found in _loggers():
            found.removeFilter(counting)


def _loggers() -> list[logging.Logger]:
    named = logging.root.manager.loggerDict.values()
    return [logging.root, *(found for found in named if isinstance(found, logging.Logger))]


async def keep(store: Store, faults: Faults) -> None:
    """Look every minute whether a day has ended, until cancelled."""
    await watch.keep(store, "faults", lambda: faults.look(machine_today()), LOOK_EVERY)
