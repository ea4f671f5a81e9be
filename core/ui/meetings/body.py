"""A body as a card: how often it must meet, what it has held; opened, its meetings and members."""

from uuid import UUID

import streamlit as st

from core import words
from core.access import Action, Person, may
from core.people import directory
from core.school import classes
from core.school import year as school_year
from core.store.engine import Store
from core.today import drafts
from core.ui.kit import notice, outlived, press, thing, written
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t
from core.year import activities, bodies, meetings
from core.year.bodies import Body
from core.year.tasks import Meeting


def body_card(store: Store, person: Person, body: Body) -> None:
    """One body of the plan."""
    opened = st.session_state.get("meeting_open") == body.body_id
    met = meetings.of_year(store, body.body_id)
    with st.container(border=True, gap="xsmall", key=f"body_{body.body_id}"):
        left, middle, right = st.columns([5, 4, 2], vertical_alignment="center")
        with left, st.container(gap=None, key=f"body_what_{body.body_id}"):
            with thing.shown(f"body_{body.body_id}", now=opened):
                plain(words.pick(body.names, language()))
            if body.as_written:
                plain(body.as_written.rstrip("."))
        with middle, st.container(gap=None, key=f"body_count_{body.body_id}"):
            _count(store, body, met)
        with right:
            press.button(
                t("meeting.close" if opened else "meeting.open"),
                key=f"meeting_open_{body.body_id}",
                act=_open,
                args=("" if opened else body.body_id,),
            )
        if opened:
            notice.show(body.body_id)
            gone(store, person, body.body_id)
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
    mine = [m for m in met if m.class_id == chosen]
    if writes:
        _new(store, person, body, chosen)
    # What comes is nearest first, what was held is newest first.
    for m in [m for m in mine if not m.held] + [m for m in reversed(mine) if m.held]:
        _meeting(store, m, person, writes)
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
    """One meeting: its day, whether it was held, its themes; opened, to be changed."""
    own = str(m.meeting_id)
    with st.container(border=True, gap="xsmall", key=f"meeting_{own}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            state = t("meeting.was_held" if m.held else "meeting.planned")
            with st.container(gap=None, width="stretch"):
                plain(f"{words.day(m.day, language())} · {state}")
                if m.note:
                    plain(m.note)
            if not writes:
                return
            due = not m.held and m.day <= store.today()
            if due and st.button(t("meeting.hold"), key=f"meeting_hold_{own}"):
                with notice.acting("meeting.held_done", m.body_id, row=own, meeting_changing=own):
                    meetings.hold(store, person, m.meeting_id, m.note, m.version)
            opened = st.session_state.get("meeting_changing") == own
            press.button(
                t("meeting.close" if opened else "meeting.change"),
                key=f"meeting_change_{own}",
                type="tertiary",
                act=_change,
                args=("" if opened else own,),
            )
        if opened:
            _changing(store, m, person)


def _change(meeting_id: str) -> None:
    st.session_state.meeting_changing = meeting_id


def _changing(store: Store, m: Meeting, person: Person) -> None:
    """The day of one that comes, the themes of any, and the way out of a mistake."""
    own = str(m.meeting_id)
    day_key, note_key = f"meeting_day_{own}_{m.version}", f"meeting_note_{own}_{m.version}"
    outlived.first(day_key, m.day)
    about = drafts.of_meetings(m.body_id, m.class_id)
    with st.container(key=f"meeting_form_{own}"):
        day = m.day
        if not m.held:
            day = st.date_input(t("meeting.day"), key=day_key, format="DD.MM.YYYY", width=180)
        text = written.line(
            about, t("meeting.note"), note_key, m.note, max_chars=meetings.LONGEST_NOTE
        )
        sent = st.button(t("meeting.save"), key=f"meeting_save_{own}", type="primary")
    if sent:
        with notice.acting("meeting.saved", m.body_id, row=own, meeting_changing=""):
            meetings.change(store, person, m.meeting_id, day, text, m.version)
            written.saved(note_key)
    if st.button(t("meeting.cancel"), key=f"meeting_cancel_{own}", type="tertiary"):
        taken = (m.body_id, m.meeting_id, m.version + 1)
        with notice.acting(
            "meeting.cancelled", m.body_id, row=own, meeting_changing="", meeting_gone=taken
        ):
            meetings.cancel(store, person, m.meeting_id, m.version)


def gone(store: Store, person: Person, body_id: str) -> None:
    """The way back for a meeting that was just taken away, under the line that says so."""
    found = st.session_state.get("meeting_gone")
    if found and found[0] == body_id and st.button(t("meeting.undo"), key="meeting_undo"):
        with notice.acting("meeting.was_put_back", body_id, meeting_gone=None):
            meetings.put_back(store, person, *found[1:])


def _new(store: Store, person: Person, body: Body, class_id: UUID | None) -> None:
    day_key, note_key = f"meeting_day_{body.body_id}", f"meeting_themes_{body.body_id}"
    outlived.first(day_key, store.today())
    left, middle, right = st.columns([2, 4, 4], vertical_alignment="bottom")
    with left:
        day = st.date_input(t("meeting.day"), key=day_key, format="DD.MM.YYYY")
    with middle:
        text = written.line(
            drafts.of_meetings(body.body_id, class_id),
            t("meeting.note"),
            note_key,
            max_chars=meetings.LONGEST_NOTE,
        )
    with right, st.container(horizontal=True, key=f"meeting_new_{body.body_id}"):
        if st.button(t("meeting.plan"), key=f"meeting_plan_{body.body_id}"):
            with notice.acting("meeting.planned_done", body.body_id, **{note_key: ""}):
                meetings.plan(store, person, body.body_id, day, class_id, text or "")
        if st.button(t("meeting.hold_new"), key=f"meeting_hold_new_{body.body_id}"):
            with notice.acting("meeting.held_done", body.body_id, **{note_key: ""}):
                meetings.hold_now(store, person, body.body_id, class_id, day, text or "")


def _members(store: Store, person: Person, body: Body) -> None:
    """Who with an account sits in it; leaders add and take out."""
    with st.expander(t("meeting.members"), key=f"members_{body.body_id}", on_change="rerun") as box:
        if not box.open:
            return
        sitting = [member_id for member_id, _ in bodies.members(store, body.body_id)]
        for member_id, name in directory.told_apart(store, sitting).items():
            own = f"{body.body_id}_{member_id}"
            with st.container(horizontal=True, vertical_alignment="center", key=f"member_{own}"):
                plain(name)
                if st.button(t("meeting.member_off"), key=f"member_off_{own}", type="tertiary"):
                    with notice.acting("meeting.member_left", body.body_id, row=member_id):
                        bodies.take_off(store, person, body.body_id, member_id)
        among = [i for i, _ in bodies.candidates(store, body) if i not in sitting]
        others = directory.told_apart(store, among)
        chosen = st.selectbox(
            t("meeting.member"),
            list(others),
            key=f"member_new_{body.body_id}",
            format_func=others.__getitem__,
        )
        if st.button(t("meeting.member_add"), key=f"member_add_{body.body_id}") and chosen:
            with notice.acting("meeting.member_added", body.body_id):
                bodies.put_on(store, person, body.body_id, chosen)
