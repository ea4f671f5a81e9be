"""A case that somebody has opened: the handle that whoever reads its content or acts in it takes.

Only `reading` gives one, and only to whom `may` lets in. It says who was let in when: what is
written later asks once more inside its own transaction (`acting`).
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from core.access import CaseScope, Holder, Person
from core.cases.clock import State, Step
from core.store.engine import Store, Tx
from core.store.schema.cases import case, case_access


@dataclass(frozen=True, kw_only=True)
class Case:
    """A case as the list and the top of its page show it: no word of it is opened."""

    case_id: uuid.UUID
    number: str
    held_by: Holder
    past_team: bool
    laws: tuple[str, ...]
    areas: tuple[str, ...]
    opened_on: date
    opened_by: uuid.UUID | None
    serious: bool
    moved_to: uuid.UUID | None
    state: State
    next_duty: Step | None
    due_on: date | None
    holder_id: uuid.UUID | None
    last_at: datetime | None


# The column of who has the case keeps the name that it landed with.
COLUMNS = tuple(
    case.c["owner_id" if name == "holder_id" else name].label(name)
    for name in Case.__dataclass_fields__
)


def of_row(row: Any) -> Case:
    """A case as it is kept."""
    values = {c.name: row._mapping[c.name] for c in COLUMNS}
    typed = {"held_by": Holder(row.held_by), "state": State(row.state)}
    return Case(**values | typed | {"next_duty": Step(row.next_duty) if row.next_duty else None})


@dataclass(frozen=True)
class OpenedCase:
    """A case, and for whom in which school it was opened."""

    store: Store
    person: Person
    case: Case

    @property
    def case_id(self) -> uuid.UUID:
        """The case's own id."""
        return self.case.case_id

    @property
    def number(self) -> str:
        """The case's number."""
        return self.case.number


def scope_of(held_by: str, rows: Iterable[Any]) -> CaseScope:
    """What decides who reads a case, from its row and the rows of its list."""
    kept = list(rows)
    return CaseScope(
        Holder(held_by),
        frozenset(r.person_id for r in kept if r.ended_at is None and not r.stepped_aside),
        frozenset(r.person_id for r in kept if r.ended_at is None and r.stepped_aside),
    )


def rows_of(db: sa.Connection, own: Store | Tx, case_id: uuid.UUID) -> list[sa.Row[Any]]:
    """The list of a case as it is kept."""
    a = case_access
    return list(db.execute(sa.select(a).where(own.mine(a), a.c.case_id == case_id)))
