"""A database file that somebody handed in: opened with its doors shut, looked at, then read.

Whoever gives a file to be restored decides what its catalogue says. A view or a macro in it would
run with the first question, a trigger with the first row, and each can read what the program can,
the key first. So nothing but plain tables is let in, and only their known names come into SQL.
"""

import contextlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

import duckdb
import sqlalchemy as sa

from core.errors import PortalError
from core.store.schema import metadata

# What alembic keeps, and tables of older revisions, which a file of theirs still has.
BESIDE = frozenset({"alembic_version", "audit_anonymous"})
MANIFEST = "backup_manifest"

# No statement reaches another file than the one that is opened, and none can change that.
SHUT: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
    "threads": "1",
    "memory_limit": "1GB",
}

# Whatever in a file would run, or be worked out, when its tables are read or written. The full
# names matter: a macro of the file that is called `duckdb_views` would answer instead.
RUNS = """
SELECT 'view', view_name FROM system.main.duckdb_views()
WHERE database_name NOT IN ('system', 'temp')
UNION ALL
SELECT 'macro', function_name FROM system.main.duckdb_functions()
WHERE database_name NOT IN ('system', 'temp')
UNION ALL
SELECT 'trigger', trigger_name FROM system.main.duckdb_triggers()
UNION ALL
SELECT 'sequence', sequence_name FROM system.main.duckdb_sequences()
UNION ALL
SELECT 'type', type_name FROM system.main.duckdb_types()
WHERE database_name NOT IN ('system', 'temp') AND NOT internal
UNION ALL
SELECT 'schema', schema_name FROM system.main.duckdb_schemas()
WHERE database_name NOT IN ('system', 'temp') AND schema_name <> 'main'
UNION ALL
SELECT 'column', column_name FROM system.main.duckdb_columns()
WHERE database_name NOT IN ('system', 'temp') AND (column_default IS NOT NULL OR is_generated)
UNION ALL
SELECT 'constraint', table_name FROM system.main.duckdb_constraints()
WHERE database_name NOT IN ('system', 'temp')
AND constraint_type NOT IN ('PRIMARY KEY', 'NOT NULL', 'UNIQUE')
LIMIT 1
"""
TABLES = """
SELECT table_name FROM system.main.duckdb_tables() WHERE database_name NOT IN ('system', 'temp')
"""


class NotOurs(PortalError):
    """The file holds something that this program never writes into one."""


DATABASE, AT = b"DUCK", 8  # what DuckDB writes into each of its files, and where


def is_database(file: BinaryIO) -> bool:
    """Whether a file says of itself that it is DuckDB's; nothing of it is opened."""
    begins = file.read(AT + len(DATABASE))
    file.seek(0)
    return begins[AT:] == DATABASE


@contextlib.contextmanager
def opened(
    file: Path, beside: Collection[str] = (MANIFEST,)
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file, read-only and with all doors shut; raises NotOurs before any row of it is read.

    `beside` names what it may hold beside the school's own tables; raises duckdb.Error.
    """
    with shut(file, read_only=True) as found:
        known = BESIDE.union(metadata.tables, beside)
        tables = {name for (name,) in found.execute(TABLES).fetchall()}
        if found.execute(RUNS).fetchall() or not tables <= known:
            raise NotOurs("backup.error.not_a_backup", file=file)
        yield found


@contextlib.contextmanager
def shut(file: Path, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """A file of our own making; no other can be reached through it either."""
    with duckdb.connect(str(file), read_only=read_only, config=SHUT) as found:
        yield found


def rows_in(found: duckdb.DuckDBPyConnection, name: str) -> int:
    """How many rows a table has; raises NotOurs for a name that is no table of the school's."""
    if name not in BESIDE.union(metadata.tables):
        raise NotOurs("backup.error.not_whole")
    counted = sa.select(sa.func.count()).select_from(sa.table(sa.quoted_name(name, quote=True)))
    row = found.execute(str(counted)).fetchone()
    return int(row[0]) if row else 0
