"""One transaction in progress: what it writes, and what goes to the log with it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from core.store import crypto
from core.store.acts import Act
from core.store.ledger import Entry
from core.store.moments import norwegian_date
from core.store.reporters import SENT, ItsReport, ReporterEvent
from core.store.writable import storable, storable_in


@dataclass(kw_only=True)
class Tx:
    """One transaction in progress: the connection, and what goes to the log with it."""

    connection: sa.Connection
    school_id: int
    box: crypto.Box
    now: datetime
    new_id: Callable[[], uuid.UUID] = uuid.uuid4
    entries: list[Entry] = field(default_factory=list)
    anonymous: list[ReporterEvent] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)  # tables that this transaction wrote to

    @property
    def today(self) -> date:
        """The date in Norway."""
        return norwegian_date(self.now)

    def mine(self, table: sa.Table) -> sa.ColumnElement[bool]:
        """The clause that keeps a statement to this school."""
        return table.c.school_id == self.school_id

    def execute(self, statement: sa.Executable, rows: Any = None) -> sa.CursorResult[Any]:
        """Run a statement of SQLAlchemy Core."""
        if isinstance(statement, sa.Insert | sa.Update | sa.Delete):
            self._touch(statement.table)
        return self.connection.execute(statement, rows)

    def insert(self, table: sa.Table, *rows: dict[str, Any]) -> None:
        """Insert rows of this school."""
        full = [{"school_id": self.school_id, **row} for row in rows]
        self._touch(table)
        if full:
            self.connection.execute(table.insert(), full if len(full) > 1 else full[0])

    def update(self, table: sa.Table, *where: sa.ColumnElement[bool], **values: Any) -> int:
        """Update rows of this school; the number of rows that were changed."""
        self._touch(table)
        statement = table.update().where(self.mine(table), *where).values(**values)
        return self.connection.execute(statement).rowcount

    def delete(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
        """Delete rows of this school; the number of rows that went."""
        self._touch(table)
        return self.connection.execute(table.delete().where(self.mine(table), *where)).rowcount

    def _touch(self, table: sa.FromClause) -> None:
        self.touched.add(str(getattr(table, "name", "")))

    def seal(self, column: sa.Column[Any], text: str, *key: object) -> bytes:
        """Ciphertext for `column` in the row with this key (the key without the school)."""
        return self.box.seal(storable(text), row_name(column, self.school_id, *key))

    def unseal(self, column: sa.Column[Any], blob: bytes, *key: object) -> str:
        """The text of `column` in the row with this key."""
        return self.box.unseal(blob, row_name(column, self.school_id, *key))

    def record(
        self,
        action: Act,
        person_id: uuid.UUID | None,
        thing_kind: str | None = None,
        thing_id: object = None,
        **details: Any,
    ) -> None:
        """Leave a staff event in this transaction; details never hold content."""
        self.entries.append(
            Entry(
                action=str(action),
                at=self.now,
                person_id=person_id,
                thing_kind=thing_kind,
                thing_id=None if thing_id is None else storable(str(thing_id)),
                details=storable_in(details),
            )
        )

    def record_anonymous(self, action: Act) -> None:
        """Leave a reporter's event in this transaction: a date and no more."""
        self._leave(str(action), self.today)

    def record_sent(self) -> None:
        """A report's row, which this transaction writes, is the event that it was sent today."""
        self._leave(SENT, self.today, ItsReport.COMES)

    def record_gone(self, day: date) -> None:
        """That a report was sent on `day` stays an event, although this transaction deletes it."""
        self._leave(SENT, day, ItsReport.GOES)

    def _leave(self, action: str, day: date, report: ItsReport = ItsReport.NONE) -> None:
        self.anonymous.append(
            ReporterEvent(event_id=self.new_id(), action=action, day=day, report=report)
        )


def row_name(column: sa.Column[Any], school_id: int, *key: object) -> str:
    """What a ciphertext is bound to: table, column and the row's whole key."""
    own = (storable(str(part)) for part in key)
    return "|".join([column.table.name, column.name, str(school_id), *own])
