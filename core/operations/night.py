"""What leaves the disk each night: withdrawn words, drafts, tokens of form pages, the day's order.

Deleting a row leaves its bytes in the file. The order in which rows were written, in the log and
in the file, sets what an anonymous reporter did between two acts of staff, who have a clock.
"""

from datetime import UTC, date, time, timedelta

import sqlalchemy as sa

from core.store import backup, torn_log, watch
from core.store.engine import NORWAY, Store, Tx
from core.store.schema.drafts import DAYS, draft
from core.store.schema.people import form_token
from core.store.schema.reports import message
from core.store.schema.school import setting

# Late, so that the file's own date tells no more of a withdrawal than its day, and before the next.
EVENING = time(23, 30)
LOOK_EVERY = 60.0  # seconds
CLOSED = "closed_day"  # the setting that holds the last day that was closed
DAY = timedelta(days=1)

WATCH = "compaction"


def note_closed(tx: Tx, day: date) -> int:
    """This day is the last that is closed; the number of the note.

    No staff event: a withdrawal opens a day again, and the reporter would get a clock.
    """
    known = tx.execute(_note(tx)).first()
    number = known.version + 1 if known else 1
    if known:
        tx.update(setting, setting.c.name == CLOSED, value=day.isoformat(), version=number)
    else:
        tx.insert(setting, {"name": CLOSED, "value": day.isoformat(), "version": number})
    return number


def note_deleted(tx: Tx) -> None:
    """Something was deleted today: a day that was closed already, late, is closed once more."""
    known = tx.execute(_note(tx)).first()
    if known:
        note_closed(tx, min(date.fromisoformat(known.value), tx.today - DAY))


def _note(own: Store | Tx) -> sa.Select[tuple[str, int]]:
    return sa.select(setting.c.value, setting.c.version).where(
        own.mine(setting), setting.c.name == CLOSED
    )


def day_to_close(store: Store) -> date | None:
    """Today where it is late, else a night that the portal missed; None where all is done."""
    now = store.clock().replace(tzinfo=UTC).astimezone(NORWAY)
    last = now.date() if now.time() >= EVENING else now.date() - DAY
    known = store.row(_note(store))
    # A day that a clock ahead of its time closed has not been: it closes nothing before it comes.
    done = known is not None and last <= date.fromisoformat(known.value) <= now.date()
    return None if done else last


def close_day(store: Store) -> bool:
    """Do what the night is for, where it is due; whether it was done."""
    day = day_to_close(store)
    if day is None:
        return False

    def begin(tx: Tx) -> int:
        # A token tells a double click from a second message; the page that has it is closed by now.
        tx.update(message, message.c.token != "", message.c.day <= day, token="")
        tx.delete(form_token, form_token.c.day < day)
        tx.delete(draft, draft.c.day <= day - DAYS * DAY)
        return note_closed(tx, day - DAY)

    torn_log.sweep(store.folder, store.today())
    number = store.write(begin)
    # PostgreSQL keeps its own house.
    if store.engine.dialect.name == "duckdb" and not backup.compact(store):
        return False

    def end(tx: Tx) -> None:
        known = tx.execute(_note(tx)).one()
        if known.version == number:  # else something was deleted after the copy was made
            note_closed(tx, day)

    store.write(end)
    return True


def look(store: Store) -> None:
    """Close the day where it is due; a fault is logged, and tried again at the next look."""
    watch.look(WATCH, lambda: _night(store))


def _night(store: Store) -> None:
    store.settle()
    close_day(store)


async def keep(store: Store) -> None:
    """Look every minute, until cancelled.

    Pages wait while the file is copied: a second for a school, twenty for a million reports.
    """
    await watch.keep(WATCH, lambda: _night(store), LOOK_EVERY)
