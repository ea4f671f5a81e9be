"""The wheel of the year as a picture, and the same as a table."""

from collections import Counter
from datetime import date

import streamlit as st

from core import words
from core.figures import wheel_chart
from core.school import days
from core.school import year as school_year
from core.store.engine import Store
from core.ui.kit import chart
from core.ui.kit.words import filled, language, t
from core.ui.year import rows as wheel_view
from core.year import activities, rules
from core.year.activities import AREAS, Activity
from core.year.rules import Window
from core.year.tasks import Task, lacking, summed


def picture(store: Store, tasks: list[Task], year: int) -> None:
    """The wheel, drawn for the width of the screen, and its table."""
    today, of = store.today(), wheel_view.by_activity(tasks)
    found = [
        (a, _states(store, a, of.get(a.activity_id, []), year)) for a in activities.in_force(store)
    ]
    arcs = tuple(
        wheel_chart.Arc(_name(a), AREAS.index(a.area), w.opens, w.closes, state)
        for a, states in found
        for w, state in states.items()
    )
    counted = Counter(_state(a, of.get(a.activity_id, [])) for a, _ in found)
    middle = (
        t("wheel.week", week=today.isocalendar().week),
        t("wheel.done_of", done=counted["done"], total=len(found) - counted["on_need"]),
    )
    labels = wheel_chart.Labels(
        school_year.label(year),
        middle,
        tuple(t(f"wheel.short.{m}") for m in wheel_view.MONTHS),
        tuple(t(f"wheel.area.{area}") for area in AREAS),
        tuple((s, t(f"wheel.state.{s}")) for s in wheel_chart.COLOURS),
    )
    said = ", ".join(f"{n} {t(f'wheel.state.{state}')}" for state, n in counted.most_common())
    alt = filled("wheel.alt", n=len(found), states=said)
    # The page's style shows the one that fits: the server does not know how wide the screen is.
    for key, shape in (("wheel_wide", wheel_chart.LAPTOP), ("wheel_narrow", wheel_chart.PHONE)):
        spec = wheel_chart.spec(arcs, labels, date(year, 8, 1), today, shape)
        with st.container(key=key):
            st.vega_lite_chart(spec, width="content", alt=alt, key=f"chart_{key}")
    chart.as_table("wheel", alt, _table(found, of))


def _name(a: Activity) -> str:
    return words.pick(a.names, language())


def _state(a: Activity, tasks: list[Task]) -> str:
    """What the picture says of an activity: of those on need nothing but that they are."""
    return "on_need" if a.on_need else str(summed(tasks) or lacking(a))


def _states(store: Store, a: Activity, tasks: list[Task], year: int) -> dict[Window, str]:
    """The state in each window."""
    if a.on_need:
        of_rule = rules.windows(a.rule, year, days.load(store))
        return dict.fromkeys(of_rule, "on_need")
    windows = dict.fromkeys(x.window for x in tasks if x.window)
    return {w: str(summed(x for x in tasks if x.window == w)) for w in windows}


def _table(
    found: list[tuple[Activity, dict[Window, str]]], of: dict[str, list[Task]]
) -> dict[str, list[str]]:
    rows = []
    for a, states in found:
        mine = of.get(a.activity_id, [])
        far = "" if a.on_need or not mine else wheel_view.progress(a, mine)
        rows.append(
            (
                _name(a),
                t(f"wheel.area.{a.area}"),
                wheel_view.when(a),
                ", ".join(wheel_view.span(w) for w in states),
                " · ".join(filter(None, (t(f"wheel.state.{_state(a, mine)}"), far))),
            )
        )
    heads = ("activity", "area_label", "rule_label", "days", "state_label")
    columns = zip(*rows, strict=True) if rows else [()] * len(heads)
    return {t(f"wheel.{head}"): list(column) for head, column in zip(heads, columns, strict=True)}
