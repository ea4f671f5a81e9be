"""Departments with their heads: given by leaders and systemansvarlig."""

import re
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from core.access import Action, Person, may
from core.errors import Invalid, Refused, Stale
from core.people import asking
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx
from core.store.schema.school import department

LONGEST_NAME = 60  # characters


@dataclass(frozen=True)
class Department:
    """One department and its head."""

    department_id: str
    name: str
    leader_id: UUID | None


def departments(store: Store) -> list[Department]:
    """Every department, in order of name."""
    d = department
    rows = store.rows(sa.select(d).where(store.mine(d)).order_by(d.c.name))
    return [Department(r.department_id, r.name, r.leader_id) for r in rows]


def add_department(store: Store, by: Person, name: str, leader_id: UUID | None) -> None:
    """A new department."""
    if not may(by, Action.GRANT_ROLES):
        raise Refused
    called = trimmed(name)
    if not called or len(called) > LONGEST_NAME:
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
        tx.record(Act.DEPARTMENT_ADDED, by.person_id, "department", department_id)

    asking.write(store, by, Action.GRANT_ROLES, work)


def set_leader(store: Store, by: Person, was: Department, leader_id: UUID | None) -> None:
    """Give a department its head; Stale if another did meanwhile."""
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
        tx.record(Act.DEPARTMENT_LED, by.person_id, "department", was.department_id)

    asking.write(store, by, Action.GRANT_ROLES, work)
