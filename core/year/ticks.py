"""Saying that something of the plan was done, and taking it back.

A tick keeps who, when and a note. If meetings are the ticks of an activity, ticking writes a
meeting held, and undoing it cancels that meeting: there is one source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.access import Action, Person, may
from core.errors import Invalid, Refused, Stale
from core.people import asking
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx, norwegian_date
from core.store.schema.wheel import tick
from core.year import facts, meetings, rules
from core.year.keys import TaskKey
from core.year.tasks import Task, TaskState, Tick

LONGEST_NOTE = 500  # characters: a theme, never a case


def tick_off(
    store: Store,
    person: Person,
    key: TaskKey,
    day: date | None = None,
    *,
    amount: int = 1,
    step: str = "",
    note: str = "",
) -> None:
    """Say that a task, a step of it, or so many of its talks were done on a day (today).

    What is already done is left as it is: a double click gives one tick.
    """
    task = _task(store, person, key)
    day = store.today() if day is None else day
    _validate(store, task, day, note)
    if task.by_meetings:
        if task.done >= task.total and not task.countable:
            return
        scope = task.school_class.class_id if task.school_class else None
        if task.occurrence == 0 and task.window is None:  # a series that has no date yet
            meetings.hold_now(store, person, task.activity.body, scope, day, note)
            return
        planned = meetings.planned_on(store, task.activity.body, scope, task.key)
        if planned is not None:
            meetings.hold(store, person, planned.meeting_id, note, planned.version)
        else:
            meetings.hold_now(store, person, task.activity.body, scope, day, note)
        return
    if task.activity.count == "readers":
        raise Invalid("wheel.error.readers", field="task_done")
    _write(store, person, task, day, _parts(task, amount, step), note)


def _parts(task: Task, amount: int, step: str) -> list[tuple[str, int]]:
    """(step, amount) of each tick to write."""
    if task.steps:
        wanted = [step] if step else [s.step_id for s in task.steps]
        if not set(wanted) <= {s.step_id for s in task.steps}:
            raise Invalid("wheel.error.step", field="task_step")
        return [(s, 1) for s in wanted if s not in task.steps_done]
    if step:
        raise Invalid("wheel.error.step", field="task_step")
    if task.activity.count == "talks":
        left = task.total - task.done
        if not 1 <= amount <= max(left, 1):
            raise Invalid("wheel.error.amount", field="task_amount", most=max(left, 1))
        return [("", amount)] if left > 0 else []
    if isinstance(task.activity.rule, rules.TimesAYear):
        if amount != 1 or task.done >= rules.MOST_TIMES:
            raise Invalid("wheel.error.amount", field="task_amount", most=1)
        return [("", 1)]
    return [] if task.state is TaskState.DONE else [("", 1)]


def _validate(store: Store, task: Task, day: date, note: str) -> None:
    if day > store.today():
        raise Invalid("wheel.error.future", field="task_day")
    if not date(task.year, 8, 1) <= day <= date(task.year + 1, 7, 31):
        raise Invalid("wheel.error.outside_year", field="task_day")
    if len(note) > LONGEST_NOTE:
        raise Invalid("wheel.error.long_note", field="task_note", longest=LONGEST_NOTE)


def _write(
    store: Store, person: Person, task: Task, day: date, parts: list[tuple[str, int]], note: str
) -> None:
    def work(tx: Tx) -> None:
        for step, amount in parts:
            tx.insert(
                tick,
                {
                    "tick_id": tx.new_id(),
                    "task_id": task.task_id,
                    "activity_id": task.activity.activity_id,
                    "school_year": task.year,
                    "class_id": task.school_class.class_id if task.school_class else None,
                    "person_id": person.person_id,
                    "at": tx.now,
                    "day": day,
                    "amount": amount,
                    "step": step,
                    "note": trimmed(note) or None,
                },
            )
            tx.record(Act.TASK_TICKED, person.person_id, "task", task.task_id, step=step)

    if parts:
        asking.write(store, person, lambda now: _may(now, task), work)


@dataclass(frozen=True, kw_only=True)
class LastEntry:
    """What was written last of a task, and is what `undo` takes back."""

    entry_id: UUID  # of the tick, or of the meeting
    day: date
    person_id: UUID | None
    written_on: date | None = None
    amount: int = 1
    note: str = ""


def last(task: Task, step: str | None = None) -> LastEntry | None:
    """The last entry of a task (of a step of it), or None."""
    if task.by_meetings:
        held = max(task.meetings, key=lambda m: m.day, default=None)
        # What the meeting spoke of is for those who sit in it.
        if held is None:
            return None
        return LastEntry(
            entry_id=held.meeting_id,
            day=held.day,
            person_id=held.held_by,
            written_on=held.held_on,
        )
    of_it = _of(task, step)
    if not of_it:
        return None
    one = of_it[-1]
    return LastEntry(
        entry_id=one.tick_id,
        day=one.day,
        person_id=one.person_id,
        written_on=norwegian_date(one.at),
        amount=one.amount,
        note=one.note,
    )


def undo(
    store: Store,
    person: Person,
    key: TaskKey,
    step: str | None = None,
    seen: UUID | None = None,
) -> None:
    """Take back the last entry of a task (of a step of it); nothing if there is none.

    `seen`: the entry that whoever asks has before them; raises Stale if another is the last now.
    """
    task = _task(store, person, key)
    newest = last(task, step)
    if newest is None:
        return
    if seen is not None and newest.entry_id != seen:
        raise Stale
    if task.by_meetings:
        held = max(task.meetings, key=lambda m: m.day)
        meetings.cancel(store, person, held.meeting_id, held.version)
        return
    mine = _of(task, step)
    last_tick = mine[-1]
    # Ticked in one act, taken back in one: the same moment by the same person.
    together = (
        [t for t in mine if t.at == last_tick.at and t.person_id == last_tick.person_id]
        if task.steps
        else [last_tick]
    )

    def work(tx: Tx) -> None:
        t = tick
        for one in together:
            tx.update(t, t.c.tick_id == one.tick_id, undone_at=tx.now, undone_by=person.person_id)
        tx.record(Act.TASK_TICK_UNDONE, person.person_id, "task", task.task_id)

    asking.write(store, person, lambda now: _may(now, task), work)


def _of(task: Task, step: str | None) -> list[Tick]:
    return [t for t in task.ticks if step is None or t.step in (step, "")]


def _task(store: Store, person: Person, key: TaskKey) -> Task:
    found = facts.find(store, key)
    if found is None or not _may(person, found):
        raise Refused
    return found


def _may(person: Person, task: Task) -> bool:
    return all(may(person, action, task.scope) for action in (Action.SEE_TASK, Action.TICK))
