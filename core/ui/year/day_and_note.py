"""The day and the note that go with a tick: above the ticks of a row, or in a form of its own."""

from datetime import date

import streamlit as st

from core.store.engine import Store
from core.ui.kit import outlived
from core.ui.kit.words import t
from core.year import ticks
from core.year.tasks import Task


def above(store: Store, task: Task) -> None:
    """The day, of the school year, and the note that go with the ticks below."""
    with st.container(horizontal=True, key="task_told"):
        fields(store, task, _of(task))


def fields(store: Store, task: Task, tail: str) -> None:
    """The two fields; `tail` tells them from those of any other row."""
    today = store.today()
    outlived.first(f"task_day{tail}", today)
    st.date_input(
        t("wheel.day"),
        key=f"task_day{tail}",
        min_value=date(task.year, 8, 1),
        max_value=today,
        format="DD.MM.YYYY",
        width=180,
    )
    st.text_input(
        t("wheel.exceptions" if task.activity.frequent else "wheel.note"),
        key=f"task_note{tail}",
        max_chars=ticks.LONGEST_NOTE,
    )


def given(task: Task, told: bool) -> tuple[date | None, str]:
    """The day and the note, if they stand above what was ticked."""
    if not told:
        return None, ""
    state, tail = st.session_state, _of(task)
    return state.get(f"task_day{tail}"), str(state.get(f"task_note{tail}") or "")


def used_up(task: Task, told: bool) -> None:
    """The note that went with what was done goes with nothing else."""
    if told:
        # Emptied, not forgotten: the browser would go on showing it, and send it with the next.
        st.session_state[f"task_note{_of(task)}"] = ""


def _of(task: Task) -> str:
    """The fields of an opened row are its activity's own: what is typed at one stays there."""
    return f"_of_{task.activity.activity_id}"
