"""Moments and days: what is written down is a moment in UTC, what people read is a day in Norway.

Only this module makes the one of the other. Between midnight and two the two calendars differ.
"""

from datetime import UTC, date, datetime, time

import sqlalchemy as sa

from core.words import NORWAY

__all__ = [
    "NORWAY",
    "machine_now",
    "machine_today",
    "norwegian_date",
    "norwegian_day",
    "on_the_wall",
]


def machine_now() -> datetime:
    """The moment by the machine's own clock, naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)


def machine_today() -> date:
    """The day in Norway by the machine's own clock: for what is done before a school is open."""
    return norwegian_date(machine_now())


def norwegian_date(moment: datetime) -> date:
    """The date in Norway at a naive UTC moment."""
    return on_the_wall(moment)[0]


def on_the_wall(moment: datetime) -> tuple[date, time]:
    """The date and the clock on the wall in Norway at a naive UTC moment."""
    here = moment.replace(tzinfo=UTC).astimezone(NORWAY)
    return here.date(), here.time()


def norwegian_day(moment: sa.ColumnElement[datetime]) -> sa.ColumnElement[date]:
    """The same in SQL, of a column of naive UTC moments."""
    at_utc = sa.func.timezone(sa.literal_column("'UTC'", sa.String), moment)
    here = sa.func.timezone(sa.literal_column(f"'{NORWAY.key}'", sa.String), at_utc)
    return sa.cast(here, sa.Date)
