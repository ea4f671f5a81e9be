"""Ticking a task of the year: a box for what is done once, a button for what is counted."""

import streamlit as st

from core import classes, people, sessions, ticks, words
from core.access import Action, Person, may
from core.errors import PortalError
from core.store.engine import Store
from core.tasks import State, Task
from core.time_rules import Count
from core.ui.plain import plain
from core.ui.words import language, t


def so_far(task: Task) -> str:
    """How far a task has come, in words; empty where it is done or not at once."""
    rule = task.activity.rule
    if isinstance(rule, Count) and rule.most != rule.least:
        return t("wheel.progress_range", done=task.done, least=rule.least, most=rule.most)
    if task.total > 1:
        return t("wheel.progress", done=task.done, total=task.total)
    return ""


def tick(store: Store, person: Person, task: Task) -> None:
    """The tick of one task, with its steps; only to look at for who may not."""
    allowed = may(person, Action.TICK, task.scope)
    if task.activity.count == "readers":
        plain(so_far(task))
    elif task.countable:
        _counted(store, person, task, allowed)
    else:
        _box(store, person, task, allowed)


def _box(store: Store, person: Person, task: Task, allowed: bool) -> None:
    key = f"task_done_{task.task_id}"
    st.session_state[key] = task.state is State.DONE  # what is stored, not what was clicked
    label = t("wheel.confirm" if task.activity.frequent else "wheel.done")
    st.checkbox(
        label, key=key, disabled=not allowed, on_change=_ticked, args=(store, person, task, key, "")
    )
    if task.steps:
        with st.container(horizontal=True, gap="small", key=f"task_steps_{task.task_id}"):
            for step in task.steps:
                _step(store, person, task, step.step_id, step.names, allowed)


def _step(
    store: Store, person: Person, task: Task, step: str, names: dict[str, str], allowed: bool
) -> None:
    key = f"task_step_{task.task_id}_{step}"
    st.session_state[key] = step in task.steps_done
    with st.container(
        horizontal=True, vertical_alignment="center", width="content", key=f"row_{key}"
    ):
        st.checkbox(
            t("wheel.done"),
            key=key,
            disabled=not allowed,
            label_visibility="collapsed",
            on_change=_ticked,
            args=(store, person, task, key, step),
        )
        plain(words.pick(names, language()))


def _counted(store: Store, person: Person, task: Task, allowed: bool) -> None:
    plain(so_far(task))
    if not allowed:
        return
    key = f"task_done_{task.task_id}"
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"row_{key}"):
        amount_key = f"task_amount_{task.task_id}"
        left = task.total - task.done
        talks = task.activity.count == "talks" and left > 0
        if talks:
            st.session_state[amount_key] = min(st.session_state.get(amount_key, left), left)
            st.number_input(t("wheel.amount"), 1, left, step=1, key=amount_key, width=180)
        if talks or task.activity.count != "talks":
            label = "wheel.hold" if task.by_meetings else "wheel.add_one"
            st.button(
                t("wheel.add_amount" if talks else label),
                key=key,
                on_click=_added,
                args=(store, person, task, amount_key if talks else ""),
            )
        if task.done:
            st.button(
                t("wheel.undo"),
                key=f"task_undo_{task.task_id}",
                on_click=_undone,
                args=(store, person, task),
            )


def _note() -> str:
    return str(st.session_state.get("task_note") or "")


def _ticked(store: Store, person: Person, task: Task, key: str, step: str) -> None:
    try:
        sessions.must_stand(store, person)
        if st.session_state[key]:
            ticks.tick_off(store, person, task.task_id, step=step, note=_note())
            st.session_state.told = "wheel.ticked"
        else:
            ticks.undo(store, person, task.task_id, step or None)
            st.session_state.told = "wheel.undone"
    except PortalError as error:
        st.session_state.wheel_wrong = error


def _added(store: Store, person: Person, task: Task, amount_key: str) -> None:
    amount = int(st.session_state[amount_key]) if amount_key else 1
    try:
        sessions.must_stand(store, person)
        ticks.tick_off(store, person, task.task_id, amount=amount, note=_note())
        st.session_state.told = "wheel.saved"
    except PortalError as error:
        st.session_state.wheel_wrong = error


def _undone(store: Store, person: Person, task: Task) -> None:
    try:
        sessions.must_stand(store, person)
        ticks.undo(store, person, task.task_id)
        st.session_state.told = "wheel.undone"
    except PortalError as error:
        st.session_state.wheel_wrong = error


def history(store: Store, found: list[Task]) -> None:
    """Who ticked, when, and the note: plain words, newest first."""
    names = people.names(store)
    rows = []
    for task in found:
        place = task.school_class.name if task.school_class else ""
        for x in task.ticks:
            who = names.get(x.person_id, "") if x.person_id else ""
            rows.append((x.day, " · ".join(filter(None, (place, who, x.note)))))
        for m in task.meetings:
            who = names.get(m.held_by, "") if m.held_by else ""
            rows.append((m.day, " · ".join(filter(None, (place, who, m.note)))))
    if not rows:
        return
    with st.expander(t("wheel.history")):
        for day, told in sorted(rows, key=lambda r: r[0], reverse=True):
            plain(f"{words.day(day, language())} · {told}")


def sees(person: Person, task: Task) -> bool:
    """Whether she sees this task: on-need rows are for those who see the class's needs."""
    if not task.activity.on_need:
        return True
    action = Action.SEE_NEED if task.school_class else Action.TICK
    return may(person, action, task.scope)


def needable(
    store: Store, person: Person, functions: tuple[str, ...], year: int
) -> list[classes.SchoolClass]:
    """The classes for which she may say that they need an on-need activity."""
    found = classes.of_year(store, year)
    return [c for c in found if may(person, Action.SEE_NEED, c.scope(*functions))]
