"""The wheel of a school year as one document: every activity and the tasks that it gives.

For `skolemiljo wheel`. A printout is handed on to whoever wants it, so it says what any employee
sees: of what only some need, that the plan has it, and nothing of who needs it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from core.access import Person, Role
from core.school import days, functions
from core.school.year import label
from core.store.engine import Store
from core.words import said
from core.year import activities, facts, rules
from core.year.activities import Activity
from core.year.rules import Window
from core.year.tasks import Task, lacking, summed

# Who reads a printout: somebody at the school, nothing more is known.
READER = Person(person_id=UUID(int=0), sign_in_name="", name="", roles=frozenset({Role.ANSATT}))


def document(store: Store, year: int) -> dict[str, Any]:
    """The year as JSON: name, responsible, window, classes, state, lines of the plan."""
    by_activity: dict[str, list[Task]] = {}
    for task in facts.seen(store, READER, year):
        by_activity.setdefault(task.activity.activity_id, []).append(task)
    calendar = days.load(store)
    return {
        "year": year,
        "school_year": label(year),
        "activities": [
            _activity(
                store,
                a,
                by_activity.get(a.activity_id, []),
                rules.windows(a.rule, year, calendar),
            )
            for a in activities.in_force(store)
        ],
    }


def _activity(
    store: Store, a: Activity, tasks: list[Task], of_rule: tuple[Window, ...]
) -> dict[str, Any]:
    state = summed(tasks)
    return {
        "id": a.activity_id,
        "name": a.names["nb"],
        "responsible": functions.named(store, a.functions, "nb"),
        "functions": list(a.functions),
        "time": a.as_written,
        "rule": rules.saved(a.rule),
        "on_need": a.on_need,
        "by": a.per,
        "lines": list(a.lines),
        "area": a.area,
        "windows": [_window(w) for w in _windows(tasks) or of_rule],
        "classes": sorted({t.school_class.name for t in tasks if t.school_class}),
        "state": "on_need" if a.on_need else str(state or lacking(a)),
        "done": sum(t.state == "done" for t in tasks),
        "total": len(tasks),
        "tasks": [_task(t) for t in tasks],
    }


def _windows(tasks: list[Task]) -> list[Window]:
    return sorted({t.window for t in tasks if t.window}, key=lambda w: (w.opens, w.closes))


def _window(window: Window) -> dict[str, str]:
    return {"opens": window.opens.isoformat(), "closes": window.closes.isoformat()}


def _task(task: Task) -> dict[str, Any]:
    return {
        "id": task.task_id,
        "class": task.school_class.name if task.school_class else None,
        "window": _window(task.window) if task.window else None,
        "state": str(task.state),
        "done": task.done,
        "total": task.total,
        "steps": sorted(task.steps_done),
    }


def lines(printed: dict[str, Any]) -> list[str]:
    """The same as lines to read: one an activity, with its tasks counted."""
    out = [said("wheel.report.title", year=printed["school_year"])]
    for a in printed["activities"]:
        out.append(
            said(
                "wheel.report.line",
                name=a["name"],
                responsible=", ".join(a["responsible"]),
                time=a["time"] or said("wheel.no_time"),
                when=", ".join(f"{w['opens']} – {w['closes']}" for w in a["windows"])
                or said("wheel.unplanned"),
                state=said(f"wheel.state.{a['state']}"),
                done=a["done"],
                total=a["total"],
            )
        )
    return out
