"""What only some need: saying that a class needs it, that it no longer does, or does again."""

from uuid import UUID

import streamlit as st

from core.access import Action, Person, may
from core.school import classes, year
from core.store.engine import Store
from core.today.drafts import Thing
from core.ui.kit import notice, written
from core.ui.kit.plain import plain
from core.ui.kit.words import t
from core.ui.year import ticking
from core.words import apart
from core.year import activities, needs
from core.year.activities import Activity
from core.year.tasks import Task


def row(store: Store, person: Person, a: Activity, seen: list[Task]) -> None:
    """Under an on-need row: who needs it, who no longer does."""
    if a.per == "person":
        if may(person, Action.SEE_TASK, a.scope()):
            _say_person(store, person, a)
    else:
        has = {x.school_class for x in seen}
        free = [c for c in _needable(store, person, a) if c not in has]
        if free:
            _say_class(store, person, a, {c.name: c.class_id for c in free})
    open_needs = apart({x.need.need_id: ticking.place(x) for x in seen if x.need})
    if open_needs:
        _end(store, person, a, open_needs)
    _ended(store, person, a)


def _say_class(store: Store, person: Person, a: Activity, free: dict[str, UUID]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"need_{a.activity_id}"):
        name = st.selectbox(
            t("wheel.need_class"), list(free), key=f"need_class_{a.activity_id}", width=200
        )
        if st.button(t("wheel.need"), key=f"need_add_{a.activity_id}"):
            with notice.acting("wheel.need_said", row=a.activity_id):
                needs.say(store, person, a.activity_id, free[name])


def _say_person(store: Store, person: Person, a: Activity) -> None:
    key = f"need_about_{a.activity_id}"
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"need_{a.activity_id}"):
        about = st.text_input(t("wheel.need_person"), key=key, max_chars=activities.LONGEST_NAME)
        if st.button(t("wheel.need_add"), key=f"need_add_{a.activity_id}"):
            with notice.acting("wheel.need_said", row=a.activity_id, **{key: ""}):
                needs.say(store, person, a.activity_id, about=about or "")


def _end(store: Store, person: Person, a: Activity, found: dict[UUID, str]) -> None:
    with st.expander(t("wheel.need_end")):
        which = st.selectbox(
            t("wheel.need_whose"),
            list(found),
            key=f"need_ending_{a.activity_id}",
            format_func=found.__getitem__,
        )
        key = f"need_reason_{a.activity_id}"
        about = Thing("page", "arshjul")
        reason = written.line(about, t("wheel.need_reason"), key)
        if st.button(t("wheel.need_end"), key=f"need_end_{a.activity_id}"):
            with notice.acting("wheel.need_ended", row=a.activity_id, **{key: ""}):
                needs.end(store, person, which, reason or "")


def _ended(store: Store, person: Person, a: Activity) -> None:
    """What was taken away this year, each with the way back."""
    found = needs.ended(store, person, a.activity_id)
    if not found:
        return
    names = {c.class_id: c.name for c in classes.of_year(store, _year(store))}
    plain(t("wheel.needs_ended"))
    for n, reason in found:
        with st.container(
            horizontal=True, vertical_alignment="center", key=f"need_gone_{n.need_id}"
        ):
            name = names.get(n.class_id, "") if n.class_id else n.about
            plain(f"{name} · {reason}")
            if st.button(t("wheel.put_back"), key=f"need_back_{n.need_id}"):
                with notice.acting("wheel.need_restored", row=n.need_id):
                    needs.restore(store, person, a.activity_id, n.need_id)


def _needable(store: Store, person: Person, a: Activity) -> list[classes.SchoolClass]:
    """The classes for which they may say that they need it."""
    found = classes.of_year(store, _year(store))
    return [c for c in found if may(person, Action.SEE_TASK, a.scope(c))]


def _year(store: Store) -> int:
    return year.school_year(store.today())
