"""Which tasks of the year are a person's own: those that the plan names them for.

By function, class, department, team or as one of the staff; never by the right to tick: a leader
may tick everything. *Mine*, the overview and whatever else asks what is theirs ask here.
"""

from __future__ import annotations

from datetime import date, timedelta

from core.access import (
    ALL_STAFF,
    BOUND,
    CONTACT_TEACHER,
    DEPARTMENT_HEAD,
    LEADING,
    STAFF,
    STUDENT_CONTACT,
    STUDENTS,
    SUBJECT_TEACHER,
    TEAM,
    Action,
    Person,
    Role,
    may,
)
from core.people import directory
from core.school import functions
from core.store.engine import Store
from core.year import facts
from core.year.tasks import Task, TaskState

SOON = timedelta(days=14)
# What the plans call an office, beside functions that somebody is chosen for.
OFFICES = {
    Role.REKTOR: LEADING | {"rektor", "skolen"},
    Role.ASSREKTOR: LEADING | {"assrektor", "rektors-stedfortreder", "skolen"},
}


def is_own(person: Person, task: Task, *, has_contact: bool) -> bool:
    """Whether the plan names them for it, and they may see it.

    `has_contact` says that somebody is the students' contact; if nobody is, what the students are
    responsible for is assrektor's.
    """
    if not person.has(*STAFF) or not may(person, Action.SEE_TASK, task.scope):
        return False
    named = task.scope.functions
    c = task.school_class
    heads = Role.AVDELINGSLEDER in person.roles
    if c is not None:
        own, taught = c.class_id in person.own_classes, c.class_id in person.taught_classes
        if (CONTACT_TEACHER in named and own) or (named & SUBJECT_TEACHER and (own or taught)):
            return True
        heads = heads and c.department_id in person.departments
    if heads and named & (LEADING | {DEPARTMENT_HEAD}):
        return True
    if named & STUDENTS and not has_contact and Role.ASSREKTOR in person.roles:
        return True
    held = (set(person.functions) - BOUND).union(ALL_STAFF)
    if STUDENT_CONTACT in held:
        held |= STUDENTS
    if Role.ELEVTJENESTE in person.roles:
        held |= TEAM
    return bool(named & held.union(*(OFFICES.get(r, frozenset()) for r in person.roles)))


def of(store: Store, person: Person, year: int | None = None) -> list[Task]:
    """Their own tasks of the year, in the plan's order."""
    known = _has_contact(store)
    return [t for t in facts.seen(store, person, year) if is_own(person, t, has_contact=known)]


def to_do(store: Store, person: Person) -> list[Task]:
    """Their own that are late, near, open now, or open within a fortnight; most urgent first.

    That everybody reads the plan is each one's own: it asks only whoever has not.
    """
    today, year = store.today(), facts.this_year(store)
    has_read = person.person_id in facts.of(store, year).read_by
    found = [
        t
        for t in of(store, person, year)
        if t.state not in (TaskState.DONE, TaskState.UNPLANNED)
        and not (t.activity.count == "readers" and has_read)
        and t.window is not None
        and t.window.opens <= today + SOON
    ]
    return sorted(found, key=lambda t: (t.state is not TaskState.LATE, _closes(t)))


def _has_contact(store: Store) -> bool:
    """Whether somebody who works here holds the function, or steps in for whoever does."""
    found = functions.everyone(store).get(STUDENT_CONTACT)
    ids = (found.holder_id, found.deputy_id) if found else ()
    people = (directory.load(store, i) for i in ids if i is not None)
    return any(p is not None and p.has(*STAFF) for p in people)


def _closes(task: Task) -> date:
    return task.window.closes if task.window else date.max
