"""Making, changing and removing a class of a school year: by leaders and systemansvarlig."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa

from core.access import Action, Person, may
from core.administration import departments, functions
from core.errors import Invalid, Refused, Stale
from core.people import asking
from core.school import classes
from core.school.classes import LEVELS, MOST_STUDENTS
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx
from core.store.schema.school import class_teacher, school_class
from core.store.schema.wheel import meeting, need, tick

LONGEST = {"name": 20, "programme": 60}  # characters


@dataclass(frozen=True, kw_only=True)
class ClassDraft:
    """A class as it is typed."""

    name: str
    level: int
    students: int
    programme: str = ""
    department_id: str | None = None
    contact_teacher_id: UUID | None = None
    teachers: frozenset[UUID] = frozenset()  # beside the contact teacher


def draft(store: Store, class_id: UUID) -> ClassDraft:
    """A class as it stands now, to be changed; Refused if there is none."""
    with store.read() as db:
        return _draft(db, store, class_id)


def _draft(db: sa.Connection, own: Store | Tx, class_id: UUID) -> ClassDraft:
    c, t = school_class, class_teacher
    row = db.execute(sa.select(c).where(own.mine(c), c.c.class_id == class_id)).first()
    if row is None:
        raise Refused
    taught = sa.select(t.c.person_id).where(own.mine(t), t.c.class_id == class_id)
    return ClassDraft(
        name=row.name,
        level=row.level,
        students=row.students,
        programme=row.programme,
        department_id=row.department_id,
        contact_teacher_id=row.contact_teacher_id,
        teachers=frozenset(db.scalars(taught)),
    )


def add(store: Store, by: Person, year: int, new: ClassDraft) -> UUID:
    """A new class; its id."""
    if not may(by, Action.GRANT_ROLES):
        raise Refused
    kept = _validated(store, year, new, ClassDraft(name="", level=1, students=0))
    class_id = store.new_id()

    def work(tx: Tx) -> None:
        tx.insert(school_class, {"class_id": class_id, "school_year": year, **_row(kept)})
        _teach(tx, class_id, kept.teachers)
        tx.record(Act.CLASS_ADDED, by.person_id, "class", class_id)

    asking.write(store, by, Action.GRANT_ROLES, work)
    return class_id


def change(store: Store, by: Person, class_id: UUID, new: ClassDraft, was: ClassDraft) -> None:
    """Change a class; Stale if it is no longer as it `was` when it was opened."""
    if not may(by, Action.GRANT_ROLES):
        raise Refused
    kept = _validated(store, classes.find(store, class_id).school_year, new, was)

    def work(tx: Tx) -> None:
        if _draft(tx.connection, tx, class_id) != was:
            raise Stale
        tx.update(school_class, school_class.c.class_id == class_id, **_row(kept))
        t, gone = class_teacher, was.teachers - kept.teachers
        tx.delete(t, t.c.class_id == class_id, t.c.person_id.in_(gone))
        _teach(tx, class_id, kept.teachers - was.teachers)
        tx.record(Act.CLASS_CHANGED, by.person_id, "class", class_id)

    asking.write(store, by, Action.GRANT_ROLES, work)


def remove(store: Store, by: Person, class_id: UUID) -> None:
    """Remove a class that was made by mistake; one that something hangs on stays."""
    if not may(by, Action.GRANT_ROLES):
        raise Refused
    classes.find(store, class_id)

    def work(tx: Tx) -> None:
        for table in (tick, need, meeting):
            hangs_on = sa.select(table.c.class_id).where(
                tx.mine(table), table.c.class_id == class_id
            )
            if tx.execute(hangs_on.limit(1)).first():
                raise Invalid("class.error.in_use", field="class_remove")
        tx.delete(class_teacher, class_teacher.c.class_id == class_id)
        tx.delete(school_class, school_class.c.class_id == class_id)
        tx.record(Act.CLASS_REMOVED, by.person_id, "class", class_id)

    asking.write(store, by, Action.GRANT_ROLES, work)


def _row(kept: ClassDraft) -> dict[str, object]:
    return {name: value for name, value in vars(kept).items() if name != "teachers"}


def _teach(tx: Tx, class_id: UUID, teachers: frozenset[UUID]) -> None:
    tx.insert(class_teacher, *({"class_id": class_id, "person_id": i} for i in sorted(teachers)))


def _validated(store: Store, year: int, new: ClassDraft, was: ClassDraft) -> ClassDraft:
    """The draft as it is kept; Invalid if it cannot be."""
    name, programme = trimmed(new.name), trimmed(new.programme)
    if not name or len(name) > LONGEST["name"]:
        raise Invalid("class.error.name", field="class_name", longest=LONGEST["name"])
    others = {c.name.lower() for c in classes.of_year(store, year)} - {was.name.lower()}
    if name.lower() in others:
        raise Invalid("class.error.twice", field="class_name")
    if new.level not in LEVELS:
        raise Invalid("class.error.level", field="class_level")
    if not 0 <= new.students <= MOST_STUDENTS:
        raise Invalid("class.error.students", field="class_students", most=MOST_STUDENTS)
    if len(programme) > LONGEST["programme"]:
        longest = LONGEST["programme"]
        raise Invalid("class.error.programme", field="class_programme", longest=longest)
    known = {d.department_id for d in departments.departments(store)}
    teachers = {new.contact_teacher_id, *new.teachers} - {None}
    stay = {was.contact_teacher_id, *was.teachers}  # also one who has left the school
    if (
        new.department_id not in known | {None}
        or not teachers <= stay | dict(functions.candidates(store)).keys()
    ):
        raise Refused
    beside = new.teachers - ({new.contact_teacher_id} - {None})
    return replace(new, name=name, programme=programme, teachers=frozenset(beside))
