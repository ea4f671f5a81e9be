"""How far the year has come: tasks done, by area of the wheel, live for everyone.

What classes need on top of the plan says that a class has a problem: those rows have no number
and no state, except for whoever may see them for the class.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.access import Person
from core.store.engine import Store
from core.year import activities, facts
from core.year.activities import AREAS, Activity
from core.year.tasks import Task, TaskState


@dataclass(frozen=True)
class Progress:
    """One area: how many tasks the year has, how many are done, how many are late."""

    area: str
    done: int
    late: int
    total: int


@dataclass(frozen=True)
class NeedProgress:
    """One on-need row; without numbers for whoever may not see any of its classes."""

    names: dict[str, str]
    done: int | None = None
    classes: int | None = None


@dataclass(frozen=True)
class WheelProgress:
    """The year as this person sees it."""

    school: tuple[Progress, ...]
    department: tuple[Progress, ...]  # of those they lead; empty for who leads none
    on_need: tuple[NeedProgress, ...]


def wheel(store: Store, person: Person) -> WheelProgress:
    """The progress of this school year as it stands today."""
    tasks = facts.seen(store, person)
    planned = [t for t in tasks if not t.activity.on_need]
    led = [
        t for t in planned if t.school_class and t.school_class.department_id in person.departments
    ]
    needed = [a for a in activities.in_force(store) if a.on_need]
    return WheelProgress(
        by_area(planned),
        by_area(led) if led else (),
        tuple(_need(a, [t for t in tasks if t.activity == a]) for a in needed),
    )


def by_area(tasks: Iterable[Task]) -> tuple[Progress, ...]:
    """The areas that have tasks, in the wheel's order."""
    known = list(tasks)
    out = []
    for area in AREAS:
        states = [t.state for t in known if t.activity.area == area]
        if states:
            done, late = states.count(TaskState.DONE), states.count(TaskState.LATE)
            out.append(Progress(area, done, late, len(states)))
    return tuple(out)


def _need(activity: Activity, seen: list[Task]) -> NeedProgress:
    if not seen:
        return NeedProgress(activity.names)
    done = sum(t.state is TaskState.DONE for t in seen)
    return NeedProgress(activity.names, done, len(seen))
