"""One class's year: a strip of months, talks counted, what waits, what is done, its hours."""

from collections import defaultdict

import streamlit as st

from core import words
from core.access import Person
from core.people import directory
from core.school import classes
from core.school.classes import SchoolClass
from core.store.engine import Store
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t
from core.ui.year import rows as wheel_view
from core.ui.year import ticking
from core.year.rules import TimesAYear, Weekly
from core.year.tasks import Task, TaskState

HOURS = "klassens-time"  # the activity whose notes are the class's log
MONTH_WIDTH = 100  # px; three beside each other on a phone


def year_of(store: Store, person: Person, c: SchoolClass, seen: list[Task]) -> None:
    """Everything about one class that this person may see."""
    _who(store, c)
    _strip(store, seen)
    _counts(seen)
    waiting = [x for x in seen if x.state in (TaskState.LATE, TaskState.NEAR, TaskState.PARTLY)]
    waiting += [x for x in seen if x.state is TaskState.PLANNED and _open_now(store, x)]
    st.subheader(t("class.now"))
    if not waiting:
        st.info(t("class.nothing_now"))
    _rows(store, person, waiting)
    _log(seen)
    later = [
        x for x in seen if x.state in (TaskState.PLANNED, TaskState.UNPLANNED) and x not in waiting
    ]
    _folded(store, person, "class.later", later, "class_later")
    done = [x for x in seen if x.state is TaskState.DONE]
    _folded(store, person, "class.finished", done, "class_finished")
    st.page_link(st.session_state.staff_pages["arshjul"], label=t("class.open_wheel"))


def _who(store: Store, c: SchoolClass) -> None:
    """What kind of class it is, how many they are and who teaches them."""
    names = directory.names(store)
    beside = set(classes.teachers(store, c.class_id)) - {c.contact_teacher_id}
    taught = sorted(names.get(i, "") for i in beside)
    with st.container(gap="xxsmall", key="class_who"):
        facts = t("class.facts", level=c.level, n=c.students)
        plain(" · ".join(filter(None, (c.programme, facts))))
        if c.contact_teacher_id:
            plain(f"{t('class.teacher')}: {names.get(c.contact_teacher_id, '')}")
        if taught:
            plain(f"{t('class.teachers')}: {words.listed(taught, language())}")


def _open_now(store: Store, task: Task) -> bool:
    return task.window is not None and task.window.opens <= store.today()


def _rows(store: Store, person: Person, found: list[Task]) -> None:
    for x in sorted(found, key=lambda x: (x.state is not TaskState.LATE, str(x.window))):
        with st.container(border=True, gap="xsmall", key=f"class_{x.task_id}"):
            wheel_view.task_row(store, person, x, words.pick(x.activity.names, language()))


def _folded(store: Store, person: Person, key: str, found: list[Task], name: str) -> None:
    if found:
        with st.expander(t(key), key=name, on_change="rerun") as box:
            if box.open:
                _rows(store, person, found)


def _strip(store: Store, seen: list[Task]) -> None:
    """A box for each month in which something of the class ends: how much of it is done or late."""
    ending: dict[int, list[Task]] = defaultdict(list)
    for x in seen:
        if x.window:
            ending[x.window.closes.month].append(x)
    if not ending:
        return
    st.subheader(t("class.strip"))
    with st.container(horizontal=True, gap="xsmall", key="class_strip"):
        for month in wheel_view.MONTHS:
            mine = ending.get(month, [])
            if not mine:
                continue
            with st.container(border=True, gap=None, width=MONTH_WIDTH, key=f"class_month_{month}"):
                short = t(f"wheel.short.{month}")
                here = month == store.today().month
                st.caption(t("class.this_month", month=short) if here else short)
                done = sum(x.state is TaskState.DONE for x in mine)
                st.text(t("class.done_of", done=done, of=len(mine)))
                late = sum(x.state is TaskState.LATE for x in mine)
                if late:
                    st.text(t("class.late", n=late))


def _counts(seen: list[Task]) -> None:
    """Talks so far, and hours if the plan gives a number."""
    counted = [
        x for x in seen if x.activity.count == "talks" or isinstance(x.activity.rule, TimesAYear)
    ]
    if not counted:
        return
    st.subheader(t("class.counts"))
    with st.container(gap="xxsmall", key="class_counts"):
        for x in counted:
            days = wheel_view.span(x.window) if x.window else ""
            name = words.pick(x.activity.names, language())
            plain(" · ".join(filter(None, (name, ticking.so_far(x), days))))


def _log(seen: list[Task]) -> None:
    """The class's own hours with their themes, newest first."""
    hours = [x for x in seen if x.activity.activity_id == HOURS]
    rows = sorted((tick for x in hours for tick in x.ticks), key=lambda r: r.day, reverse=True)
    # If the plan has an hour each week, each half-year is ticked as one and has no log.
    if not rows and all(isinstance(x.activity.rule, Weekly) for x in hours):
        return
    st.subheader(t("class.log"))
    if not rows:
        st.text(t("class.log_none"))
    with st.container(gap="xxsmall", key="class_log"):
        for r in rows:
            plain(" · ".join(filter(None, (words.day(r.day, language()), r.note))))
