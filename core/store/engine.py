"""One school's database: opening it, reading, and writing in whole transactions.

DuckDB lets one process in and has optimistic transactions; PostgreSQL is the same statements
where a county outgrows one machine. `storage.md` of the design has the figures behind each choice.
"""

import contextlib
import random
import threading
import time
import uuid
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from core.errors import NotStored, Unsafe
from core.store import crypto
from core.store.gate import Gate
from core.store.ledger import AnonymousEntry, Entry, Ledger
from core.store.unopened import UNOPENED

T = TypeVar("T")

NORWAY = ZoneInfo("Europe/Oslo")
REVISIONS = Path(__file__).parent / "revisions"
LOCK_WAIT = 10.0  # seconds that portal and commands wait for the database (contract)
TRIES = 8  # whole transactions on conflict; more only hides a fault
STATISTICS_AT_ONCE = 2  # readers gain nothing above, writers lose seven times in p99 (measured)


def _is_conflict(error: DBAPIError) -> bool:
    # PostgreSQL: serialization failure, deadlock. DuckDB: optimistic conflict, also a duplicate
    # key that it finds only at COMMIT (the second try then meets it as IntegrityError).
    return getattr(error.orig, "sqlstate", "") in ("40001", "40P01") or (
        "TransactionContext Error" in str(error.orig)
    )


def _is_fatal(error: BaseException) -> bool:
    """Whether DuckDB will answer nothing more in this process until the file is opened anew."""
    told = error.__cause__ if isinstance(error, NotStored) else error
    return "FATAL Error" in str(getattr(told, "orig", ""))


@dataclass
class Tx:
    """One transaction in progress: the connection, and what goes to the audit chains with it."""

    connection: sa.Connection
    school_id: int
    box: crypto.Box
    now: datetime
    entries: list[Entry] = field(default_factory=list)
    anonymous: list[AnonymousEntry] = field(default_factory=list)
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
        return self.box.seal(text, row_name(column, self.school_id, *key))

    def unseal(self, column: sa.Column[Any], blob: bytes, *key: object) -> str:
        """The text of `column` in the row with this key."""
        return self.box.unseal(blob, row_name(column, self.school_id, *key))

    def record(
        self,
        action: str,
        person_id: uuid.UUID | None,
        thing_kind: str | None = None,
        thing_id: object = None,
        **details: Any,
    ) -> None:
        """Leave a staff event in this transaction; details never hold content."""
        self.entries.append(
            Entry(
                str(action),
                self.now,
                person_id,
                thing_kind,
                None if thing_id is None else str(thing_id),
                details,
            )
        )

    def record_anonymous(self, action: str, report_id: uuid.UUID | None = None) -> None:
        """Leave a reporter's event in this transaction: a date and no more."""
        self.anonymous.append(AnonymousEntry(str(action), self.today, report_id))


def norwegian_date(moment: datetime) -> date:
    """The date in Norway at a naive UTC moment."""
    return moment.replace(tzinfo=UTC).astimezone(NORWAY).date()


def row_name(column: sa.Column[Any], school_id: int, *key: object) -> str:
    """What a ciphertext is bound to: table, column and the row's whole key."""
    return "|".join([column.table.name, column.name, str(school_id), *map(str, key)])


@dataclass
class Store:
    """One school's database with its key; `clock` is replaced by tests and the demonstration."""

    engine: sa.Engine
    folder: Path
    box: crypto.Box
    school_id: int = 1
    clock: Callable[[], datetime] = lambda: datetime.now(UTC).replace(tzinfo=None)
    version: int = 0  # goes up with each commit of this process
    # For each table the `version` of the last commit that wrote to it: what is remembered about
    # forms and people need not be thrown away because a report came in.
    written: dict[str, int] = field(default_factory=dict)
    _memory: dict[Hashable, tuple[Hashable, Any]] = field(default_factory=dict)
    gate: Gate = field(default_factory=Gate)  # compaction swaps the file while nobody is inside
    _gave_up: bool = False  # the database answers nothing more until it is opened anew
    _writing: threading.RLock = field(default_factory=threading.RLock)
    _statistics: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(STATISTICS_AT_ONCE)
    )

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.school_id)

    def now(self) -> datetime:
        """The moment, naive UTC to the second (nothing here needs a finer clock)."""
        return self.clock().replace(microsecond=0)

    def today(self) -> date:
        """The date in Norway."""
        return norwegian_date(self.clock())

    def stamp(self, *tables: sa.Table) -> int:
        """A number that goes up when one of these tables is written to; for remembering answers."""
        return max(self.written.get(table.name, 0) for table in tables)

    def remember(self, key: Hashable, tables: Iterable[sa.Table], make: Callable[[], T]) -> T:
        """What `make` answers, asked again only after one of the tables was written to.

        The answer is shared by all who ask: nobody changes it. Keys are few (a setting's name, a
        person), since nothing is thrown out.
        """
        stamp = self.stamp(*tables)
        found = self._memory.get(key)
        if found is None or found[0] != stamp:
            found = (stamp, make())
            self._memory[key] = found
        answer: T = found[1]
        return answer

    def mine(self, table: sa.Table) -> sa.ColumnElement[bool]:
        """The clause that keeps a statement to this school."""
        return table.c.school_id == self.school_id

    def unseal(self, column: sa.Column[Any], blob: bytes, *key: object) -> str:
        """The text of `column` in the row with this key; raises Broken."""
        return self.box.unseal(blob, row_name(column, self.school_id, *key))

    def text(self, column: sa.Column[Any], blob: bytes, *key: object) -> str:
        """The same for whoever reads it: UNOPENED where it does not open, and the rest is drawn."""
        try:
            return self.unseal(column, blob, *key)
        except crypto.Broken:
            return UNOPENED

    @contextlib.contextmanager
    def _inside(self) -> Iterator[None]:
        """Inside the gate, in front of a database that answers if any can be had."""
        if self._gave_up and not self.gate.inside:
            self._open_anew()
        with self.gate.passing():
            try:
                yield
            except (DBAPIError, NotStored) as error:
                self._gave_up |= _is_fatal(error)
                raise

    def _open_anew(self) -> None:
        """Open the file again after DuckDB gave up on it: a disk that was full has room again."""
        with self.gate.emptied(LOCK_WAIT) as empty:
            if not empty or not self._gave_up:
                return
            self.engine.dispose()
            try:
                self.engine = open_engine(self.folder)
            except Unsafe as error:
                raise NotStored from error
            self._gave_up = False
            # Its last transaction may be in the log although its writer was told that it is not.
            self._memory.clear()
            self.ledger.forget()

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection for reading; several reads in it see one snapshot."""
        with self._inside(), self.engine.connect() as connection:
            yield connection

    def rows(self, statement: sa.Select[Any]) -> list[sa.Row[Any]]:
        """All rows of one statement."""
        with self.read() as connection:
            return list(connection.execute(statement))

    def row(self, statement: sa.Select[Any]) -> sa.Row[Any] | None:
        """The first row of one statement, or None."""
        with self.read() as connection:
            return connection.execute(statement).first()

    @contextlib.contextmanager
    def statistics(self) -> Iterator[sa.Connection]:
        """A connection for a heavy aggregate; two at a time, so that writers are not starved."""
        with self._inside(), self._statistics, self.engine.connect() as connection:
            yield connection

    def write(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in one transaction with its audit rows; the whole of it again on conflict.

        Raises NotStored where the database cannot take it (full disk, closed file); errors of
        the portal pass through and leave nothing behind.
        """
        # One writer: DuckDB has no group commit to lose, and the chain needs an order.
        with self._inside(), self._writing:
            for attempt in range(1, TRIES + 1):
                try:
                    with self.engine.begin() as connection:
                        tx = Tx(connection, self.school_id, self.box, self.now())
                        out = work(tx)
                        if tx.entries or tx.anonymous:
                            self.ledger.append(connection, tx.entries, tx.anonymous)
                    self.version += 1
                    self.written.update(dict.fromkeys(tx.touched, self.version))
                    return out
                except IntegrityError:
                    self.ledger.forget()
                    raise
                except (DBAPIError, OSError) as error:
                    self.ledger.forget()
                    conflict = isinstance(error, DBAPIError) and _is_conflict(error)
                    if not conflict or attempt == TRIES:
                        raise NotStored from error
                    time.sleep(random.uniform(0.002, 0.02) * attempt)
                except BaseException:
                    self.ledger.forget()
                    raise
        raise NotStored


def open_engine(folder: Path, url: str | None = None) -> sa.Engine:
    """The engine of one school's file, or of a PostgreSQL address; waits for the lock."""
    if url and not url.startswith("duckdb"):
        return sa.create_engine(
            url,
            pool_size=8,
            pool_pre_ping=True,
            isolation_level="REPEATABLE READ",
            hide_parameters=True,
        )
    engine = sa.create_engine(
        url or f"duckdb:///{folder / 'portal.duckdb'}",
        pool_size=8,
        max_overflow=64,
        hide_parameters=True,  # an error that is logged must not carry what was written
        pool_reset_on_return=None,  # closing a connection has already rolled back; a second costs
        connect_args={
            "config": {
                # Each statement works on the thread that asked: waking others cost a report's two
                # rows a third more; the heavy ones, two at a time, fill the machine by themselves.
                "threads": 1,
                "memory_limit": "1GB",  # the default is 80 % of the machine
                "temp_directory": str(folder / "spill"),
                "autoinstall_known_extensions": "false",  # nothing is fetched
                "autoload_known_extensions": "false",
            }
        },
    )
    give_up = time.monotonic() + LOCK_WAIT
    while True:
        try:
            with engine.connect() as connection:
                # From here on no statement reads or writes outside the data folder.
                inside = str(folder).replace("'", "''")
                for setting in (
                    f"allowed_directories = ['{inside}/']",
                    "enable_external_access = false",
                    "lock_configuration = true",
                ):
                    connection.exec_driver_sql(f"SET GLOBAL {setting}")
            return engine
        except DBAPIError as error:
            text = str(error.orig)
            if "Could not set lock" not in text:
                raise Unsafe("unsafe.database", why=text.splitlines()[0][:200]) from error
            if time.monotonic() > give_up:
                raise Unsafe("unsafe.database_busy", folder=folder) from error
            time.sleep(0.1)


def newest_revision() -> str:
    """The last revision of this program; their files are named in order, id first."""
    return max((REVISIONS / "versions").glob("[0-9]*.py")).stem.split("_")[0]


def _revision(engine: sa.Engine) -> str | None:
    """The revision of the database, None where it has no tables yet."""
    try:
        with engine.connect() as connection:
            found: str | None = connection.scalar(
                sa.text("select version_num from alembic_version")
            )
    except DBAPIError:
        return None
    return found


def migrate(engine: sa.Engine) -> None:
    """Bring the tables up to this program's revision; refuses a database that is newer."""
    if _revision(engine) == newest_revision():
        return  # the usual start does not wait for alembic
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    if engine.dialect.name == "duckdb":
        # It registers itself only where alembic was imported before the dialect was made.
        import duckdb_sqlalchemy.alembic_impl  # noqa: F401

    config = Config()
    config.set_main_option("script_location", str(REVISIONS))
    script = ScriptDirectory.from_config(config)
    with engine.begin() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == script.get_current_head():
            return
        if current is not None and current not in {r.revision for r in script.walk_revisions()}:
            raise Unsafe("unsafe.schema_newer", revision=current)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
