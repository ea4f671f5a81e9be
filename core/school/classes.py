"""The classes of a school year: contact teacher, department, how many students."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core.access import Action, Person, TaskScope, may
from core.errors import Refused
from core.school.year import school_year
from core.store.engine import Store
from core.store.schema.school import class_teacher, school_class

LEVELS = (1, 2, 3)
MOST_STUDENTS = 60  # in one class; more is a slip of the finger


@dataclass(frozen=True, kw_only=True)
class SchoolClass:
    """One class in one school year."""

    class_id: UUID
    school_year: int
    name: str
    level: int
    programme: str
    department_id: str | None
    contact_teacher_id: UUID | None
    students: int

    def scope(self) -> TaskScope:
        """What `may` asks about this class."""
        return TaskScope(class_id=self.class_id, department_id=self.department_id)


def of_year(store: Store, year: int) -> list[SchoolClass]:
    """The classes of a school year, by level and name."""

    def make() -> list[SchoolClass]:
        c = school_class
        rows = store.rows(
            sa.select(c).where(store.mine(c), c.c.school_year == year).order_by(c.c.level, c.c.name)
        )
        return [_class(row) for row in rows]

    return store.remember(("classes", year), [school_class], make)


def seen_by(store: Store, person: Person, year: int | None = None) -> list[SchoolClass]:
    """The classes whose year this person may see; their own first."""
    year = school_year(store.today()) if year is None else year
    found = [c for c in of_year(store, year) if may(person, Action.SEE_CLASS, c.scope())]
    return sorted(found, key=lambda c: c.class_id not in person.own_classes)


def _class(row: sa.Row[Any]) -> SchoolClass:
    return SchoolClass(
        class_id=row.class_id,
        school_year=row.school_year,
        name=row.name,
        level=row.level,
        programme=row.programme,
        department_id=row.department_id,
        contact_teacher_id=row.contact_teacher_id,
        students=row.students,
    )


def find(store: Store, class_id: UUID) -> SchoolClass:
    """One class of any school year; Refused if there is none."""
    c = school_class
    row = store.row(sa.select(c).where(store.mine(c), c.c.class_id == class_id))
    if row is None:
        raise Refused
    return _class(row)


def teachers(store: Store, class_id: UUID) -> list[UUID]:
    """Who teaches a class beside its contact teacher."""
    t = class_teacher
    rows = store.rows(sa.select(t.c.person_id).where(store.mine(t), t.c.class_id == class_id))
    return [row.person_id for row in rows]
