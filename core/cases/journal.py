"""The journal of a case: what was done for each duty, append-only (§ 12-4 fourth paragraph)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from core.cases.acting import Inside, act
from core.cases.clock import Duty, Kind
from core.cases.opened import OpenedCase
from core.errors import Invalid
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.schema.cases import journal

LONGEST = 20_000  # characters
# Writing about these duties is how one writes down that they were done.
FACT_OF = {Duty.FOLLOW: Kind.FOLLOWED, Duty.INTERVENE: Kind.INTERVENED}


@dataclass(frozen=True)
class JournalEntry:
    """A note in the journal."""

    entry_id: uuid.UUID
    at: datetime
    person_id: uuid.UUID | None
    duty: str
    body: str


def of(opened: OpenedCase) -> list[JournalEntry]:
    """The journal, newest first."""
    j, store = journal, opened.store
    rows = store.rows(
        sa.select(j)
        .where(store.mine(j), j.c.case_id == opened.case_id)
        .order_by(j.c.at.desc(), j.c.entry_id)
    )
    return [
        JournalEntry(
            r.entry_id, r.at, r.person_id, r.duty, store.text(j.c.body, r.body, r.entry_id)
        )
        for r in rows
    ]


def write(opened: OpenedCase, duty: Duty, text: str) -> None:
    """A note; raises Invalid if it is empty."""
    body = checked(text)

    def work(on: Inside) -> None:
        insert(on, duty, body)
        if duty in FACT_OF:
            on.happened(FACT_OF[duty])
        on.details = {"duty": str(duty)}

    act(opened, Act.CASE_JOURNAL, work)


def checked(text: str) -> str:
    """The note that will be stored."""
    if not trimmed(text):
        raise Invalid("case.error.empty_note", field="journal_text")
    if len(text) > LONGEST:
        raise Invalid("case.error.long_note", field="journal_text", longest=LONGEST)
    return trimmed(text)


def insert(on: Inside, duty: Duty, body: str) -> None:
    """A note as a part of a larger act."""
    entry_id = on.tx.new_id()
    on.tx.insert(
        journal,
        {
            "entry_id": entry_id,
            "case_id": on.case_id,
            "at": on.tx.now,
            "person_id": on.person.person_id,
            "duty": str(duty),
            "body": on.tx.seal(journal.c.body, body, entry_id),
        },
    )
