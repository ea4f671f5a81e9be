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
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar, TypeVarTuple

import duckdb
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from core.errors import NotStored, Unsafe
from core.store import crypto, once
from core.store import heads as sealed
from core.store.gate import Gate
from core.store.ledger import Ledger, take_turn
from core.store.moments import NORWAY, machine_now, norwegian_date
from core.store.opening import LOCK_WAIT, open_engine
from core.store.stamps import Stamps
from core.store.standing import Opened
from core.store.transaction import Tx, row_name
from core.store.unopened import UNOPENED

__all__ = ["NORWAY", "Store", "Tx", "norwegian_date", "row_name"]

T = TypeVar("T")
Columns = TypeVarTuple("Columns")

TRIES = 8  # whole transactions on conflict; more only hides a fault
STATISTICS_AT_ONCE = 2  # readers gain nothing above, writers lose seven times in p99 (measured)


def _is_conflict(error: DBAPIError) -> bool:
    # PostgreSQL: serialization failure, deadlock. DuckDB: optimistic conflict, also a duplicate
    # key that it finds only at COMMIT (the second try then meets it as IntegrityError).
    return isinstance(error.orig, duckdb.TransactionException) or (
        getattr(error.orig, "sqlstate", "") in ("40001", "40P01")
    )


def _is_fatal(error: BaseException) -> bool:
    """Whether DuckDB will answer nothing more in this process until the file is opened anew."""
    cause = error.__cause__ if isinstance(error, NotStored) else error
    return isinstance(getattr(cause, "orig", None), duckdb.FatalException)


@dataclass(kw_only=True)
class Store:
    """One school's database with its key; tests and the demonstration bring their own `clock`."""

    engine: sa.Engine
    folder: Path
    box: crypto.Box
    school_id: int = 1
    clock: Callable[[], datetime] = machine_now
    # A key of version 4 holds no time (others do); the demonstration makes its own, by its seed.
    new_id: Callable[[], uuid.UUID] = uuid.uuid4
    version: int = 0  # goes up with each commit of this process
    _answers: dict[Hashable, tuple[Hashable, Any]] = field(default_factory=dict)
    _memory: dict[type, Any] = field(default_factory=dict)
    file: Opened | None = None  # of a school in a file: which one is open
    heads: sealed.Heads | None = None  # beside that file: where its log stands, sealed
    reopened: Callable[["Store"], None] | None = None  # asked when the file was opened anew
    gate: Gate = field(default_factory=Gate)  # compaction swaps the file while nobody is inside
    _gave_up: bool = False  # the database answers nothing more until it is opened anew
    _writing: threading.RLock = field(default_factory=threading.RLock)
    _statistics: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(STATISTICS_AT_ONCE)
    )

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.school_id)
        # By table: what is remembered about forms and people need not be thrown away because a
        # report came in.
        self.stamps = Stamps(self.school_id, self.engine)

    def now(self) -> datetime:
        """The moment, naive UTC to the second (nothing here needs a finer clock)."""
        return self.clock().replace(microsecond=0)

    def today(self) -> date:
        """The date in Norway."""
        return norwegian_date(self.clock())

    def begin_run(self) -> None:
        """From here on nothing is remembered that another process has made false before now."""
        if self.stamps.are_shared:
            with self.read() as connection:
                self.stamps.read(connection)

    def remember(self, key: Hashable, tables: Iterable[sa.Table], make: Callable[[], T]) -> T:
        """What `make` answers, asked again only after one of the tables was written to.

        The answer is shared by all who ask: nobody changes it. Keys are few (a setting's name, a
        person), since nothing is thrown out.
        """
        if self.stamps.are_old():
            self.begin_run()
        stamp = self.stamps.of(tables)
        found = self._answers.get(key)
        if found is None or found[0] != stamp:
            found = (stamp, make())
            self._answers[key] = found
        answer: T = found[1]
        return answer

    def memory(self, kind: type[T]) -> T:
        """What this process alone keeps of the school, made empty at first use; never on disk.

        It dies with the store. Each kind keeps its own bound, and says what several processes do.
        """
        found: T = self._memory.get(kind) or self._memory.setdefault(kind, kind())
        return found

    def mine(self, table: sa.Table) -> sa.ColumnElement[bool]:
        """The clause that keeps a statement to this school."""
        return table.c.school_id == self.school_id

    def unseal(self, column: sa.Column[Any], blob: bytes, *key: object) -> str:
        """The text of `column` in the row with this key; raises Broken."""
        return self.box.unseal(blob, row_name(column, self.school_id, *key))

    def text(self, column: sa.Column[Any], blob: bytes, *key: object) -> str:
        """The same for whoever reads it: UNOPENED if it does not open, and the rest is drawn."""
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
            self.must_stand()
            try:
                yield
            except (DBAPIError, NotStored) as error:
                self._gave_up |= _is_fatal(error)
                raise

    def must_stand(self) -> None:
        """Raise NotStored if the open file is not at its path: all of it would be lost."""
        if self.file is not None and not self.file.stands():
            raise NotStored
        if self.heads is not None and not self.heads.stands():
            raise NotStored

    def _open_anew(self) -> None:
        """Open the file again after DuckDB gave up on it: a disk that was full has room again."""
        with self.gate.emptied(LOCK_WAIT) as empty:
            if not empty or not self._gave_up:
                return
            self.must_stand()  # opening a path without a file would make an empty one
            self.engine.dispose()
            try:
                self.engine = open_engine(self.folder)
            except Unsafe as error:
                raise NotStored from error
            self._gave_up = False
            # Its last transaction may be in the log although its writer was told that it is not.
            self._answers.clear()
            self._forget()
        if self.reopened is not None:
            self.reopened(self)

    def _forget(self) -> None:
        self.ledger.forget()
        if self.heads is not None:
            self.heads.forget()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Nobody writes meanwhile but this thread."""
        with self._inside(), self._writing:
            yield

    @contextlib.contextmanager
    def without_heads(self) -> Iterator[None]:
        """Write without sealing the head: it is written anew afterwards. Inside `held`."""
        kept, self.heads = self.heads, None
        try:
            yield
        finally:
            self.heads = kept

    def head(self) -> sealed.Head:
        """Where the log stands, read from the database itself. Inside `held`."""
        self._forget()
        with self.engine.connect() as connection:
            return self.ledger.whole(connection)

    def renew_heads(self) -> None:
        """Seal the head anew, after what did not go through `write` (the demonstration)."""
        if self.heads is not None:
            with self.held():
                self.heads.renew(self.head())

    def settle(self) -> None:
        """Seal the head that stands into both slots, if that is not so yet."""
        if self.heads is not None:
            with self.held():
                self.heads.settle(self.head())

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection for reading; several reads in it see one snapshot."""
        with self._inside(), self.engine.connect() as connection:
            yield connection

    def rows(self, statement: sa.Select[*Columns]) -> list[sa.Row[*Columns]]:
        """All rows of one statement."""
        with self.read() as connection:
            return list(connection.execute(statement))

    def row(self, statement: sa.Select[*Columns]) -> sa.Row[*Columns] | None:
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

        Raises NotStored if the database cannot take it (full disk, closed file); errors of
        the portal pass through and leave nothing behind.
        """
        sending = once.now()
        if sending is not None and sending.repeated:
            answer: T = sending.answer
            return answer
        # One writer: DuckDB has no group commit to lose, and the chain needs an order. On
        # PostgreSQL the school's other processes wait for their turn too.
        with self._inside(), self._writing:
            for attempt in range(1, TRIES + 1):
                try:
                    with self._turn() as connection:
                        tx = Tx(
                            connection=connection,
                            school_id=self.school_id,
                            box=self.box,
                            now=self.now(),
                            new_id=self.new_id,
                        )
                        out = work(tx)
                        once.keep(tx, out)
                        acts = bool(tx.entries or tx.anonymous)
                        if acts:
                            self._append(tx)
                        raised = self.stamps.raised(connection, tx.touched)
                        self.must_stand()
                    if acts and self.heads is not None:
                        self.heads.committed()
                    wrote = acts or tx.touched
                    if wrote and self.file is not None and not self.file.has_log():
                        self._into_the_file()
                    self.version += 1
                    self.stamps.learn(raised)
                    if tx.touched:
                        once.committed()
                    return out
                except IntegrityError:
                    self._forget()
                    raise
                except (DBAPIError, OSError) as error:
                    self._forget()
                    conflict = isinstance(error, DBAPIError) and _is_conflict(error)
                    if not conflict or attempt == TRIES:
                        raise NotStored from error
                    time.sleep(random.uniform(0.002, 0.02) * attempt)
                except BaseException:
                    self._forget()
                    raise
        raise NotStored

    @contextlib.contextmanager
    def _turn(self) -> Iterator[sa.Connection]:
        """A transaction in which nobody else writes to this school."""
        if self.engine.dialect.name != "postgresql":
            with self.engine.begin() as connection:
                yield connection
            return
        # A snapshot of the whole transaction would be from before the turn came: each statement
        # has its own, and sees all that was committed by those who had their turn before.
        apart = self.engine.execution_options(isolation_level="READ COMMITTED")
        with apart.begin() as connection:
            take_turn(connection, self.school_id)
            # What the act is asked about in it is answered as the others left it.
            self.stamps.read(connection)
            yield connection

    def _into_the_file(self) -> None:
        """What was committed, out of the log: right after a checkpoint, or somebody took it away.

        DuckDB writes on into a log without a name, and a kill would lose it.
        """
        # It is committed, whatever comes of this: an error must not make it look as if it were not.
        with contextlib.suppress(DBAPIError), self.engine.connect() as plain:
            apart = plain.execution_options(isolation_level="AUTOCOMMIT")
            apart.exec_driver_sql("FORCE CHECKPOINT")

    def _append(self, tx: Tx) -> None:
        """The events of a transaction, last in it, and the sealed head that they make."""
        if self.heads is None:
            self.ledger.append(tx.connection, tx.entries, tx.anonymous)
            return
        stood = self.ledger.whole(tx.connection)
        self.ledger.append(tx.connection, tx.entries, tx.anonymous)
        self.heads.coming(stood, self.ledger.whole(tx.connection))
