"""A worker's own database: emptied for each test, and what many tests begin with kept beside it.

Emptying all of its tables costs more than most tests do, and so does making the same five people
for each of a hundred: only what was written to is emptied, and what was made once is copied.
"""

import functools
import re
from collections.abc import Callable, Hashable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from core.store.engine import Store
from core.store.schema import metadata, school

T = TypeVar("T")
WRITES = re.compile(
    r'\b(?:insert\s+into|update|delete\s+from|truncate(?:\s+table)?)\s+"?(\w+)', re.I
)
TABLES = [table.name for table in metadata.sorted_tables]
SCHOOL = "school"


@functools.lru_cache(maxsize=4096)
def writes_to(statement: str) -> frozenset[str]:
    """The tables that a statement writes to; looked through once, not at each of its runs."""
    return frozenset(WRITES.findall(statement.lower()))


class Database:
    """The store of a worker, one test after the other."""

    keeps = True  # false: each test makes anew what it begins with

    def __init__(self, made: Store, now: datetime) -> None:
        self._made, self._now = made, now
        self._written: set[str] = {*TABLES}
        self._kept: dict[Hashable, tuple[int, list[str], Any]] = {}
        sa.event.listen(made.engine, "before_cursor_execute", self._sees)

    def _sees(self, _connection, _cursor, statement: str, *_) -> None:
        self._written.update(writes_to(statement))

    def _run(self, statements: list[str]) -> None:
        with self._made.engine.begin() as connection:
            connection.exec_driver_sql("; ".join(statements))

    def empty(self, folder: Path) -> Store:
        """The school with nothing but the row that says which it is; its files in `folder`."""
        written = [name for name in TABLES if name in self._written]
        if written:
            # TRUNCATE of forty tables takes 200 ms in PostgreSQL, however empty they are.
            self._run([f'delete from "{name}"' for name in written])
        if SCHOOL in written:
            row = {"school_id": 1, "slug": "blank", "demonstration": False, "made_at": self._now}
            with self._made.engine.begin() as connection:
                connection.execute(sa.insert(school.school), row)
        self._written.clear()
        return Store(engine=self._made.engine, folder=folder, box=self._made.box)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` writes into an empty school and answers: made once, copied from then on.

        The answer is shared by tests, so it is nothing that changes.
        """
        assert not self._written, "only an empty school is begun with what is kept"
        if not self.keeps:
            return make()
        if key in self._kept:
            number, tables, answer = self._kept[key]
            # A key that goes and comes again in one transaction is a conflict to DuckDB.
            self._run(
                [f'delete from "{name}"' for name in tables if name == SCHOOL] or ["select 1"]
            )
            self._run([f'insert into "{n}" select * from "kept"."{n}_{number}"' for n in tables])
            return answer
        answer = make()
        if not self._kept:
            duckdb = self._made.engine.dialect.name == "duckdb"
            self._run(["attach ':memory:' as kept" if duckdb else "create schema kept"])
        number, tables = len(self._kept), [name for name in TABLES if name in self._written]
        self._run([f'create table "kept"."{n}_{number}" as select * from "{n}"' for n in tables])
        self._kept[key] = number, tables, answer
        return answer

    def close(self) -> None:
        """Done with; AssertionError if something was written that was not seen here."""
        folder = self._made.folder
        with self.empty(folder).read() as connection:
            left = {n for n in TABLES if connection.exec_driver_sql(f'select 1 from "{n}"').first()}
        self._made.engine.dispose()
        assert left == {SCHOOL}, f"not emptied: {left}"
