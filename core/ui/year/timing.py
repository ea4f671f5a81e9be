"""When an activity is done: the fields of each kind of time, and the days that they give."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.school import days
from core.school import year as school_year
from core.store.engine import Store
from core.ui.kit.plain import plain
from core.ui.kit.words import t
from core.ui.year import rows
from core.year import rules
from core.year.rules import Rule

MOST_SHOWN = 12  # windows; the rest are told by their number
# The fields of each kind: their names in the rule, with the least and the most that each takes.
NUMBERS: dict[str, dict[str, tuple[int, int]]] = {
    "W": {"every": (1, 4)},
    "N": {"least": (1, rules.MOST_TIMES), "most": (1, rules.MOST_TIMES)},
    "ISO": {
        "first": (1, rules.LAST_AUTUMN_WEEK),
        "last": (1, rules.LAST_AUTUMN_WEEK),
    },
    "REL": {
        "first": (-2, rules.LONGEST_WAIT),
        "last": (-2, rules.LONGEST_WAIT),
    },
}


def asked(store: Store, old: Rule, kind: str, field: Callable[[str, Any], str]) -> Rule:
    """The fields of this kind, and the rule that they make; weighed when it is saved."""
    before = rules.saved(old) if rules.kind(old) == kind else {}
    facts: dict[str, Any] = {}
    if kind == "MON":
        month = store.today().month
        for name in ("first", "last"):
            facts[name] = st.selectbox(
                t(f"wheel.time.{kind}_{name}"),
                rows.MONTHS,
                key=field(f"{kind}_{name}", before.get(name, month)),
                format_func=lambda m: t(f"wheel.months.{m}"),
            )
    for name, (least, most) in NUMBERS.get(kind, {}).items():
        week = store.today().isocalendar().week if kind == "ISO" else max(least, 0)
        key = field(f"{kind}_{name}", before.get(name, week))
        facts[name] = int(
            st.number_input(t(f"wheel.time.{kind}_{name}"), least, most, step=1, key=key)
        )
    if kind == "REL":
        facts["day"] = bool(before.get("day")) and facts["first"] == facts["last"]
    return rules.KINDS[kind](**facts)


def shown(store: Store, rule: Rule) -> None:
    """The days of this school year that a rule gives, while it is being typed."""
    year = school_year.school_year(store.today())
    try:
        rules.read(rules.saved(rule))
    except ValueError:
        st.warning(t("wheel.error.rule"))
        return
    found = rules.windows(rule, year, days.load(store))
    if isinstance(rule, rules.FREQUENT):
        st.caption(t("wheel.time.by_half", n=len(found)))
    elif found:
        st.caption(t("wheel.time.gives", n=len(found)))
    else:
        st.caption(t("wheel.time.no_days"))
    if found:
        plain("\n".join(rows.span(w) for w in found[:MOST_SHOWN]))
