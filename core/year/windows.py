"""The school's own dates: a window of the plan moved for one year, a series given its days.

The plan keeps its time; what was moved goes back to it.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from core.access import Action, Person, may
from core.errors import Invalid, Refused
from core.people import asking
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.wheel import activity_date
from core.year import activities, rules
from core.year.rules import Window


def move(
    store: Store,
    person: Person,
    activity_id: str,
    year: int,
    occurrence: int,
    window: Window,
) -> None:
    """Move a window of an activity for this year (1, 2 …), or give it a date of its own (0)."""
    if not may(person, Action.EDIT_WHEEL):
        raise Refused
    a = activities.find(store, activity_id)
    if a is None:
        raise Refused
    if window.opens > window.closes:
        raise Invalid("wheel.error.window_order", field="window_opens")
    if not (date(year, 8, 1) <= window.opens and window.closes <= date(year + 1, 7, 31)):
        raise Invalid("wheel.error.outside_year", field="window_opens")
    undated = isinstance(a.rule, rules.WITHOUT_DATES)
    if undated != (occurrence == 0) or (a.body and isinstance(a.rule, rules.Series)):
        raise Invalid("wheel.error.occurrence", field="window_occurrence")

    def work(tx: Tx) -> None:
        d = activity_date
        if not isinstance(a.rule, rules.Series):  # a series has many dates, others one
            _end_dates(tx, activity_id, year, d.c.occurrence == occurrence)
        tx.insert(
            d,
            {
                "date_id": tx.new_id(),
                "activity_id": activity_id,
                "school_year": year,
                "occurrence": occurrence,
                "opens_on": window.opens,
                "closes_on": window.closes,
                "set_at": tx.now,
                "set_by": person.person_id,
            },
        )
        tx.record(Act.ACTIVITY_MOVED, person.person_id, "activity", activity_id, year=year)

    asking.write(store, person, Action.EDIT_WHEEL, work)


def move_back(store: Store, person: Person, activity_id: str, year: int) -> None:
    """Go back to the plan's own time this year."""
    if not may(person, Action.EDIT_WHEEL):
        raise Refused

    def work(tx: Tx) -> None:
        _end_dates(tx, activity_id, year)
        tx.record(Act.ACTIVITY_MOVED_BACK, person.person_id, "activity", activity_id, year=year)

    asking.write(store, person, Action.EDIT_WHEEL, work)


def _end_dates(tx: Tx, activity_id: str, year: int, *more: sa.ColumnElement[bool]) -> None:
    d = activity_date
    tx.update(
        d,
        d.c.activity_id == activity_id,
        d.c.school_year == year,
        d.c.ended_at.is_(None),
        *more,
        ended_at=tx.now,
    )
