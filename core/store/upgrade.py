"""Bringing the tables up to this program's revision, by alembic."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from core.errors import Unsafe
from core.store.ledger import take_turn

ALL_SCHOOLS = 0  # in the place of one: their tables are the same
REVISIONS = Path(__file__).parent / "revisions"


def newest_revision() -> str:
    """The last revision of this program; their files are named in order, id first."""
    return max((REVISIONS / "versions").glob("[0-9]*.py")).stem.split("_")[0]


def is_empty(engine: sa.Engine) -> bool:
    """Whether the database has no table at all; raises DBAPIError if it cannot be read."""
    return not sa.inspect(engine).get_table_names()


def revision(engine: sa.Engine) -> str | None:
    """The revision of the database, None if it has no tables yet."""
    try:
        with engine.connect() as connection:
            found: str | None = connection.scalar(
                sa.text("select version_num from alembic_version")
            )
    except DBAPIError:
        return None
    return found


@contextlib.contextmanager
def _alone(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction in which no other process that starts brings the tables up too."""
    if engine.dialect.name != "postgresql":
        with engine.begin() as connection:
            yield connection
        return
    # What the one before has done is seen by each statement after its turn, and is waited for.
    with engine.execution_options(isolation_level="READ COMMITTED").begin() as connection:
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        take_turn(connection, ALL_SCHOOLS)
        yield connection


def migrate(engine: sa.Engine) -> None:
    """Bring the tables up to this program's revision; refuses a database that is newer."""
    if revision(engine) == newest_revision():
        return  # the usual start does not wait for alembic
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    if engine.dialect.name == "duckdb":
        # It registers itself only if alembic was imported before the dialect was made.
        import duckdb_sqlalchemy.alembic_impl  # noqa: F401

    config = Config()
    config.set_main_option("script_location", str(REVISIONS))
    script = ScriptDirectory.from_config(config)
    with _alone(engine) as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == script.get_current_head():
            return
        if current is not None and current not in {r.revision for r in script.walk_revisions()}:
            raise Unsafe("unsafe.schema_newer", revision=current)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
