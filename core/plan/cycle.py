"""The plan's year: when it is revised, and that every employee has read it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from core.access import Action, Person, Role, may
from core.errors import Invalid, Refused
from core.people import asking, directory
from core.school import settings
from core.school.settings import Setting
from core.school.year import school_year
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx, norwegian_date
from core.store.schema.plan import plan_read, plan_revision

LONGEST_NOTE = 500  # characters


@dataclass(frozen=True, kw_only=True)
class PlanCycle(Setting):
    """The month in which the plan is revised each year."""

    NAME: ClassVar[str] = "plan_cycle"

    month: int = 6


@dataclass(frozen=True)
class Revision:
    """One revision of the plan."""

    revised_on: date
    revised_by: UUID | None
    note: str


@dataclass(frozen=True)
class Cycle:
    """Where the plan stands in its year."""

    month: int  # of the revision, as the plan says
    last: date | None
    wanted_by: date  # the last day of the latest month of revision that has begun
    overdue: bool


def cycle(month: int, last: date | None, today: date) -> Cycle:
    """A pure rule: overdue when the month has passed and no revision came since it began.

    A late revision counts for the month that it was late for: October counts for August. If
    nobody has said when it was last revised, nothing is claimed.
    """
    year = today.year if today.month >= month else today.year - 1
    begins = date(year, month, 1)
    ends = date(year + month // 12, month % 12 + 1, 1) - date.resolution
    late = today > ends and last is not None and last < begins
    return Cycle(month, last, ends, late)


def now(store: Store) -> Cycle:
    """Where this school's plan stands today."""
    done = revisions(store)
    month = settings.load(store, PlanCycle).month
    return cycle(month, done[0].revised_on if done else None, store.today())


def revisions(store: Store) -> list[Revision]:
    """Every revision, newest first."""
    r = plan_revision
    rows = store.rows(
        sa.select(r).where(store.mine(r)).order_by(r.c.revised_on.desc(), r.c.at.desc())
    )
    return [Revision(row.revised_on, row.revised_by, row.note) for row in rows]


def revise(store: Store, person: Person, revised_on: date, note: str) -> None:
    """Write down that the plan was revised on a day, and what was new."""
    if not may(person, Action.EDIT_PLAN):
        raise Refused
    if revised_on > store.today():
        raise Invalid("plan.error.future", field="revision_day")
    if len(note) > LONGEST_NOTE:
        raise Invalid("plan.error.long_text", field="revision_note", longest=LONGEST_NOTE)

    def work(tx: Tx) -> None:
        revision_id = tx.new_id()
        tx.insert(
            plan_revision,
            {
                "revision_id": revision_id,
                "revised_on": revised_on,
                "revised_by": person.person_id,
                "note": trimmed(note),
                "at": tx.now,
            },
        )
        tx.record(Act.PLAN_REVISED, person.person_id, "plan_revision", revision_id)

    asking.write(store, person, Action.EDIT_PLAN, work)


def edited(store: Store) -> tuple[int, int]:
    """(month, the number to hand back when another is saved)."""
    kept, version = settings.edited(store, PlanCycle)
    return kept.month, version


def set_month(store: Store, person: Person, month: int, expected: int) -> None:
    """Say in which month the plan is revised each year."""
    if not may(person, Action.EDIT_PLAN):
        raise Refused
    if not 1 <= month <= 12:
        raise Invalid("plan.error.month", field="revision_month")

    def work(tx: Tx) -> None:
        settings.save(tx, PlanCycle(month=month), person.person_id, expected)

    asking.write(store, person, Action.EDIT_PLAN, work)


def confirm(store: Store, person: Person) -> None:
    """The employee has read and understood the plan this school year; once is enough."""
    if not may(person, Action.CONFIRM_PLAN):
        raise Refused
    year = school_year(store.today())

    def work(tx: Tx) -> None:
        done = tx.execute(
            insert(plan_read)
            .values(school_id=tx.school_id, school_year=year, person_id=person.person_id, at=tx.now)
            .on_conflict_do_nothing()
            .returning(plan_read.c.at)
        ).first()
        if done:
            tx.record(Act.PLAN_CONFIRMED, person.person_id, "school_year", year)

    asking.write(store, person, Action.CONFIRM_PLAN, work)


def confirmed_on(store: Store, person: Person) -> date | None:
    """When they confirmed it this school year, or None."""
    row = store.row(
        sa.select(plan_read.c.at).where(
            store.mine(plan_read),
            plan_read.c.school_year == school_year(store.today()),
            plan_read.c.person_id == person.person_id,
        )
    )
    return norwegian_date(row.at) if row else None


@dataclass(frozen=True)
class Readership:
    """How many of the employees have confirmed this school year, and who has not."""

    done: int
    of: int
    missing: tuple[str, ...]  # names; leaders see them


def readership(store: Store, person: Person) -> Readership:
    """How far the school has come; who is missing is for leaders alone."""
    if not may(person, Action.SEE_PLAN_READERS):
        raise Refused
    year = school_year(store.today())
    read = {
        row.person_id
        for row in store.rows(
            sa.select(plan_read.c.person_id).where(
                store.mine(plan_read), plan_read.c.school_year == year
            )
        )
    }
    staff = directory.holders(store, Role.ANSATT)
    left = tuple(p.name for p in staff if p.person_id not in read)
    return Readership(len(staff) - len(left), len(staff), left)
