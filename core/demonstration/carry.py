"""Rows in bulk into DuckDB, as Arrow: a million go in seconds where statements would take hours."""

import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core.store.engine import Store, Tx
from core.store.schema import metadata
from core.store.schema.groups import Groups
from core.store.schema.school import reporter_event

BATCH = 50_000  # rows; some hundred bytes each


def draft(like: Store, folder: Path) -> Store:
    """A store that answers at once, to live two years in: SQLite, the same key, nothing durable.

    DuckDB plans each statement anew (a millisecond); two school years are twenty thousand.
    """
    engine = sa.create_engine(f"sqlite:///{folder / 'draft.sqlite'}")

    @sa.event.listens_for(engine, "connect")
    def _quick(connection: Any, _: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")  # readers beside the writer
        connection.execute("PRAGMA synchronous = OFF")

    metadata.create_all(engine)
    return Store(engine=engine, folder=folder, box=like.box, school_id=like.school_id)


def drafts() -> tempfile.TemporaryDirectory[str]:
    """Where a draft lies; gone afterwards."""
    return tempfile.TemporaryDirectory(prefix="skolemiljo-")


def everything(source: Store, target: Store) -> None:
    """Carry every table of the draft into the school's own file, in one transaction."""
    with source.engine.connect() as read, target.engine.begin() as write:
        for table in metadata.sorted_tables:
            insert(write, table, (row._asdict() for row in read.execute(sa.select(table))))
    target.ledger.forget()


def insert(db: sa.Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    """Rows of all columns of `table`, by name, into DuckDB."""
    names = [c.name for c in table.columns]
    for batch in _batches(rows):
        columns = {c.name: _column(c, [row.get(c.name) for row in batch]) for c in table.columns}
        _append(db, table.name, names, columns)


def events(tx: Tx, rows: Iterable[dict[str, Any]]) -> None:
    """Reporters' events of a sealed day, as a large school has many of."""
    insert(tx.connection, reporter_event, ({"school_id": tx.school_id, **row} for row in rows))


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _column(column: sa.Column[Any], values: list[Any]) -> Any:
    import pyarrow as pa

    match column.type:
        case sa.Uuid():
            return pa.array([v if v is None else str(v) for v in values], pa.string())
        case sa.JSON():
            return pa.array([v if v is None else json.dumps(v) for v in values], pa.string())
        case Groups() as groups:
            return pa.array([groups.process_bind_param(v, None) for v in values], pa.string())
        case sa.LargeBinary():
            return pa.array(values, pa.binary())
        case sa.BigInteger():
            return pa.array(values, pa.int64())
        case sa.Integer():
            return pa.array(values, pa.int32())
        case sa.Boolean():
            return pa.array(values, pa.bool_())
        case sa.Date():
            return pa.array(values, pa.date32())
        case sa.DateTime():
            return pa.array(values, pa.timestamp("us"))
        case _:
            return pa.array(values, pa.string())


def _append(db: sa.Connection, table: str, names: list[str], columns: dict[str, Any]) -> None:
    import pyarrow as pa

    raw: Any = db.connection.driver_connection
    raw.register("carried", pa.table(columns))
    try:
        listed = ", ".join(f'"{name}"' for name in names)
        # Names of our own schema; DuckDB casts text to UUID and JSON by the column's type.
        raw.execute(f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM carried')  # noqa: S608
    finally:
        raw.unregister("carried")
