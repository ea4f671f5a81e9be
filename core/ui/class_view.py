"""One class's year: a strip of months, talks counted, what waits, what is done, its hours."""

from uuid import UUID

import streamlit as st

from core import classes, people, ticks, words
from core.access import Action, Person, Role, may
from core.classes import LEVELS, MOST_STUDENTS, SchoolClass
from core.store.engine import Store
from core.tasks import State, Task
from core.time_rules import Count, Weekly
from core.ui import told, wheel_tick, wheel_view
from core.ui.plain import plain
from core.ui.words import language, t

HOURS = "klassens-time"  # the activity whose notes are the class's log


def year_of(store: Store, person: Person, c: SchoolClass, tasks: list[Task]) -> None:
    """Everything about one class that this person may see."""
    seen = [x for x in tasks if wheel_tick.sees(person, x)]
    teacher = people.names(store).get(c.contact_teacher_id) if c.contact_teacher_id else None
    facts = t("class.facts", programme=c.programme, level=c.level, n=c.students)
    plain(" · ".join(filter(None, (facts, teacher))))
    _strip(seen)
    _counts(seen)
    if any(may(person, Action.TICK, x.scope) for x in seen):
        st.text_input(t("wheel.note"), key="task_note", max_chars=ticks.LONGEST_NOTE)
    waiting = [x for x in seen if x.state in (State.LATE, State.NEAR, State.PARTLY)]
    waiting += [x for x in seen if x.state is State.PLANNED and _open_now(store, x)]
    st.subheader(t("class.now"))
    if not waiting:
        st.info(t("class.nothing_now"))
    _rows(store, person, waiting)
    _log(seen)
    later = [x for x in seen if x.state in (State.PLANNED, State.UNPLANNED) and x not in waiting]
    _folded(store, person, "class.later", later, "class_later")
    done = [x for x in seen if x.state is State.DONE]
    _folded(store, person, "class.finished", done, "class_finished")
    st.page_link(st.session_state.staff_pages["arshjul"], label=t("class.open_wheel"))


def _open_now(store: Store, task: Task) -> bool:
    return task.window is not None and task.window.opens <= store.today()


def _rows(store: Store, person: Person, found: list[Task]) -> None:
    for x in sorted(found, key=lambda x: (x.state is not State.LATE, str(x.window))):
        with st.container(border=True, gap="xsmall", key=f"class_{x.task_id}"):
            wheel_view.task_row(
                store, person, x, words.pick(x.activity.names, language()), wide=True
            )


def _folded(store: Store, person: Person, key: str, found: list[Task], name: str) -> None:
    if found:
        with st.expander(t(key), key=name, on_change="rerun") as box:
            if box.open:
                _rows(store, person, found)


def _strip(seen: list[Task]) -> None:
    """How many tasks end in each month, how many of them are done or late: a table."""
    table: dict[str, list[object]] = {
        t("class.month"): [t("class.to_do"), t("class.done"), t("class.missing")]
    }
    for month in wheel_view.MONTHS:
        mine = [x for x in seen if x.window and x.window.closes.month == month]
        if mine:
            done = sum(x.state is State.DONE for x in mine)
            late = sum(x.state is State.LATE for x in mine)
            table[t(f"wheel.short.{month}").lower()] = [len(mine), done, late]
    if len(table) == 1:
        return
    st.subheader(t("class.strip"))
    st.dataframe(table, hide_index=True, alt=t("class.alt"), key="class_strip")


def _counts(seen: list[Task]) -> None:
    """Talks so far, and hours where the plan gives a number."""
    counted = [x for x in seen if x.activity.count == "talks" or isinstance(x.activity.rule, Count)]
    if not counted:
        return
    st.subheader(t("class.counts"))
    for x in counted:
        days = wheel_view.span(x.window) if x.window else ""
        name = words.pick(x.activity.names, language())
        plain(" · ".join(filter(None, (name, wheel_tick.so_far(x), days))))


def _log(seen: list[Task]) -> None:
    """The class's own hours with their themes, newest first."""
    hours = [x for x in seen if x.activity.activity_id == HOURS]
    if not hours:
        return
    st.subheader(t("class.log"))
    rows = sorted((tick for x in hours for tick in x.ticks), key=lambda r: r.day, reverse=True)
    if not rows:
        weekly = any(isinstance(x.activity.rule, Weekly) for x in hours)
        plain("" if weekly else t("class.log_none"))
    for r in rows:
        plain(" · ".join(filter(None, (words.day(r.day, language()), r.note))))


def editor(store: Store, person: Person, year: int, found: dict[UUID, SchoolClass]) -> None:
    """A new class, or another number of students or contact teacher."""
    teachers = {p.person_id: p.name for p in people.holders(store, Role.KONTAKTLARER)}
    options: list[UUID | None] = [None, *teachers]

    def name_of(i: UUID | None) -> str:
        return teachers[i] if i else t("class.no_one")

    chosen = found.get(st.session_state.get("class_which", UUID(int=0)))
    if chosen is not None:
        with st.expander(t("class.edit"), key="class_edit", on_change="rerun") as box:
            if box.open:
                students_key = f"class_students_{chosen.class_id}"
                teacher_key = f"class_teacher_{chosen.class_id}"
                st.session_state.setdefault(students_key, chosen.students)
                now = chosen.contact_teacher_id
                st.session_state.setdefault(teacher_key, now if now in teachers else None)
                students = st.number_input(
                    t("class.students"), 0, MOST_STUDENTS, step=1, key=students_key
                )
                teacher = st.selectbox(
                    t("class.teacher"), options, key=teacher_key, format_func=name_of
                )
                if st.button(t("class.save"), key="class_save"):
                    with told.acting("class.saved"):
                        classes.change(store, person, chosen.class_id, int(students), teacher)
    with st.expander(t("class.new"), key="class_new", on_change="rerun") as box:
        if box.open:
            _new(store, person, year, options, teachers)


def _new(
    store: Store,
    person: Person,
    year: int,
    options: list[UUID | None],
    teachers: dict[UUID, str],
) -> None:
    departments = classes.departments(store)
    name = st.text_input(t("class.name"), key="class_name", max_chars=classes.LONGEST_NAME)
    left, right = st.columns(2)
    with left:
        level = st.selectbox(t("class.level"), LEVELS, key="class_level")
        programme = st.text_input(t("class.programme"), key="class_programme", max_chars=80)
        teacher = st.selectbox(
            t("class.teacher"),
            options,
            key="class_teacher",
            format_func=lambda i: teachers[i] if i else t("class.no_one"),
        )
    with right:
        students = st.number_input(t("class.students"), 0, MOST_STUDENTS, step=1, key="class_size")
        department = st.selectbox(
            t("class.department"),
            [None, *departments],
            key="class_department",
            format_func=lambda i: departments[i] if i else t("class.no_one"),
        )
    if st.button(t("class.save"), key="class_add", type="primary"):
        with told.acting("class.saved", class_name=""):
            classes.add(
                store,
                person,
                year,
                name or "",
                int(level),
                int(students),
                programme or "",
                teacher,
                department,
            )
