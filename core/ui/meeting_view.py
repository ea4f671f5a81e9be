"""A body as a card: how often it must meet, what it has held; opened, its meetings and members."""

from uuid import UUID

import streamlit as st

from core import activities, bodies, classes, meetings, school_year, words
from core.access import Action, Person, may
from core.bodies import Body
from core.store.engine import Store
from core.tasks import Meeting
from core.ui import told
from core.ui.plain import plain
from core.ui.words import language, t


def body_card(store: Store, person: Person, body: Body) -> None:
    """One body of the plan."""
    opened = st.session_state.get("meeting_open") == body.body_id
    met = meetings.of_year(store, body.body_id)
    with st.container(border=True, gap="xsmall", key=f"body_{body.body_id}"):
        left, middle, right = st.columns([5, 4, 2], vertical_alignment="center")
        with left, st.container(gap=None, key=f"body_what_{body.body_id}"):
            plain(words.pick(body.names, language()))
            plain(" · ".join(filter(None, (body.as_written, ", ".join(body.lines)))))
        with middle, st.container(gap=None, key=f"body_count_{body.body_id}"):
            _count(store, body, met)
        with right:
            st.button(
                t("meeting.close" if opened else "meeting.open"),
                key=f"meeting_open_{body.body_id}",
                on_click=_open,
                args=("" if opened else body.body_id,),
            )
        if opened:
            _opened(store, person, body, met)


def _open(body_id: str) -> None:
    st.session_state.meeting_open = body_id


def _count(store: Store, body: Body, met: list[Meeting]) -> None:
    held = sum(m.held for m in met)
    if body.most and not body.by_class and body.least == body.most:
        st.text(t("meeting.held_exact", held=held, n=body.least))
    elif body.most and not body.by_class:
        st.text(t("meeting.held_of", held=held, least=body.least, most=body.most))
    else:
        st.text(t("meeting.held", n=held))
    coming = [m.day for m in met if not m.held and m.day >= store.today()]
    if coming:
        st.text(t("meeting.next", day=words.day(min(coming), language())))
    else:
        st.text(t("meeting.no_next"))


def _opened(store: Store, person: Person, body: Body, met: list[Meeting]) -> None:
    plain(words.pick(body.members, language()))
    plain(words.pick(body.topics, language()))
    chosen = _class(store, person, body)
    if body.by_class and chosen is None:
        return
    writes = meetings.may_write(store, person, body.body_id, chosen)
    for m in met:
        if m.class_id == chosen:
            _meeting(store, m, person, writes)
    if writes:
        _new(store, person, body, chosen)
    if any(a.body == body.body_id for a in activities.in_force(store)) and may(
        person, Action.OPEN_PAGE, "arshjul"
    ):
        st.page_link(st.session_state.staff_pages["arshjul"], label=t("meeting.in_wheel"))
    if may(person, Action.EDIT_BODY):
        _members(store, person, body)


def _class(store: Store, person: Person, body: Body) -> UUID | None:
    """The class whose meetings are shown; None for a body of the whole school."""
    if not body.by_class:
        return None
    year = school_year.school_year(store.today())
    names = {c.class_id: c.name for c in classes.seen_by(store, person, year)}
    if not names:
        return None
    return st.selectbox(
        t("meeting.body_class"),
        list(names),
        key=f"meeting_class_{body.body_id}",
        format_func=names.__getitem__,
        width=240,
    )


def _meeting(store: Store, m: Meeting, person: Person, writes: bool) -> None:
    with st.container(key=f"meeting_{m.meeting_id}", gap="xsmall"):
        state = t("meeting.was_held" if m.held else "meeting.planned")
        plain(f"{words.day(m.day, language())} · {state}")
        if not writes:
            plain(m.note)
            return
        key = f"meeting_note_{m.meeting_id}_{m.version}"
        st.session_state.setdefault(key, m.note)
        left, right = st.columns([3, 2], vertical_alignment="bottom")
        with left:
            text = st.text_input(t("meeting.note"), key=key, max_chars=meetings.LONGEST_NOTE)
        with right, st.container(horizontal=True, key=f"meeting_acts_{m.meeting_id}"):
            if m.held:
                if st.button(t("meeting.save_note"), key=f"meeting_save_{m.meeting_id}"):
                    with told.acting("meeting.noted"):
                        meetings.note(store, person, m.meeting_id, text or "", m.version)
            elif st.button(t("meeting.hold"), key=f"meeting_hold_{m.meeting_id}"):
                with told.acting("meeting.held_done"):
                    meetings.hold(store, person, m.meeting_id, text or "", m.version)
            if st.button(t("meeting.cancel"), key=f"meeting_cancel_{m.meeting_id}"):
                with told.acting("meeting.cancelled"):
                    meetings.cancel(store, person, m.meeting_id, m.version)


def _new(store: Store, person: Person, body: Body, class_id: UUID | None) -> None:
    day_key, note_key = f"meeting_day_{body.body_id}", f"meeting_themes_{body.body_id}"
    st.session_state.setdefault(day_key, store.today())
    left, middle, right = st.columns([2, 4, 4], vertical_alignment="bottom")
    with left:
        day = st.date_input(t("meeting.day"), key=day_key, format="DD.MM.YYYY")
    with middle:
        text = st.text_input(t("meeting.note"), key=note_key, max_chars=meetings.LONGEST_NOTE)
    with right, st.container(horizontal=True, key=f"meeting_new_{body.body_id}"):
        if st.button(t("meeting.plan"), key=f"meeting_plan_{body.body_id}"):
            with told.acting("meeting.planned_done"):
                meetings.plan(store, person, body.body_id, day, class_id)
        if st.button(t("meeting.hold_new"), key=f"meeting_hold_new_{body.body_id}"):
            with told.acting("meeting.held_done", **{note_key: ""}):
                meetings.hold_now(store, person, body.body_id, class_id, day, text or "")


def _members(store: Store, person: Person, body: Body) -> None:
    """Who with an account sits in it; leaders add and take out."""
    with st.expander(t("meeting.members"), key=f"members_{body.body_id}", on_change="rerun") as box:
        if not box.open:
            return
        sitting = bodies.members(store, body.body_id)
        for member_id, name in sitting:
            with st.container(horizontal=True, key=f"member_{body.body_id}_{member_id}"):
                plain(name)
                off = f"member_off_{body.body_id}_{member_id}"
                if st.button(t("meeting.member_off"), key=off):
                    with told.acting("meeting.member_left"):
                        bodies.take_off(store, person, body.body_id, member_id)
        here = {member_id for member_id, _ in sitting}
        others = {i: name for i, name in bodies.candidates(store, body) if i not in here}
        chosen = st.selectbox(
            t("meeting.member"),
            list(others),
            key=f"member_new_{body.body_id}",
            format_func=others.__getitem__,
        )
        if st.button(t("meeting.member_add"), key=f"member_add_{body.body_id}") and chosen:
            with told.acting("meeting.member_added"):
                bodies.put_on(store, person, body.body_id, chosen)
