"""Which tasks of the year are a person's own: by function, class or department, not by right.

A leader may tick everything; her own are those that the plan gives to her functions.
"""

from __future__ import annotations

from datetime import date, timedelta

from core.access import (
    ALL_STAFF,
    CONTACT_TEACHER,
    DEPARTMENT_HEAD,
    SUBJECT_TEACHER,
    TEAM,
    Person,
    Role,
)
from core.store.engine import Store
from core.year import facts
from core.year.tasks import State, Task

SOON = timedelta(days=14)
OFFICES = {
    Role.REKTOR: {"rektor", "ledelsen", "ledergruppa", "skolen", *ALL_STAFF},
    Role.ASSREKTOR: {"assrektor", "rektors-stedfortreder", "ledelsen", "ledergruppa", "skolen"},
    Role.AVDELINGSLEDER: {"ledelsen", "ledergruppa"},
}


def is_own(person: Person, task: Task) -> bool:
    """Whether the plan makes her responsible for it."""
    functions = set(task.activity.functions)
    c = task.school_class
    if c is not None:
        if CONTACT_TEACHER in functions and c.class_id in person.own_classes:
            return True
        if functions & SUBJECT_TEACHER and c.class_id in person.taught_classes:
            return True
        if DEPARTMENT_HEAD in functions and c.department_id in person.departments:
            return True
    elif DEPARTMENT_HEAD in functions and Role.AVDELINGSLEDER in person.roles:
        return True
    if functions & TEAM and Role.ELEVTJENESTE in person.roles:
        return True
    held = set(person.functions).union(*(OFFICES.get(r, set()) for r in person.roles))
    return bool(functions & held - {CONTACT_TEACHER, DEPARTMENT_HEAD})


def of(store: Store, person: Person, year: int | None = None) -> list[Task]:
    """Her own tasks of the year, in the plan's order."""
    return [t for t in facts.tasks(store, year) if is_own(person, t)]


def to_do(store: Store, person: Person) -> list[Task]:
    """Her own that are late, near, open now, or open within a fortnight; most urgent first."""
    today = store.today()
    found = [
        t
        for t in of(store, person)
        if t.state not in (State.DONE, State.UNPLANNED)
        and t.activity.count != "readers"
        and t.window is not None
        and t.window.opens <= today + SOON
    ]
    return sorted(found, key=lambda t: (t.state is not State.LATE, _closes(t)))


def _closes(task: Task) -> date:
    return task.window.closes if task.window else date.max
