"""Another day, or a note: a small form of one row, for one tick.

What is typed in it goes with that tick and with nothing else.
"""

import streamlit as st

from core import words
from core.access import Action, Person, may
from core.store.engine import Store
from core.ui.kit import notice, press
from core.ui.kit.words import language, t
from core.ui.year import day_and_note
from core.year import ticks
from core.year.tasks import Task, TaskState


def form(store: Store, person: Person, task: Task) -> None:
    """The form under a row that may be ticked, folded until it is asked for."""
    ticked = task.state is TaskState.DONE and not task.countable
    if ticked or task.activity.count == "readers" or not may(person, Action.TICK, task.scope):
        return
    talks = task.activity.count == "talks"
    left = task.total - task.done
    if talks and left <= 0:
        return
    own = task.task_id
    with st.expander(t("wheel.more"), key=f"task_more_{own}", on_change="rerun") as box:
        if not box.open:
            return
        with st.form(f"task_form_{own}", border=False):
            day_and_note.fields(store, task, f"_{own}")
            if task.steps:
                names = {s.step_id: words.pick(s.names, language()) for s in task.steps}
                called = words.apart({"": t("wheel.whole"), **names})
                st.selectbox(
                    t("wheel.part"),
                    list(called),
                    key=f"task_part_{own}",
                    format_func=called.__getitem__,
                )
            if talks:
                key = f"task_talks_{own}"
                st.number_input(t("wheel.amount"), 1, left, step=1, key=key, width=180)
            press.form_submit_button(
                t("wheel.add_amount" if task.countable else "wheel.tick"),
                key=f"task_send_{own}",
                act=_send,
                args=(store, person, task),
            )


def _send(store: Store, person: Person, task: Task) -> None:
    state, own = st.session_state, task.task_id
    day, note = state.get(f"task_day_{own}"), str(state.get(f"task_note_{own}") or "")
    step, amount = state.get(f"task_part_{own}") or "", int(state.get(f"task_talks_{own}") or 1)
    with notice.pressed(person, "wheel.ticked", row=f"{own} {day} {note} {step} {amount}"):
        ticks.tick_off(store, person, task.key, day, amount=amount, step=step, note=note)
    if notice.well():
        for name in ("day", "note", "part", "talks"):
            state.pop(f"task_{name}_{own}", None)
        state[f"task_more_{own}"] = False
