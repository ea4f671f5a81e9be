"""Departments with their heads, and the classes of this school year with their contact teachers."""

import re
from dataclasses import dataclass
from uuid import UUID, uuid4

import sqlalchemy as sa

from core.access import Action, Person, may
from core.errors import Invalid, Refused, Stale
from core.school_year import school_year
from core.store.engine import Store, Tx
from core.store.schema.school import department, school_class

MOST_STUDENTS = 60  # in one class; more is a slip of the finger


@dataclass(frozen=True)
class Department:
    """One department and its head."""

    department_id: str
    name: str
    leader_id: UUID | None


@dataclass(frozen=True)
class Class:
    """One class of this school year."""

    class_id: UUID
    name: str
    level: int
    programme: str
    department_id: str | None
    contact_teacher_id: UUID | None
    students: int


def departments(store: Store) -> list[Department]:
    """Every department, in order of name."""
    d = department
    rows = store.rows(sa.select(d).where(store.mine(d)).order_by(d.c.name))
    return [Department(r.department_id, r.name, r.leader_id) for r in rows]


def classes(store: Store) -> list[Class]:
    """The classes of this school year, in order of name."""
    c = school_class
    rows = store.rows(
        sa.select(c)
        .where(store.mine(c), c.c.school_year == school_year(store.today()))
        .order_by(c.c.name)
    )
    return [
        Class(
            r.class_id,
            r.name,
            r.level,
            r.programme,
            r.department_id,
            r.contact_teacher_id,
            r.students,
        )
        for r in rows
    ]


def add_department(store: Store, by: Person, name: str, leader_id: UUID | None) -> None:
    """A new department."""
    if not may(by, Action.GRANT_ROLES):
        raise Refused
    called = name.strip()
    if not called or len(called) > 60:
        raise Invalid("people.error.department_name", field="department_name")
    known = {d.department_id for d in departments(store)}
    if called.lower() in {d.name.lower() for d in departments(store)}:
        raise Invalid("people.error.department_taken", field="department_name")
    plain = re.sub(r"[^a-z0-9]+", "-", called.lower().translate(str.maketrans("æøå", "aoa")))
    department_id = plain.strip("-") or "avdeling"
    if department_id in known:
        department_id = f"{department_id}-{len(known) + 1}"

    def work(tx: Tx) -> None:
        tx.insert(
            department, {"department_id": department_id, "name": called, "leader_id": leader_id}
        )
        tx.record("department.added", by.person_id, "department", department_id)

    store.write(work)


def set_leader(store: Store, by: Person, was: Department, leader_id: UUID | None) -> None:
    """Give a department its head; Stale where another did meanwhile."""
    if not may(by, Action.GRANT_ROLES):
        raise Refused

    def work(tx: Tx) -> None:
        done = tx.update(
            department,
            department.c.department_id == was.department_id,
            department.c.leader_id.is_not_distinct_from(was.leader_id),
            leader_id=leader_id,
        )
        if not done:
            raise Stale
        tx.record("department.led", by.person_id, "department", was.department_id)

    store.write(work)


def add_class(
    store: Store,
    by: Person,
    name: str,
    level: int,
    programme: str,
    department_id: str | None,
    contact_teacher_id: UUID | None,
    students: int,
) -> None:
    """A new class of this school year."""
    if not may(by, Action.GRANT_ROLES):
        raise Refused
    called = name.strip()
    if not called or len(called) > 20:
        raise Invalid("people.error.class_name", field="class_name")
    if called.lower() in {c.name.lower() for c in classes(store)}:
        raise Invalid("people.error.class_taken", field="class_name")
    if level not in (1, 2, 3) or not 0 <= students <= MOST_STUDENTS or len(programme) > 60:
        raise Invalid("people.error.class_facts", field="class_level", most=MOST_STUDENTS)
    class_id = uuid4()

    def work(tx: Tx) -> None:
        tx.insert(
            school_class,
            {
                "class_id": class_id,
                "school_year": school_year(tx.today),
                "name": called,
                "level": level,
                "programme": programme.strip(),
                "department_id": department_id,
                "contact_teacher_id": contact_teacher_id,
                "students": students,
            },
        )
        tx.record("class.added", by.person_id, "school_class", class_id)

    store.write(work)


def set_contact_teacher(store: Store, by: Person, was: Class, person_id: UUID | None) -> None:
    """Give a class its contact teacher; Stale where another did meanwhile."""
    if not may(by, Action.GRANT_ROLES):
        raise Refused

    def work(tx: Tx) -> None:
        done = tx.update(
            school_class,
            school_class.c.class_id == was.class_id,
            school_class.c.contact_teacher_id.is_not_distinct_from(was.contact_teacher_id),
            contact_teacher_id=person_id,
        )
        if not done:
            raise Stale
        tx.record("class.contact_teacher", by.person_id, "school_class", was.class_id)

    store.write(work)
