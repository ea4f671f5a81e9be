"""What leaves the disk each night: withdrawn words, the tokens of form pages, the day's order.

Deleting a row leaves its bytes in the file. The log sets what an anonymous reporter wrote between
two events of staff, who have a clock.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, date, time

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from core.errors import PortalError
from core.store import backup
from core.store.engine import NORWAY, Store, Tx
from core.store.schema.reports import message
from core.store.schema.school import setting

# Late, so that the file's own date tells no more of a withdrawal than its day, and before the next.
EVENING = time(23, 30)
LOOK_EVERY = 60.0  # seconds
DUE = "compaction_due"

log = logging.getLogger(__name__)


def note_due(tx: Tx) -> None:
    """Something was deleted today; no staff event, since that would give a reporter a clock."""
    values = {"value": tx.today.isoformat(), "version": setting.c.version + sa.literal(1)}
    statement = insert(setting).values(
        school_id=tx.school_id, name=DUE, value=tx.today.isoformat(), version=1
    )
    tx.execute(statement.on_conflict_do_update(index_elements=["school_id", "name"], set_=values))


def note_done(tx: Tx, version: int | None = None) -> None:
    """Nothing that was deleted is on the disk any more; `version` is the note that was met."""
    met = [] if version is None else [setting.c.version == version]
    tx.update(setting, setting.c.name == DUE, *met, value="")


def _due(store: Store) -> tuple[date, int] | None:
    row = store.row(
        sa.select(setting.c.value, setting.c.version).where(
            store.mine(setting), setting.c.name == DUE
        )
    )
    return (date.fromisoformat(row.value), row.version) if row and row.value else None


def is_due(store: Store) -> bool:
    """Whether something was deleted today and it is late, or was left from a day before."""
    due = _due(store)
    if due is None:
        return False
    now = store.clock().replace(tzinfo=UTC).astimezone(NORWAY)
    return due[0] < now.date() or now.time() >= EVENING


def compact_if_due(store: Store) -> bool:
    """Compact where it is due, and note that it is done; whether it was."""
    due = _due(store)
    if due is None or not is_due(store) or not backup.compact(store):
        return False
    # What was deleted after the copy has raised the version, and stays due.
    store.write(lambda tx: note_done(tx, due[1]))
    return True


def close_day(store: Store, last: date | None) -> date | None:
    """Once late each day: forget the tokens of messages, empty the log into the file.

    `last` is the day on which it was done; so is what comes back.
    """
    now = store.clock().replace(tzinfo=UTC).astimezone(NORWAY)
    if last == now.date() or now.time() < EVENING:
        return last
    # A token tells a double click from a second message; the page that has it is closed by now.
    store.write(lambda tx: tx.update(message, message.c.token != "", token=""))
    backup.checkpoint(store)
    return now.date()


def catch_up(store: Store) -> None:
    """What was left from a night when the portal was stopped: done before anybody waits for it.

    A compaction holds all pages back for a second, in a school of a million reports for twenty.
    """
    _tried(lambda: compact_if_due(store))


async def keep(store: Store) -> None:
    """Look every minute, until cancelled; a fault is logged and tried again."""
    closed: date | None = None

    def look() -> None:
        nonlocal closed
        compact_if_due(store)
        closed = close_day(store, closed)

    while True:
        await asyncio.sleep(LOOK_EVERY)
        await asyncio.to_thread(_tried, look)


def _tried(work: Callable[[], object]) -> None:
    try:
        work()
    except PortalError as error:
        log.error("compaction: %s", error.key)
