"""Changing the plan's year: a new activity, one changed, moved for this year or taken out."""

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import streamlit as st

from core import words
from core.access import Person
from core.school import functions
from core.store.blank import trimmed
from core.store.engine import Store
from core.today.drafts import Thing
from core.ui.kit import editing, notice, outlived, press, sure, written
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t
from core.ui.year import moving, timing
from core.year import activities, rules
from core.year.activities import AREAS, EMPTY, PER, Activity, ActivityStep
from core.year.rules import KINDS

BLANK = Activity(
    activity_id="",
    position=0,
    names=EMPTY,
    texts=EMPTY,
    functions=(),
    rule=rules.Yearly(),
    as_written="",
    on_need=False,
    per="school",
    area="plan",
    lines=(),
    version=0,
)


def editor(store: Store, person: Person) -> None:
    """Under the list: a new activity, and what was taken out."""
    with st.expander(t("wheel.new"), key="wheel_new", on_change="rerun") as box:
        if box.open:
            _form(store, person, replace(BLANK))
    _taken_out(store, person)


def in_row(store: Store, person: Person, year: int, a: Activity) -> None:
    """In the opened row: what may be changed of this activity, and of no other."""
    notice.show(a.activity_id)
    with st.expander(t("wheel.edit"), key=f"wheel_edit_{a.activity_id}", on_change="rerun") as box:
        if box.open:
            _form(store, person, a)
    with st.expander(t("wheel.move"), key=f"wheel_move_{a.activity_id}", on_change="rerun") as box:
        if box.open:
            moving.form(store, person, a, year)
    key = f"activity_remove_{a.activity_id}"
    press.button(t("wheel.remove"), key=key, act=sure.ask, args=(key,), type="tertiary")
    sure.draw(
        key,
        sure.Asking(
            title=t("wheel.remove_title"),
            about=words.pick(a.names, language()),
            tells=t("wheel.remove_help"),
            yes=t("wheel.remove_yes"),
            no=t("wheel.remove_no"),
        ),
        functools.partial(_remove, store, person, a),
    )


def _remove(store: Store, person: Person, a: Activity) -> None:
    with notice.acting("wheel.removed", row=a.activity_id):
        activities.remove(store, person, a.activity_id, a.version)
        sure.answered()
        st.session_state.pop("wheel_open", None)


def _form(store: Store, person: Person, a: Activity) -> None:
    """The fields of one activity; `a` with version 0 is new."""
    held = editing.seen(f"activity_{a.activity_id}", a.version, f"activity_name_{a.activity_id}")
    tail = f"{a.activity_id}_{held}"

    def field(name: str, value: Any) -> str:
        key = f"activity_{name}_{tail}"
        outlived.first(key, value)
        return key

    nb = st.text_input(t("wheel.name"), key=field("name", a.names["nb"]))
    nn = st.text_input(t("wheel.name_nn"), key=field("name_nn", a.names.get("nn", "")))
    boxes = [f"activity_{name}_{tail}" for name in ("text", "text_nn")]
    about = Thing("page", "arshjul")
    text = written.area(about, t("wheel.text"), boxes[0], a.texts.get("nb", ""))
    text_nn = written.area(about, t("wheel.text_nn"), boxes[1], a.texts.get("nn", ""))
    known = functions.everyone(store)
    called = words.apart({i: words.pick(f.names, language()) for i, f in known.items()})
    who = st.multiselect(
        t("wheel.functions"),
        list(known),
        key=field("functions", [f for f in a.functions if f in known]),
        format_func=called.__getitem__,
    )
    left, right = st.columns(2)
    with left:
        per = st.selectbox(
            t("wheel.per_label"),
            PER,
            key=field("per", a.per),
            format_func=lambda p: t(f"wheel.per.{p}"),
        )
        kind = st.selectbox(
            t("wheel.rule_label"),
            list(KINDS),
            key=field("rule", rules.kind(a.rule)),
            format_func=lambda k: t(f"wheel.rule.{k}"),
        )
        need = st.checkbox(t("wheel.on_need"), key=field("on_need", a.on_need))
    with right:
        area = st.selectbox(
            t("wheel.area_label"),
            AREAS,
            key=field("area", a.area),
            format_func=lambda x: t(f"wheel.area.{x}"),
        )
    rule = timing.asked(store, a.rule, str(kind), field)
    timing.shown(store, rule)
    as_written = st.text_input(t("wheel.as_written"), key=field("as_written", a.as_written))
    steps, school_steps = a.steps, a.school_steps
    if a.count == "done" and not a.body:
        steps = _steps(a.steps, "step", field)
    if a.by_class and (steps or school_steps):
        school_steps = _steps(a.school_steps, "school_step", field)
    if st.button(t("wheel.save"), key=f"activity_save_{a.activity_id or 'new'}", type="primary"):
        with notice.acting("wheel.saved", a.activity_id, row=a.activity_id):
            changed = replace(
                a,
                names={"nb": trimmed(nb), "nn": trimmed(nn) or trimmed(nb)},
                texts={"nb": trimmed(text), "nn": trimmed(text_nn) or trimmed(text)},
                functions=tuple(who),
                per=str(per),
                area=str(area),
                on_need=need,
                as_written=trimmed(as_written),
                rule=rule,
                steps=steps,
                school_steps=school_steps,
                version=held,
            )
            if a.activity_id:
                activities.change(store, person, changed)
            else:
                activities.add(store, person, changed)
            written.saved(*boxes)
            editing.forget(f"activity_{a.activity_id}")


def _steps(
    known: tuple[ActivityStep, ...], name: str, field: Callable[[str, Any], str]
) -> tuple[ActivityStep, ...]:
    """The parts that are ticked by themselves: one emptied goes, an empty line stands last.

    A part keeps its id, and with it its ticks, whatever it is called.
    """
    out = []
    for n in range(activities.MOST_STEPS):
        old = known[n] if n < len(known) else ActivityStep(uuid4().hex[:8], EMPTY)
        said = {}
        for column, tongue in zip(st.columns(2), EMPTY, strict=True):
            with column:
                key = field(f"{name}_{n}_{tongue}", old.names[tongue])
                said[tongue] = st.text_input(t(f"wheel.{name}_{tongue}", n=int(n) + 1), key=key)
        names = {k: trimmed(v) or trimmed(said["nb"]) for k, v in said.items()}
        if names["nb"]:
            out.append(ActivityStep(old.step_id, names))
        elif n >= len(known):
            break
    return tuple(out)


def _taken_out(store: Store, person: Person) -> None:
    gone = [a for a in activities.every(store) if not a.active]
    if not gone:
        return
    with st.expander(t("wheel.taken_out")):
        for a in gone:
            with st.container(horizontal=True, key=f"gone_{a.activity_id}"):
                plain(words.pick(a.names, language()))
                if st.button(t("wheel.put_back"), key=f"activity_back_{a.activity_id}"):
                    with notice.acting("wheel.was_put_back", row=a.activity_id):
                        activities.put_back(store, person, a.activity_id, a.version)
