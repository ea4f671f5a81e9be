"""The log: the staff's chain, append-only rows each bound to the one before by SHA-256.

It has time and person. What reporters did is no part of it: that is kept with a date and in no
order (core/store/reporters), so that the staff's clock says nothing about a reporter's.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.store import heads
from core.store.reporters import ReporterEvent, ReporterEvents
from core.store.schema.school import audit

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
    """Appends to the log of one school.

    One process writes, so the head is kept in memory (reading it each time doubled the cost of a
    report); after a failed transaction, and always on PostgreSQL, it is read again.
    """

    def __init__(self, school_id: int) -> None:
        self._school_id = school_id
        self._head: ChainHead | None = None
        self._reporters = ReporterEvents(school_id)

    def forget(self) -> None:
        """Read the head again before the next append."""
        self._head = None
        self._reporters.forget()

    def append(
        self, connection: sa.Connection, entries: list[Entry], anonymous: list[ReporterEvent]
    ) -> None:
        """Write the events in this transaction; the caller has the turn to write."""
        if connection.dialect.name == "postgresql":
            self.forget()
        if entries:
            head = self.head(connection)
            linked = list(chained(head, self._school_id, [vars(e) for e in entries]))
            connection.execute(audit.insert(), linked if len(linked) > 1 else linked[0])
        if anonymous:
            self._reporters.append(connection, anonymous)

    def head(self, connection: sa.Connection) -> ChainHead:
        """The last number and link of the chain, remembered until `forget`."""
        if self._head is None:
            last = connection.execute(
                sa.select(audit.c.number, audit.c.chain)
                .where(audit.c.school_id == self._school_id)
                .order_by(audit.c.number.desc())
                .limit(1)
            ).first()
            self._head = ChainHead(last.number, last.chain) if last else ChainHead()
        return self._head

    def whole(self, connection: sa.Connection) -> heads.Head:
        """Where the log stands: the staff's last link, and how many acts there are in all."""
        staff = self.head(connection)
        return heads.Head(
            staff.number, staff.chain, staff.number + self._reporters.count(connection)
        )

    def broken(self, connection: sa.Connection) -> Iterator[int]:
        """The number of each of the staff's events that does not follow from the one before it."""
        head = ChainHead()
        for row in connection.execute(
            sa.select(audit).where(audit.c.school_id == self._school_id).order_by(audit.c.number)
        ).mappings():
            expected = _link(head.chain, dict(row))
            if row["chain"] != expected or row["number"] != head.number + 1:
                yield row["number"]
            head = ChainHead(row["number"], row["chain"])
