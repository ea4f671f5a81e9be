"""What the database knows of one school year, and the tasks that follow from it.

Read in few statements and remembered until one of the tables is written to.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core.access import Action, Person, Role, may
from core.errors import Refused
from core.school import classes, days
from core.school.year import school_year
from core.store.engine import Store, norwegian_date
from core.store.schema.people import person, role_grant
from core.store.schema.plan import plan_read
from core.store.schema.school import school_class, setting
from core.store.schema.wheel import activity, activity_date, meeting, need, tick
from core.year import activities
from core.year.keys import TaskKey
from core.year.tasks import Facts, Meeting, Need, OwnDate, Task, Tick, derive

TABLES = (
    activity,
    activity_date,
    meeting,
    need,
    tick,
    school_class,
    setting,
    plan_read,
    role_grant,
    person,
)


def this_year(store: Store) -> int:
    """The school year that it is today."""
    return school_year(store.today())


def of(store: Store, year: int) -> Facts:
    """The facts of the school year that begins in `year`."""
    return store.remember(("year_facts", year), TABLES, lambda: _read(store, year))


def tasks(store: Store, year: int | None = None) -> list[Task]:
    """Every task of the activities in force, as they stand today; for nobody to look at."""
    year = this_year(store) if year is None else year
    today = store.today()
    known: dict[date, list[Task]] = store.remember(("tasks", year), TABLES, dict)
    if today not in known:
        known.clear()  # the same facts on another day
        facts = of(store, year)
        known[today] = derive(activities.in_force(store), facts, days.load(store), today)
    return known[today]


def seen(store: Store, person: Person, year: int | None = None) -> list[Task]:
    """Those that this person may see; every list of tasks on a screen begins here."""
    return [t for t in tasks(store, year) if may(person, Action.SEE_TASK, t.scope)]


def find(store: Store, key: TaskKey) -> Task | None:
    """One task by its key."""
    return next((t for t in tasks(store, key.year) if t.key == key), None)


def _read(store: Store, year: int) -> Facts:
    t, n, d, m = tick, need, activity_date, meeting
    with store.read() as db:
        ticks = db.execute(
            sa.select(t)
            .where(store.mine(t), t.c.school_year == year, t.c.undone_at.is_(None))
            .order_by(t.c.at)
        ).all()
        needs = db.execute(
            sa.select(n)
            .where(store.mine(n), n.c.school_year == year, n.c.ended_at.is_(None))
            .order_by(n.c.said_at)
        ).all()
        dates = db.execute(
            sa.select(d)
            .where(store.mine(d), d.c.school_year == year, d.c.ended_at.is_(None))
            .order_by(d.c.set_at)
        ).all()
        meetings = db.execute(
            sa.select(m).where(store.mine(m), m.c.school_year == year, m.c.cancelled_at.is_(None))
        ).all()
        staff, read_by = _readers(store, db, year)
    return Facts(
        year=year,
        classes=tuple(classes.of_year(store, year)),
        ticks=tuple(filter(None, map(_tick, ticks))),
        needs=tuple(map(need_of, needs)),
        dates=tuple(
            OwnDate(r.date_id, r.activity_id, r.occurrence, r.opens_on, r.closes_on) for r in dates
        ),
        meetings=tuple(
            Meeting(
                meeting_id=r.meeting_id,
                body_id=r.body_id,
                class_id=r.class_id,
                day=r.day,
                held=r.held_at is not None,
                note=r.note or "",
                held_by=r.held_by,
                held_on=norwegian_date(r.held_at) if r.held_at else None,
                version=r.version,
            )
            for r in meetings
        ),
        staff=len(staff),
        read_by=read_by,
    )


def _tick(row: sa.Row[Any]) -> Tick | None:
    """A tick; None if its task cannot be one: then it is no task's, and spoils no other."""
    try:
        key = TaskKey.parse(row.task_id)
    except Refused:
        return None
    return Tick(
        tick_id=row.tick_id,
        key=key,
        person_id=row.person_id,
        at=row.at,
        day=row.day,
        amount=row.amount,
        step=row.step,
        note=row.note or "",
    )


def need_of(row: sa.Row[Any]) -> Need:
    """The need that a row holds."""
    return Need(
        need_id=row.need_id,
        activity_id=row.activity_id,
        class_id=row.class_id,
        about=row.about or "",
        said_at=row.said_at,
        said_by=row.said_by,
    )


def _readers(store: Store, db: sa.Connection, year: int) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """The employees, and those of them who have confirmed the plan this year."""
    g, p, r = role_grant, person, plan_read
    staff = (
        sa.select(g.c.person_id)
        .join_from(g, p, sa.and_(g.c.school_id == p.c.school_id, g.c.person_id == p.c.person_id))
        .where(
            store.mine(g),
            p.c.active,
            g.c.role == str(Role.ANSATT),
            g.c.confirmed_at.is_not(None),
            g.c.ended_at.is_(None),
        )
        .distinct()
    )
    ids = frozenset(db.scalars(staff))
    read = db.scalars(sa.select(r.c.person_id).where(store.mine(r), r.c.school_year == year))
    return ids, ids & frozenset(read)
