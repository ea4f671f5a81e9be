"""The last day that was closed for the night: what was deleted on it is in no byte any more."""

from datetime import date, timedelta

import sqlalchemy as sa

from core.store.engine import Store, Tx
from core.store.schema.school import setting

NAME = "closed_day"  # the setting that holds it
DAY = timedelta(days=1)


def known(own: Store | Tx) -> sa.Select[str, int]:
    """The day that is noted, as ISO, and the number of the note."""
    return sa.select(setting.c.value, setting.c.version).where(
        own.mine(setting), setting.c.name == NAME
    )


def note(tx: Tx, day: date) -> int:
    """This day is the last that is closed; the number of the note.

    No staff event: a withdrawal opens a day again, and the reporter would get a clock.
    """
    noted = tx.execute(known(tx)).first()
    number = noted.version + 1 if noted else 1
    if noted:
        tx.update(setting, setting.c.name == NAME, value=day.isoformat(), version=number)
    else:
        tx.insert(setting, {"name": NAME, "value": day.isoformat(), "version": number})
    return number


def reopen(tx: Tx) -> None:
    """Something was deleted today: a day that was closed already, late, is closed once more."""
    noted = tx.execute(known(tx)).first()
    if noted:
        note(tx, min(date.fromisoformat(noted.value), tx.today - DAY))
