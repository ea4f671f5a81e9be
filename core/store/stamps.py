"""A number for each table that goes up when it is written to: what is remembered stands on them.

A file has one process, which counts its own commits. On PostgreSQL several processes serve one
school: each transaction raises the numbers of its tables in the database, and each run reads them.
"""

import math
import time
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from core.store.schema.stamps import stamp

# Seconds: whoever asks outside a run (a watch, a route, a part of a page that draws itself anew)
# is told nothing older than this.
OLDEST = 1.0


class Stamps:
    """The numbers of one school's tables, as this process knows them: they only go up."""

    def __init__(self, school_id: int, engine: sa.Engine) -> None:
        self._school_id = school_id
        self._shared = engine.dialect.name == "postgresql"
        self._numbers: dict[str, int] = {}
        self._read_at = -math.inf

    def of(self, tables: Iterable[sa.Table]) -> tuple[int, ...]:
        """The numbers of these tables; another answer than before if one was written to."""
        return tuple(self._numbers.get(table.name, 0) for table in tables)

    def are_old(self) -> bool:
        """Whether another process may have written for too long without this one looking."""
        return self._shared and time.monotonic() - self._read_at > OLDEST

    @property
    def are_shared(self) -> bool:
        """Whether other processes write to this database too."""
        return self._shared

    def read(self, connection: sa.Connection) -> None:
        """Learn what others have written to."""
        began = time.monotonic()
        rows = connection.execute(
            sa.select(stamp.c.table_name, stamp.c.number).where(
                stamp.c.school_id == self._school_id
            )
        )
        self.learn({row.table_name: row.number for row in rows})
        self._read_at = began

    def raised(self, connection: sa.Connection, touched: Iterable[str]) -> dict[str, int]:
        """What the numbers are once this transaction, which wrote to these tables, is committed."""
        names = sorted(touched)
        if not self._shared or not names:
            return {name: self._numbers.get(name, 0) + 1 for name in names}
        first = [{"school_id": self._school_id, "table_name": n, "number": 1} for n in names]
        put = (
            insert(stamp)
            .values(first)
            .on_conflict_do_update(
                index_elements=["school_id", "table_name"],
                set_={"number": stamp.c.number + 1},
            )
            .returning(stamp.c.table_name, stamp.c.number)
        )
        return {row.table_name: row.number for row in connection.execute(put)}

    def learn(self, numbers: dict[str, int]) -> None:
        """Numbers that stand in the database."""
        for name, number in numbers.items():
            self._numbers[name] = max(number, self._numbers.get(name, 0))
