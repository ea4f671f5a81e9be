"""The conversation between a reporter and the school, behind the code.

Its order is a number and its days are dates: a clock would betray the reporter.
"""

import uuid
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from core.access import Person, Role
from core.errors import Invalid, Refused
from core.reports import flood, reports
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx, norwegian_date
from core.store.schema.people import role_grant
from core.store.schema.reports import message, report

LONGEST = 4_000  # characters


@dataclass(frozen=True)
class Message:
    """One message; `person_id` is the staff member who wrote it."""

    number: int
    from_reporter: bool
    day: date
    person_id: uuid.UUID | None
    body: str


def conversation(store: Store, report_id: uuid.UUID) -> list[Message]:
    """All messages of a report in order, whoever asks: the callers have asked `may` or the code."""
    m = message
    rows = store.rows(
        sa.select(m).where(store.mine(m), m.c.report_id == report_id).order_by(m.c.number)
    )
    return [
        Message(
            row.number,
            row.from_reporter,
            row.day,
            row.person_id,
            store.text(m.c.body, row.body, row.report_id, row.number),
        )
        for row in rows
    ]


def by_skoleeier(store: Store, said: list[Message]) -> frozenset[int]:
    """The numbers of those that somebody at skoleeier wrote, whoever has the report now.

    It follows from what the writer was on that day: skoleeier's role is never held together with
    one at the school, and what somebody has held stays on record when it ends.
    """
    g, writers = role_grant, {m.person_id for m in said if m.person_id}
    if not writers:
        return frozenset()
    held = store.rows(
        sa.select(g.c.person_id, g.c.confirmed_at, g.c.ended_at).where(
            store.mine(g),
            g.c.role == str(Role.SKOLEEIER),
            g.c.person_id.in_(writers),
            g.c.confirmed_at.is_not(None),
        )
    )
    return frozenset(
        m.number
        for m in said
        for h in held
        if h.person_id == m.person_id
        and norwegian_date(h.confirmed_at) <= m.day
        and (h.ended_at is None or m.day <= norwegian_date(h.ended_at))
    )


def send_to_school(store: Store, report_id: uuid.UUID, text: str, token: str) -> None:
    """A message from the reporter, who has shown the code; a date and no more."""
    body = checked(text)
    flood.take(flood.of_school(store, "messages"), "follow_up.error.too_many")

    def work(tx: Tx) -> None:
        if append(tx, report_id, body, token, None):
            tx.record_anonymous(Act.MESSAGE_SENT)

    store.write(work)


def checked(text: str) -> str:
    """The text that will be stored; raises Invalid if empty or too long."""
    body = trimmed(text)
    if not body:
        raise Invalid("follow_up.error.empty", field="reply_text")
    if len(body) > LONGEST:
        raise Invalid("follow_up.error.too_long", field="reply_text", longest=LONGEST)
    return body


def append(tx: Tx, report_id: uuid.UUID, body: str, token: str, person: Person | None) -> bool:
    """The next message; False if this page has sent it already. Raises Refused if gone."""
    m = message
    if not tx.execute(
        sa.select(report.c.report_id).where(tx.mine(report), report.c.report_id == report_id)
    ).first():
        raise Refused
    known = tx.execute(
        sa.select(m.c.number, m.c.token).where(tx.mine(m), m.c.report_id == report_id)
    ).all()
    if any(row.token == token for row in known):
        return False
    number = max((row.number for row in known), default=0) + 1
    tx.insert(
        m,
        {
            "report_id": report_id,
            "number": number,
            "from_reporter": person is None,
            "day": tx.today,
            "person_id": person.person_id if person else None,
            "body": tx.seal(m.c.body, body, report_id, number),
            "token": token,
        },
    )
    reports.project(tx, report_id)
    return True
