"""What leaves the disk each night: withdrawn words, drafts, tokens of form pages, the day's order.

Deleting a row leaves its bytes in the file. The order in which rows were written, in the log and
in the file, sets what an anonymous reporter did between two acts of staff, who have a clock.
"""

from datetime import date, time, timedelta

from core.store import backup, closed_day, day_seals, file_times, torn_log, watch
from core.store.engine import Store, Tx
from core.store.moments import on_the_wall
from core.store.schema.drafts import DAYS, draft
from core.store.schema.people import form_token
from core.store.schema.reports import message

# Late, so that the file's own date tells no more of a withdrawal than its day, and before the next.
EVENING = time(23, 30)
LOOK_EVERY = 60.0  # seconds
DAY = timedelta(days=1)

WATCH = "compaction"


def day_to_close(store: Store) -> date | None:
    """Today if it is late, else a night that the portal missed; None if all is done."""
    today, clock = on_the_wall(store.clock())
    last = today if clock >= EVENING else today - DAY
    known = store.row(closed_day.known(store))
    # A day that a clock ahead of its time closed has not been: it closes nothing before it comes.
    done = known is not None and last <= date.fromisoformat(known.value) <= today
    return None if done else last


def close_day(store: Store) -> bool:
    """Do what the night is for, if it is due; whether it was done."""
    day = day_to_close(store)
    if day is None:
        return False

    def begin(tx: Tx) -> int:
        # A token tells a double click from a second message; the page that has it is closed by now.
        tx.update(message, message.c.token != "", message.c.day <= day, token="")
        tx.delete(form_token, form_token.c.day < day)
        tx.delete(draft, draft.c.day <= day - DAYS * DAY)
        return closed_day.note(tx, day - DAY)

    torn_log.sweep(store.folder, store.today())
    day_seals.seal_days(store)
    number = store.write(begin)
    # PostgreSQL keeps its own house.
    if store.engine.dialect.name == "duckdb" and not backup.compact(store):
        return False

    def end(tx: Tx) -> None:
        known = tx.execute(closed_day.known(tx)).one()
        if known.version == number:  # else something was deleted after the copy was made
            closed_day.note(tx, day)

    store.write(end)
    return True


def look(store: Store) -> None:
    """Close the day if it is due; a fault is logged, and tried again at the next look."""
    watch.look(store, WATCH, lambda: _night(store))


def _night(store: Store) -> None:
    try:
        store.settle()
        close_day(store)
    finally:
        file_times.beat(store)


async def keep(store: Store) -> None:
    """Look every minute, until cancelled; the times of the files are those of the looks.

    Pages wait while the file is copied: a second for a school, twenty for a million reports.
    """
    await watch.keep(store, WATCH, lambda: _night(store), LOOK_EVERY)
