"""The wheel of the year as rows and as a picture; one activity opened with its classes."""

from collections import defaultdict
from datetime import date

import streamlit as st

from core import activities, functions, own_tasks, school_year, ticks, time_rules, words
from core.access import Action, Person, TaskScope, may
from core.activities import AREAS, Activity
from core.figures import wheel_chart
from core.school_days import SchoolDays
from core.store.engine import Store
from core.tasks import State, Task, summed
from core.time_rules import Window
from core.ui import told, wheel_tick
from core.ui.plain import plain
from core.ui.words import language, t

MONTHS = (8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7)
LONG = 200  # days: what lasts longer stands under "Hele året", not under its first month


def by_activity(tasks: list[Task]) -> dict[str, list[Task]]:
    """The tasks of each activity."""
    out: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        out[task.activity.activity_id].append(task)
    return out


def span(window: Window) -> str:
    """The days of a window: "14. sep. – 25. sep."."""
    opens, closes = (words.day(d, language()) for d in (window.opens, window.closes))
    return opens if window.opens == window.closes else f"{opens} – {closes}"


def when(a: Activity) -> str:
    """The time as the plan writes it."""
    return a.as_written or t("wheel.no_time")


def state_of(person: Person, a: Activity, tasks: list[Task]) -> str:
    """The state of an activity in a word, as far as this person may know it."""
    seen = [x for x in tasks if wheel_tick.sees(person, x)]
    if a.on_need and not seen:
        return t("wheel.on_need_hidden")
    found = summed(seen)
    if found is None:
        return t("wheel.state.no_need")
    if len(seen) > 1 and a.by_class:
        classes = {x.school_class for x in seen if x.school_class}
        done = sum(all(x.state is State.DONE for x in seen if x.school_class == c) for c in classes)
        of = t("wheel.progress_classes", done=done, total=len(classes))
    elif len(seen) > 1:
        done = sum(x.state is State.DONE for x in seen)
        of = t("wheel.progress", done=done, total=len(seen))
    else:
        of = wheel_tick.so_far(seen[0])
    return " · ".join(filter(None, (t(f"wheel.state.{found}"), of)))


def row(store: Store, person: Person, a: Activity, tasks: list[Task]) -> None:
    """One activity in the list: its tick or its progress, what, who, when; opened, its classes."""
    opened = st.session_state.get("wheel_open") == a.activity_id
    with st.container(border=True, gap="xsmall", key=f"activity_{a.activity_id}"):
        left, middle, right = st.columns([5, 3, 2], vertical_alignment="center")
        with left, st.container(gap=None, key=f"what_{a.activity_id}"):
            plain(words.pick(a.names, language()))
            who = ", ".join(functions.named(store, a.functions, language()))
            plain(f"{who} · {when(a)} · {', '.join(a.lines)}")
        with middle, st.container(gap=None, key=f"state_{a.activity_id}"):
            plain(state_of(person, a, tasks))
            single = len(tasks) == 1 and not tasks[0].steps and wheel_tick.sees(person, tasks[0])
            if single and not opened:
                wheel_tick.tick(store, person, tasks[0])
        with right:
            st.button(
                t("wheel.close" if opened else "wheel.open"),
                key=f"wheel_open_{a.activity_id}",
                on_click=_open,
                args=("" if opened else a.activity_id,),
            )
        if opened:
            opened_row(store, person, a, tasks)


def _open(activity_id: str) -> None:
    st.session_state.wheel_open = activity_id


def opened_row(store: Store, person: Person, a: Activity, tasks: list[Task]) -> None:
    """An opened row: the text, each class with its tick, who needs it, who did what."""
    text = words.pick(a.texts, language())
    if text:
        plain(text)
    seen = [x for x in tasks if wheel_tick.sees(person, x)]
    if any(may(person, Action.TICK, x.scope) for x in seen):
        st.text_input(t("wheel.note"), key="task_note", max_chars=ticks.LONGEST_NOTE)
    if a.body and not a.frequent:
        st.page_link(st.session_state.staff_pages["moter"], label=t("wheel.meetings_link"))
    for x in seen:
        task_row(store, person, x, _place(x))
    if a.on_need:
        _needs(store, person, a, seen)
    wheel_tick.history(store, seen)


def _place(task: Task) -> str:
    if task.school_class:
        return task.school_class.name
    if task.need and task.need.about:
        return task.need.about
    return t("wheel.school")


def task_row(store: Store, person: Person, task: Task, name: str, wide: bool = False) -> None:
    """One task: for whom, its days, its state, its tick."""
    with st.container(key=f"task_{task.task_id}"):
        left, middle, right = st.columns([4 if wide else 2, 4, 4], vertical_alignment="center")
        with left:
            plain(name)
        with middle:
            days = span(task.window) if task.window else ""
            plain(" · ".join(filter(None, (days, t(f"wheel.state.{task.state}")))))
        with right:
            wheel_tick.tick(store, person, task)


def _needs(store: Store, person: Person, a: Activity, seen: list[Task]) -> None:
    """Saying that a class needs it, or no longer does."""
    year = school_year.school_year(store.today())
    if a.per == "person":
        if may(person, Action.TICK, TaskScope(frozenset(a.functions))):
            _need_person(store, person, a)
    else:
        has = {x.school_class for x in seen}
        free = [c for c in wheel_tick.needable(store, person, a.functions, year) if c not in has]
        if free:
            _need_class(store, person, a, {c.name: c.class_id for c in free})
    open_needs = {_place(x): x.need for x in seen if x.need}
    if open_needs:
        with st.expander(t("wheel.need_end")):
            name = st.selectbox(
                t("wheel.need_class"), list(open_needs), key=f"need_ending_{a.activity_id}"
            )
            reason = st.text_input(t("wheel.need_reason"), key=f"need_reason_{a.activity_id}")
            chosen = open_needs.get(name)
            if st.button(t("wheel.need_end"), key=f"need_end_{a.activity_id}") and chosen:
                with told.acting("wheel.need_ended"):
                    ticks.end_need(store, person, chosen.need_id, reason or "")


def _need_class(store: Store, person: Person, a: Activity, free: dict[str, object]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"need_{a.activity_id}"):
        name = st.selectbox(
            t("wheel.need_class"), list(free), key=f"need_class_{a.activity_id}", width=200
        )
        if st.button(t("wheel.need"), key=f"need_add_{a.activity_id}"):
            with told.acting("wheel.need_said"):
                ticks.say_need(store, person, a.activity_id, free[name])  # type: ignore[arg-type]


def _need_person(store: Store, person: Person, a: Activity) -> None:
    key = f"need_about_{a.activity_id}"
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"need_{a.activity_id}"):
        about = st.text_input(t("wheel.need_person"), key=key, max_chars=activities.LONGEST_NAME)
        if st.button(t("wheel.need_add"), key=f"need_add_{a.activity_id}"):
            with told.acting("wheel.need_said", **{key: ""}):
                ticks.say_need(store, person, a.activity_id, about=about or "")


def listed(store: Store, person: Person, tasks: list[Task], only: set[str] | None = None) -> None:
    """The activities by the month in which they begin; the long ones and the undated after."""
    groups: dict[str, list[Activity]] = defaultdict(list)
    mine = by_activity(tasks)
    for a in activities.in_force(store):
        if only is None or a.activity_id in only:
            groups[_group(mine.get(a.activity_id, []), a)].append(a)
    for key in [*map(str, MONTHS), "all_year", "undated"]:
        if groups.get(key):
            if key.isdecimal():
                st.subheader(t(f"wheel.months.{key}"))
            else:
                st.subheader(t("wheel.all_year" if key == "all_year" else "wheel.undated"))
            for a in groups[key]:
                row(store, person, a, mine.get(a.activity_id, []))


def _group(tasks: list[Task], a: Activity) -> str:
    windows = [x.window for x in tasks if x.window]
    if isinstance(a.rule, (time_rules.Weekly, time_rules.Continuous, time_rules.Monthly)):
        return "all_year"
    if not windows:
        rule = a.rule
        if isinstance(rule, time_rules.Months):
            return str(rule.first)
        if isinstance(rule, time_rules.IsoWeeks):
            return str(date.fromisocalendar(2026, rule.first, 1).month)
        return "undated"
    first = min(windows, key=lambda w: w.opens)
    return "all_year" if (first.closes - first.opens).days > LONG else str(first.opens.month)


def in_month(tasks: list[Task], month: int) -> set[str]:
    """The activities that have a window which touches this month."""
    out = set()
    for x in tasks:
        if x.window:
            first, last = (MONTHS.index(d.month) for d in (x.window.opens, x.window.closes))
            if first <= MONTHS.index(month) <= last:
                out.add(x.activity.activity_id)
    return out


def own(store: Store, person: Person) -> None:
    """What is hers and asks for something now, most urgent first."""
    urgent = own_tasks.to_do(store, person)
    if not urgent:
        st.info(t("wheel.nothing_mine"))
    for mine in by_activity(urgent).values():
        a = mine[0].activity
        with st.container(border=True, gap="xsmall", key=f"own_{a.activity_id}"):
            plain(words.pick(a.names, language()))
            plain(f"{when(a)} · {', '.join(a.lines)}")
            for x in mine:
                task_row(store, person, x, _place(x))


def picture(store: Store, tasks: list[Task], year: int) -> None:
    """The wheel itself; what stands in it stands in the list too."""
    today = store.today()
    of = by_activity(tasks)
    arcs = []
    done = total = 0
    for a in activities.in_force(store):
        mine = of.get(a.activity_id, [])
        if a.on_need:
            found = time_rules.windows(a.rule, year, _calendar(store))
            states = dict.fromkeys(found, "on_need")
        else:
            grouped: dict[Window, list[Task]] = defaultdict(list)
            for x in mine:
                if x.window:
                    grouped[x.window].append(x)
            states = {w: str(summed(xs)) for w, xs in grouped.items()}
            if mine:
                total += 1
                done += summed(mine) is State.DONE
        name = words.pick(a.names, language())
        arcs += [
            wheel_chart.Arc(name, AREAS.index(a.area), w.opens, w.closes, s)
            for w, s in states.items()
        ]
    week = today.isocalendar().week
    labels = wheel_chart.Labels(
        school_year.label(year),
        t("wheel.today", week=week, done=done, total=total),
        tuple(t(f"wheel.short.{m}") for m in MONTHS),
        tuple(t(f"wheel.area.{area}") for area in AREAS),
        tuple((s, t(f"wheel.state.{s}")) for s in wheel_chart.COLOURS),
    )
    spec = wheel_chart.spec(tuple(arcs), labels, date(year, 8, 1), today)
    st.vega_lite_chart(spec, width="content", alt=t("wheel.alt", n=len(of)), key="wheel_picture")
    st.caption(t("wheel.as_list"))


def _calendar(store: Store) -> SchoolDays:
    from core import school_days

    return school_days.load(store)
