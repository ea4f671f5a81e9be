"""The activities of the year one under another: by the month in which they begin, or one's own."""

from collections import defaultdict
from datetime import date

import streamlit as st

from core import words
from core.access import Person
from core.store.engine import Store
from core.ui.kit import pages
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t
from core.ui.year.rows import MONTHS, Under, by_activity, row, ticked, when
from core.year import activities, rules
from core.year import mine as own_tasks
from core.year.activities import Activity
from core.year.tasks import Task

LONG = 200  # days: what lasts longer stands under "Hele året", not under its first month


def listed(
    store: Store,
    person: Person,
    tasks: list[Task],
    only: set[str] | None = None,
    under: Under | None = None,
) -> None:
    """The activities by the month in which they begin; the long ones and the undated after.

    `under` draws more in the row that is opened.
    """
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
                row(store, person, a, mine.get(a.activity_id, []), under)


def _group(tasks: list[Task], a: Activity) -> str:
    windows = [x.window for x in tasks if x.window]
    if isinstance(a.rule, (rules.Weekly, rules.Continuous, rules.Monthly)):
        return "all_year"
    if not windows:
        rule = a.rule
        if isinstance(rule, rules.Months):
            return str(rule.first)
        if isinstance(rule, rules.IsoWeeks):
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
    """What is theirs and asks for something now, most urgent first.

    What is ticked stays until the page is left: a tick by mistake is taken back where it was made.
    """
    shown = _own_shown(store, person)
    if not shown:
        st.info(t("wheel.nothing_mine"))
    for mine in by_activity(shown).values():
        a = mine[0].activity
        with st.container(border=True, gap="xsmall", key=f"own_{a.activity_id}"):
            plain(words.pick(a.names, language()))
            plain(when(a))
            ticked(store, person, mine, told=False)
            if a.count == "readers":
                st.page_link(
                    st.session_state.staff_pages["handlingsplan"], label=t("page.handlingsplan")
                )


def _own_shown(store: Store, person: Person) -> list[Task]:
    """What asks for something, in the order in which it was first drawn on this page."""
    urgent = own_tasks.to_do(store, person)
    order: list[str] = pages.kept().setdefault("own_tasks", [])
    order += [x.task_id for x in urgent if x.task_id not in order]
    now = {x.task_id: x for x in urgent}
    if now.keys() != set(order):
        now = {x.task_id: x for x in own_tasks.of(store, person)} | now
    return [now[i] for i in order if i in now]
