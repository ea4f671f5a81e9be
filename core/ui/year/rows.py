"""The wheel of the year as rows; one activity opened with its classes."""

from collections import defaultdict
from collections.abc import Callable

import streamlit as st

from core import words
from core.access import Action, Person, may
from core.school import functions
from core.store.engine import Store
from core.ui.kit import press
from core.ui.kit.plain import as_typed, plain
from core.ui.kit.words import language, t
from core.ui.year import day_and_note, history, needs, other_day, ticking
from core.year.activities import Activity
from core.year.rules import Window
from core.year.tasks import Task, TaskState, lacking, summed

Under = Callable[[Activity], None]
MONTHS = (8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7)


def by_activity(tasks: list[Task]) -> dict[str, list[Task]]:
    """The tasks of each activity."""
    out: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        out[task.activity.activity_id].append(task)
    return out


def span(window: Window) -> words.Words:
    """The days of a window: "14. sep. – 25. sep."."""
    opens, closes = (words.day(d, language()) for d in (window.opens, window.closes))
    return opens if window.opens == window.closes else words.put("{} – {}", opens, closes)


def when(a: Activity) -> str:
    """The time as the plan writes it."""
    return a.as_written or t("wheel.no_time")


def state_of(a: Activity, seen: list[Task]) -> str:
    """The state of an activity in a word, as far as those who see these tasks may know it."""
    if a.on_need and not seen:
        return t("wheel.on_need_hidden")
    found = summed(seen)
    if found is None:
        return t(f"wheel.state.{lacking(a)}")
    return " · ".join(filter(None, (t(f"wheel.state.{found}"), progress(a, seen))))


def progress(a: Activity, tasks: list[Task]) -> str:
    """How far several tasks have come: classes if each has one, else classes and times."""
    of_class = [x for x in tasks if x.school_class] if a.by_class else tasks
    if len(tasks) == 1:
        return ticking.so_far(tasks[0])
    done, total = sum(x.state is TaskState.DONE for x in of_class), len(of_class)
    classes = len({x.school_class for x in of_class if x.school_class})
    if classes == total:
        return t("wheel.progress_classes", done=done, total=total)
    if classes and total % classes == 0:
        times = total // classes
        return t("wheel.progress_times", done=done, total=total, classes=classes, times=times)
    return t("wheel.progress", done=done, total=total)


def row(
    store: Store, person: Person, a: Activity, tasks: list[Task], under: Under | None = None
) -> None:
    """One activity in the list: its tick or its progress, what, who, when; opened, its classes."""
    opened = st.session_state.get("wheel_open") == a.activity_id
    name = words.pick(a.names, language())
    with st.container(border=True, gap="xsmall", key=f"activity_{a.activity_id}"):
        left, right = st.columns([7, 4], vertical_alignment="center")
        with left, st.container(gap=None, key=f"what_{a.activity_id}"):
            press.button(
                as_typed(name),
                key=f"wheel_open_{a.activity_id}",
                type="tertiary",
                icon=f":material/expand_{'less' if opened else 'more'}:",
                act=_open,
                args=("" if opened else a.activity_id,),
            )
            who = ", ".join(functions.named(store, a.functions, language()))
            plain(" · ".join(filter(None, (who, when(a)))))
        with (
            right,
            st.container(
                horizontal=True, vertical_alignment="center", key=f"state_{a.activity_id}"
            ),
        ):
            if not opened and len(tasks) == 1 and _at_once(tasks[0]):
                allowed = may(person, Action.TICK, tasks[0].scope)
                named = f"{name}: {t('wheel.done')}"
                ticking.box(
                    store, person, tasks[0], named, allowed=allowed, told=False, hidden=True
                )
            plain(state_of(a, tasks))
        if opened:
            opened_row(store, person, a, tasks)
            if under:
                under(a)


def _at_once(task: Task) -> bool:
    """Whether a single box says all that there is to say of a task."""
    counted = task.steps or task.countable or task.activity.count == "readers"
    return not counted


def _open(activity_id: str) -> None:
    st.session_state.wheel_open = activity_id


def opened_row(store: Store, person: Person, a: Activity, seen: list[Task]) -> None:
    """An opened row: the text, each class with its tick, who needs it, who did what."""
    text = words.pick(a.texts, language())
    if text:
        plain(text)
    if any(may(person, Action.TICK, x.scope) for x in seen) and a.count != "readers":
        day_and_note.above(store, seen[0])
    if a.body and not a.frequent:
        to_meetings()
    ticked(store, person, seen)
    if a.on_need:
        needs.row(store, person, a, seen)
    history.draw(store, person, seen)


def to_meetings() -> None:
    """Where its meetings are; in words alone for who does not open that page."""
    page = st.session_state.staff_pages.get("moter")
    if page is None:
        st.caption(t("wheel.meetings_link"))
    else:
        st.page_link(page, label=t("wheel.meetings_link"))


def ticked(store: Store, person: Person, tasks: list[Task], told: bool = True) -> None:
    """The ticks of one activity: under each window a grid of classes, or a grid of windows.

    `told` says that the day and the note stand above, and the state above those.
    """
    of_window: dict[Window | None, list[Task]] = defaultdict(list)
    for x in tasks:
        of_window[x.window].append(x)
    several = len(of_window) > 1
    if several and len(of_window) == len(tasks):
        _grid(store, person, tasks, told, windows=True)
        return
    for window, found in of_window.items():
        days = span(window) if window else ""
        state = t(f"wheel.state.{summed(found)}") if several or not told else ""
        far = progress(found[0].activity, found) if several else ""
        if days or state:
            plain(" · ".join(filter(None, (days, state, far))))
        _grid(store, person, found, told)


def _grid(
    store: Store, person: Person, tasks: list[Task], told: bool, windows: bool = False
) -> None:
    with st.container(horizontal=True, key=f"grid_{tasks[0].task_id}"):
        for x in sorted(tasks, key=lambda x: not may(person, Action.TICK, x.scope)):  # theirs first
            width = ticking.width(x, windows)
            with st.container(width=width, gap="xsmall", key=f"task_{x.task_id}"):
                if windows and x.window:
                    ticking.cell(store, person, x, span(x.window), told)
                    if x.state in (TaskState.LATE, TaskState.NEAR):
                        plain(t(f"wheel.state.{x.state}"))
                else:
                    ticking.cell(store, person, x, ticking.place(x), told)


def task_row(store: Store, person: Person, task: Task, name: str) -> None:
    """One task in a row of its own: its tick, its days, its state."""
    left, right = st.columns([7, 4], vertical_alignment="center")
    with left:
        ticking.cell(store, person, task, name, told=False)
    with right:
        days = span(task.window) if task.window else ""
        plain(" · ".join(filter(None, (days, t(f"wheel.state.{task.state}")))))
    other_day.form(store, person, task)
