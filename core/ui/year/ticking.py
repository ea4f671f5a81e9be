"""Ticking a task of the year: a box for what is done once, a button for what is counted.

Every box and button names whom it is about: whoever hears the page hears no row of "done, done".
"""

import streamlit as st

from core import words
from core.access import Action, Person, may
from core.store.engine import Store
from core.ui.kit import notice, press
from core.ui.kit.plain import as_typed, plain
from core.ui.kit.words import filled, language, t
from core.ui.year import day_and_note, undoing
from core.year import ticks
from core.year.activities import ActivityStep
from core.year.rules import TimesAYear
from core.year.tasks import Task, TaskState

# Pixels: two boxes beside each other on a phone, seven in the width of a laptop; four of those
# with longer names; what holds more than a box is as wide as a phone.
NARROW, MIDDLE, WIDE = 132, 230, 330


def so_far(task: Task) -> str:
    """How far a task has come, in words; empty if it is done or not at once."""
    rule = task.activity.rule
    if isinstance(rule, TimesAYear) and rule.most != rule.least:
        return t("wheel.progress_range", done=task.done, least=rule.least, most=rule.most)
    if task.total > 1:
        return t("wheel.progress", done=task.done, total=task.total)
    return ""


def place(task: Task) -> str:
    """Whom a task is about: its class, a new employee, or else the activity itself."""
    if task.school_class:
        return task.school_class.name
    if task.need and task.need.about:
        return task.need.about
    if task.activity.by_class:
        return t("wheel.school")
    return words.pick(task.activity.names, language())


def width(task: Task, windows: bool) -> int:
    """How wide the cell of a task is in a grid, of windows or of classes."""
    if task.steps or task.countable:
        return WIDE
    if task.school_class and not task.activity.frequent:
        return NARROW
    return MIDDLE if windows or task.school_class else WIDE


def cell(store: Store, person: Person, task: Task, about: str, told: bool = True) -> None:
    """The tick of one task, with its steps; only to look at for who may not.

    `told` says that the day and the note stand above it.
    """
    allowed = may(person, Action.TICK, task.scope)
    if task.activity.count == "readers":
        plain(so_far(task))
    elif task.countable:
        _counted(store, person, task, about, allowed, told)
    else:
        box(store, person, task, f"{about}: {t(_done(task))}", allowed=allowed, told=told)
        for step in task.steps:
            _step(store, person, task, step, about, allowed=allowed, told=told)
        for x in task.ticks:
            if task.activity.frequent and x.note:
                plain(filled("wheel.exception", note=x.note))


def _done(task: Task) -> str:
    return "wheel.confirm" if task.activity.frequent else "wheel.done"


def box(
    store: Store,
    person: Person,
    task: Task,
    named: str,
    *,
    allowed: bool,
    told: bool,
    hidden: bool = False,
) -> None:
    """The box itself; with `hidden` its name is only heard."""
    key = f"task_done_{task.task_id}"
    st.session_state[key] = task.state is TaskState.DONE  # what is stored, not what was clicked
    st.checkbox(
        as_typed(named),
        key=key,
        disabled=not allowed,
        label_visibility="collapsed" if hidden else "visible",
        on_change=_ticked,
        args=(store, person, task, "", told, named),
    )
    undoing.ask(store, person, task, None, named)


def _step(
    store: Store,
    person: Person,
    task: Task,
    step: ActivityStep,
    about: str,
    *,
    allowed: bool,
    told: bool,
) -> None:
    key = f"task_step_{task.task_id}_{step.step_id}"
    st.session_state[key] = step.step_id in task.steps_done
    name = words.pick(step.names, language())
    # The steps of a row of its own are told apart by their names alone.
    alone = not (task.activity.by_class or task.need)
    named = name if alone else f"{about}: {name}"
    st.checkbox(
        as_typed(named),
        key=key,
        disabled=not allowed,
        on_change=_ticked,
        args=(store, person, task, step.step_id, told, named),
    )
    undoing.ask(store, person, task, step.step_id, named)


def _counted(
    store: Store, person: Person, task: Task, about: str, allowed: bool, told: bool
) -> None:
    key, amount_key = f"task_done_{task.task_id}", f"task_amount_{task.task_id}"
    left = task.total - task.done
    talks = task.activity.count == "talks"
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"count_{task.task_id}"
    ):
        plain(f"{about}: {so_far(task)}")
        if allowed and task.done:
            press.button(
                as_typed(f"{t('wheel.undo')}: {about}"),
                key=f"task_undo_{task.task_id}",
                type="tertiary",
                act=undoing.pressed,
                args=(store, person, task, None, about),
            )
            undoing.ask(store, person, task, None, about)
    if not allowed or (talks and left <= 0):
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"row_{key}"):
        act = "wheel.hold" if task.by_meetings else "wheel.add_one"
        if talks:
            act = "wheel.add_amount"
            st.session_state[amount_key] = min(st.session_state.get(amount_key, 1), left)
            st.number_input(
                as_typed(f"{t('wheel.amount')}: {about}"),
                1,
                left,
                step=1,
                key=amount_key,
                width=130,
                label_visibility="collapsed",
            )
        press.button(
            as_typed(f"{t(act)}: {about}"),
            key=key,
            act=_added,
            args=(store, person, task, amount_key if talks else "", told),
        )
        if talks and left > 1:
            press.button(
                as_typed(f"{t('wheel.add_all')}: {about}"),
                key=f"task_all_{task.task_id}",
                act=_all_added,
                args=(store, person, task, told),
            )


def _ticked(store: Store, person: Person, task: Task, step: str, told: bool, named: str) -> None:
    own = task.task_id
    key = f"task_step_{own}_{step}" if step else f"task_done_{own}"
    if not st.session_state[key]:
        undoing.pressed(store, person, task, step or None, named)
        return
    day, note = day_and_note.given(task, told)
    with notice.standing(person):
        ticks.tick_off(store, person, task.key, day, step=step, note=note)
        notice.done("wheel.ticked")
        day_and_note.used_up(task, told)


def _added(store: Store, person: Person, task: Task, amount_key: str, told: bool) -> None:
    amount = int(st.session_state.pop(amount_key)) if amount_key else 1
    _count(store, person, task, amount, told)


def _all_added(store: Store, person: Person, task: Task, told: bool) -> None:
    """All the talks that were left when the page was drawn; more than are left now is refused."""
    _count(store, person, task, task.total - task.done, told)


def _count(store: Store, person: Person, task: Task, amount: int, told: bool) -> None:
    day, note = day_and_note.given(task, told)
    with notice.pressed(person, "wheel.saved", row=task.task_id):
        ticks.tick_off(store, person, task.key, day, amount=amount, note=note)
    if notice.well():
        day_and_note.used_up(task, told)
