"""Meetings of the bodies: planned, held, with themes and never a case (§ 10-4).

A meeting held is the tick of the body's activity in the wheel.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from core.access import Action, Person, may
from core.errors import Invalid, Refused, Stale
from core.people import asking
from core.school.classes import of_year as classes_of_year
from core.school.year import school_year
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx
from core.store.schema.wheel import meeting
from core.year import activities, bodies, facts
from core.year.keys import Slot, TaskKey
from core.year.tasks import Meeting

LONGEST_NOTE = 1000  # characters: the themes of a meeting fit


def of_year(store: Store, body_id: str, year: int | None = None) -> list[Meeting]:
    """The meetings of a body in a school year, planned and held, by day."""
    year = school_year(store.today()) if year is None else year
    found = [m for m in facts.of(store, year).meetings if m.body_id == body_id]
    return sorted(found, key=lambda m: m.day)


def may_write(store: Store, person: Person, body_id: str, class_id: UUID | None = None) -> bool:
    """Whether they plan and record this body's meetings: staff who sit in it or answer for it."""
    body = bodies.find(store, body_id)
    if body is None or not may(person, Action.OPEN_PAGE, "arshjul"):
        return False  # the committee's students read; staff write
    if may(person, Action.SEE_BODY, body_id):
        return True
    asked = [a for a in activities.in_force(store) if a.body == body_id]
    classes = classes_of_year(store, school_year(store.today()))
    c = next((c for c in classes if c.class_id == class_id), None)
    return any(may(person, Action.TICK, a.scope(c)) for a in asked)


def plan(
    store: Store,
    person: Person,
    body_id: str,
    day: date,
    class_id: UUID | None = None,
    note: str = "",
) -> UUID:
    """Plan a meeting on a day of this school year; its id."""
    _validate(store, person, body_id, class_id, day, note)
    return _insert(store, person, body_id, class_id, day, held=False, note=note)


def hold_now(
    store: Store, person: Person, body_id: str, class_id: UUID | None, day: date, note: str = ""
) -> UUID:
    """Write down a meeting that was held without having been planned; its id.

    The same body cannot have met twice on a day: a double click gives one meeting.
    """
    _validate(store, person, body_id, class_id, day, note)
    if day > store.today():
        raise Invalid("meeting.error.future", field="meeting_day")
    for m in of_year(store, body_id, school_year(day)):
        if m.class_id == class_id and m.day == day:
            if not m.held:
                hold(store, person, m.meeting_id, note, m.version)
            return m.meeting_id
    return _insert(store, person, body_id, class_id, day, held=True, note=note)


def hold(store: Store, person: Person, meeting_id: UUID, note: str, expected: int) -> None:
    """A planned meeting was held; with its themes."""
    found = _found(store, meeting_id)
    _validate(store, person, found.body_id, found.class_id, found.day, note)
    if found.day > store.today():
        raise Invalid("meeting.error.future", field="meeting_day")
    _change(
        store, person, found, expected, Act.MEETING_HELD, held_by=person.person_id, note=_kept(note)
    )


def change(
    store: Store, person: Person, meeting_id: UUID, day: date, text: str, expected: int
) -> None:
    """Write the themes of a meeting anew; one that is planned is moved within its school year."""
    found = _found(store, meeting_id)
    _validate(store, person, found.body_id, found.class_id, day, text)
    if day != found.day and (found.held or school_year(day) != school_year(found.day)):
        raise Invalid("meeting.error.day", field="meeting_day")
    _change(store, person, found, expected, Act.MEETING_CHANGED, day=day, note=_kept(text))


def cancel(store: Store, person: Person, meeting_id: UUID, expected: int) -> None:
    """Take a meeting away, planned or written down by mistake."""
    found = _found(store, meeting_id)
    if not may_write(store, person, found.body_id, found.class_id):
        raise Refused
    _change(store, person, found, expected, Act.MEETING_CANCELLED, cancelled_at=store.now())


def put_back(store: Store, person: Person, meeting_id: UUID, expected: int) -> None:
    """Undo that a meeting was taken away: it stands as it stood, themes and all."""
    m = meeting
    row = store.row(
        sa.select(m.c.body_id, m.c.class_id).where(store.mine(m), m.c.meeting_id == meeting_id)
    )
    if row is None or not may_write(store, person, row.body_id, row.class_id):
        raise Refused

    def work(tx: Tx) -> None:
        here = (m.c.meeting_id == meeting_id, m.c.version == expected)
        if not tx.update(m, *here, cancelled_at=None, version=expected + 1):
            raise Stale
        tx.record(Act.MEETING_PUT_BACK, person.person_id, "meeting", meeting_id, body=row.body_id)

    asking.write(store, person, lambda now: may_write(store, now, row.body_id, row.class_id), work)


def planned_on(store: Store, body_id: str, class_id: UUID | None, key: TaskKey) -> Meeting | None:
    """The planned meeting that a task of a series stands for, or None."""
    for m in of_year(store, body_id, key.year):
        if m.class_id == class_id and not m.held and Slot.meeting(m.meeting_id) == key.slot:
            return m
    return None


def _kept(text: str) -> str | None:
    return trimmed(text) or None


def _validate(
    store: Store, person: Person, body_id: str, class_id: UUID | None, day: date, note: str
) -> None:
    body = bodies.find(store, body_id)
    if body is None or not may_write(store, person, body_id, class_id):
        raise Refused
    year = school_year(store.today())
    if school_year(day) not in (year, year + 1):
        raise Invalid("meeting.error.day", field="meeting_day")
    known = {c.class_id for c in classes_of_year(store, school_year(day))}
    if body.by_class != (class_id is not None) or (class_id is not None and class_id not in known):
        raise Invalid("meeting.error.class", field="meeting_class")
    if len(note) > LONGEST_NOTE:
        raise Invalid("meeting.error.long_note", field="meeting_note", longest=LONGEST_NOTE)


def _found(store: Store, meeting_id: UUID) -> Meeting:
    year = school_year(store.today())
    for y in (year, year + 1):
        for m in facts.of(store, y).meetings:
            if m.meeting_id == meeting_id:
                return m
    raise Refused


def _insert(
    store: Store,
    person: Person,
    body_id: str,
    class_id: UUID | None,
    day: date,
    *,
    held: bool,
    note: str,
) -> UUID:
    meeting_id = store.new_id()

    def work(tx: Tx) -> None:
        tx.insert(
            meeting,
            {
                "meeting_id": meeting_id,
                "body_id": body_id,
                "school_year": school_year(day),
                "class_id": class_id,
                "day": day,
                "held_at": tx.now if held else None,
                "held_by": person.person_id if held else None,
                "note": _kept(note),
                "made_at": tx.now,
                "made_by": person.person_id,
                "version": 1,
            },
        )
        action = Act.MEETING_HELD if held else Act.MEETING_PLANNED
        tx.record(action, person.person_id, "meeting", meeting_id, body=body_id)

    asking.write(store, person, lambda now: may_write(store, now, body_id, class_id), work)
    return meeting_id


def _change(
    store: Store, person: Person, found: Meeting, expected: int, action: Act, **values: object
) -> None:
    def work(tx: Tx) -> None:
        m = meeting
        if action == Act.MEETING_HELD:
            values["held_at"] = tx.now
        here = (m.c.meeting_id == found.meeting_id, m.c.version == expected)
        if not tx.update(m, *here, **values, version=expected + 1):
            raise Stale
        tx.record(action, person.person_id, "meeting", found.meeting_id, body=found.body_id)

    asking.write(
        store, person, lambda now: may_write(store, now, found.body_id, found.class_id), work
    )
