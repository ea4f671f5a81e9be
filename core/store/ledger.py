"""The two audit chains: append-only rows, each bound to the one before by SHA-256.

The staff's chain has time and person. The reporters' chain has a date and nothing else; the two
do not refer to each other, so the order of one says nothing about the clock of the other.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from core.store import heads
from core.store.schema.school import audit, audit_anonymous

# Of the turns to write, one a school; any number will do, as long as nothing else locks by it.
POSTGRES_LOCK = 7_312_012


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a member of staff did, without content."""

    action: str
    at: datetime
    person_id: uuid.UUID | None = None
    thing_kind: str | None = None
    thing_id: str | None = None
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AnonymousEntry:
    """What a reporter did, on a day."""

    action: str
    day: date
    report_id: uuid.UUID | None = None


def _link(before: bytes, row: dict[str, Any]) -> bytes:
    content = json.dumps(
        {k: v for k, v in row.items() if k != "chain"}, default=str, sort_keys=True
    ).encode()
    return hashlib.sha256(before + content).digest()


@dataclass
class ChainHead:
    """The last number and link of a chain."""

    number: int = 0
    chain: bytes = b""


def chained(
    head: ChainHead, school_id: int, rows: Iterable[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The rows with school, number and link, each bound to the one before; moves `head` along."""
    for row in rows:
        full = {"school_id": school_id, "number": head.number + 1, **row}
        head.number, head.chain = head.number + 1, _link(head.chain, full)
        yield {**full, "chain": head.chain}


def take_turn(connection: sa.Connection, school_id: int) -> None:
    """Wait until no other process writes to this school; it is ours until the transaction ends."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(POSTGRES_LOCK, school_id)))


class Ledger:
    """Appends to the chains of one school.

    One process writes, so the heads are kept in memory (reading them each time doubled the cost
    of a report); after a failed transaction, and always on PostgreSQL, they are read again.
    """

    def __init__(self, school_id: int) -> None:
        self._school_id = school_id
        self._heads: dict[str, ChainHead] = {}

    def forget(self) -> None:
        """Read the heads again before the next append."""
        self._heads.clear()

    def append(
        self, connection: sa.Connection, entries: list[Entry], anonymous: list[AnonymousEntry]
    ) -> None:
        """Write the entries in this transaction; the caller has the turn to write."""
        if connection.dialect.name == "postgresql":
            self.forget()
        if entries:
            self._write(connection, audit, [vars(e) for e in entries])
        if anonymous:
            self._write(connection, audit_anonymous, [vars(e) for e in anonymous])

    def _write(
        self, connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]
    ) -> None:
        head = self.head(connection, table)
        linked = list(chained(head, self._school_id, rows))
        connection.execute(table.insert(), linked if len(linked) > 1 else linked[0])

    def head(self, connection: sa.Connection, table: sa.Table) -> ChainHead:
        """The last number and link of a chain, remembered until `forget`."""
        if table.name not in self._heads:
            last = connection.execute(
                sa.select(table.c.number, table.c.chain)
                .where(table.c.school_id == self._school_id)
                .order_by(table.c.number.desc())
                .limit(1)
            ).first()
            self._heads[table.name] = ChainHead(last.number, last.chain) if last else ChainHead()
        return self._heads[table.name]

    def whole(self, connection: sa.Connection) -> heads.Head:
        """Where both chains stand: the staff's last link, and how many acts there are in all."""
        staff, reporters = (self.head(connection, table) for table in (audit, audit_anonymous))
        return heads.Head(staff.number, staff.chain, staff.number + reporters.number)

    def broken(self, connection: sa.Connection) -> Iterator[tuple[str, int]]:
        """(chain, number) of each row that does not follow from the one before it."""
        for table in (audit, audit_anonymous):
            head = ChainHead()
            for row in connection.execute(
                sa.select(table)
                .where(table.c.school_id == self._school_id)
                .order_by(table.c.number)
            ).mappings():
                expected = _link(head.chain, dict(row))
                if row["chain"] != expected or row["number"] != head.number + 1:
                    yield table.name, row["number"]
                head = ChainHead(row["number"], row["chain"])
