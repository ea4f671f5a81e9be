"""Copies of a school's file: a backup taken while the portal runs, a checked restore, compaction.

Everything is copied row by row: `cp` of a live file loses commits without a word, and deleted text
stays in the file until everything has been copied into a new one (both measured on DuckDB 2.0).
"""

import contextlib
import gc
import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import sqlalchemy as sa

from core.errors import PortalError, Unsafe
from core.store import crypto, damage, foreign_file, heads, sealed_file, standing
from core.store import manifest as manifests
from core.store.engine import Store
from core.store.making import making
from core.store.manifest import Manifest
from core.store.opening import open_engine
from core.store.placing import copied, placed
from core.store.schema import metadata

FILE = standing.FILE
EMPTYING = 30.0  # seconds that compaction waits for the pages that are being drawn


class NoCopy(PortalError):
    """A copy could not be made or is not what it should be; nothing was changed."""


@contextlib.contextmanager
def _maintenance(store: Store) -> Iterator[sa.Connection]:
    if store.engine.dialect.name != "duckdb":
        raise NoCopy("backup.error.postgresql")
    with store.engine.connect() as plain:
        # One statement a commit: ATTACH and CHECKPOINT refuse to stand in a transaction.
        yield plain.execution_options(isolation_level="AUTOCOMMIT")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _copy(db: sa.Connection, to: Path) -> dict[str, int]:
    """Everything in one snapshot into a new file; the rows of each table in that snapshot."""
    db.exec_driver_sql(f"ATTACH {_quoted(to)} AS copied")
    try:
        db.exec_driver_sql("BEGIN")
        db.exec_driver_sql("COPY FROM DATABASE portal TO copied (SCHEMA)")
        # A name that the file itself says comes into SQL with the marks that make it a name.
        quoted = db.dialect.identifier_preparer.quote_identifier
        for name in (
            db.exec_driver_sql(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = 'portal'"
            )
            .scalars()
            .all()
        ):
            db.exec_driver_sql(
                f"INSERT INTO copied.{quoted(name)}"  # noqa: S608 - quoted
                f" SELECT * FROM portal.{quoted(name)} {_order(name)}"
            )
        counted = {
            name: db.exec_driver_sql(f"SELECT count(*) FROM portal.{quoted(name)}").scalar_one()  # noqa: S608 - quoted
            for name in sorted(metadata.tables)
        }
        db.exec_driver_sql("COMMIT")
    except sa.exc.DBAPIError:
        # A failed transaction lets nothing be detached before it is over.
        with contextlib.suppress(sa.exc.DBAPIError):
            db.exec_driver_sql("ROLLBACK")
        raise
    finally:
        db.exec_driver_sql("DETACH copied")
    return counted


def _order(name: str) -> str:
    """Rows lie by their keys in every copy, which chance made, and not as they were written.

    What an anonymous reporter did lies among acts of staff, who have a clock: the order would
    tell between which of them. Reports lie by day, which is how lists look for them.
    """
    table = metadata.tables.get(name)
    if table is None:
        return ""
    columns = ["day"] if name == "report" else []
    columns += [column.name for column in table.primary_key]
    return "ORDER BY " + ", ".join(f'"{column}"' for column in columns)


def _count(file: Path, tables: Iterable[str], own: bool = False) -> dict[str, int]:
    """The rows of each table in a file that nobody has open; `own` is what was just copied.

    What somebody has put into their own school's file beside its tables stops no compaction.
    """
    try:
        with foreign_file.shut(file, True) if own else foreign_file.opened(file) as copy:
            return {name: foreign_file.rows_in(copy, name) for name in sorted(tables)}
    except (duckdb.Error, foreign_file.NotOurs) as error:
        raise NoCopy("backup.error.not_whole") from error


def _gone(file: Path) -> None:
    """Take a half-made database away, with its log."""
    for left in (file, file.with_name(f"{file.name}.wal")):
        left.unlink(missing_ok=True)


def _synced(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def backup(store: Store, to: Path) -> Manifest:
    """One file (mode 0600) with a consistent copy, sealed with the key, while the portal goes on.

    The copy is opened and counted before it takes its name: a file that stands there is whole.
    """
    if os.path.lexists(to):
        raise NoCopy("backup.error.exists", file=to)
    if not to.parent.is_dir():
        raise NoCopy("backup.error.no_folder", folder=to.parent)
    # The database may write inside its own folder only, so the copy begins there.
    own = store.folder / f"backup-{uuid.uuid4().hex}.tmp"
    try:
        with store.gate.passing(), _maintenance(store) as db:
            counted = _copy(db, own)
            slug, revision = db.exec_driver_sql(
                "SELECT (SELECT min(slug) FROM school),"
                " (SELECT min(version_num) FROM alembic_version)"
            ).one()
        if _count(own, counted) != counted:
            raise NoCopy("backup.error.not_whole")
        manifest = Manifest(
            store.now().isoformat(timespec="seconds"), slug or "", revision or "", counted
        )
        manifests.note(own, manifest)
        _sealed(store.box, own, to)
    except (sa.exc.DBAPIError, duckdb.Error, OSError) as error:
        raise _why(error, to.parent) from error
    finally:
        _gone(own)
    return manifest


def _sealed(box: crypto.Box, made: Path, to: Path) -> None:
    """Move a finished copy to its name, sealed with the key, also if that is on another disk."""
    try:
        with made.open("rb") as plain:
            placed(to, lambda file: sealed_file.seal(box, plain, file))
    except FileExistsError:
        raise NoCopy("backup.error.exists", file=to) from None


def _why(error: Exception, folder: Path) -> NoCopy:
    if damage.is_damaged(error):
        return NoCopy("backup.error.damaged")
    if damage.is_no_room(error):
        return NoCopy("backup.error.no_room", folder=folder)
    return NoCopy("backup.error.failed")


def _opened_into(box: crypto.Box, file: Path, made: Path, unauthenticated: bool) -> bool:
    """What was sealed in the backup as a file of our own; whether it was sealed with the key.

    None of it is looked at before all of it has been authenticated.
    """
    with file.open("rb") as source:
        authenticated = sealed_file.is_sealed(source)
        if not authenticated and not unauthenticated:
            old = foreign_file.is_database(source)
            key = "backup.error.unauthenticated" if old else "backup.error.not_a_backup"
            raise NoCopy(key, file=file)
        try:
            if authenticated:
                placed(made, lambda to: sealed_file.open_into(box, source, to))
            else:
                placed(made, lambda to: copied(source, to))
        except sealed_file.NotSealed as error:
            raise NoCopy(error.key, **{**error.facts, "file": file}) from error
    return authenticated


def _manifest(made: Path, file: Path) -> Manifest:
    try:
        return manifests.of(made)
    except foreign_file.NotOurs as error:
        raise NoCopy(error.key, **{**error.facts, "file": file}) from error


@dataclass(frozen=True)
class Unpacked:
    """A backup as a store, to be checked; what it says of itself, and whether that is certain."""

    store: Store
    manifest: Manifest
    authenticated: bool


@contextlib.contextmanager
def unpacked(file: Path, folder: Path, unauthenticated: bool = False) -> Iterator[Unpacked]:
    """The backup in an empty folder, to be checked; it stays there if nothing raises.

    The folder may hold the key file and nothing else. `unauthenticated` lets in a file from before
    backups were sealed, which whoever had it may have changed.
    """
    if not file.is_file():
        raise NoCopy("backup.error.no_file", file=file)
    with making(folder, beside_key=True):
        yield from _unpacked(file, folder, unauthenticated)


def _unpacked(file: Path, folder: Path, unauthenticated: bool) -> Iterator[Unpacked]:
    box = crypto.load(folder)
    made = folder / "restore.tmp"
    store = None
    try:
        try:
            authenticated = _opened_into(box, file, made, unauthenticated)
        except OSError as error:
            raise NoCopy("backup.error.no_room_back", file=file, folder=folder) from error
        manifest = _manifest(made, file)
        if _count(made, manifest.rows) != manifest.rows:
            raise NoCopy("backup.error.not_whole")
        store = Store(engine=_engine(folder, made), folder=folder, box=box)
        yield Unpacked(store, manifest, authenticated)
        with store.engine.begin() as db:
            db.exec_driver_sql("DROP TABLE backup_manifest")
            head = store.ledger.whole(db)
        store.engine.dispose()
        heads.Heads(folder, box, store.school_id).renew(head)
        made.replace(folder / FILE)
        _synced(folder)
    finally:
        if store is not None:
            store.engine.dispose()
        _gone(made)


def _engine(folder: Path, made: Path) -> sa.Engine:
    try:
        return open_engine(folder, f"duckdb:///{made}")
    except Unsafe as error:
        raise NoCopy("backup.error.not_whole") from error


def compact(store: Store) -> bool:
    """Copy everything that is alive into a new file and put it in the old one's place.

    What was deleted is gone from the disk afterwards. Pages wait meanwhile (a second for a school;
    nothing is lost). False if they did not come to rest, or the database keeps house itself:
    then nothing was changed and it is to be tried again.
    """
    if store.engine.dialect.name != "duckdb":
        return False
    made = store.folder / "compact.tmp"
    file = store.folder / FILE
    with store.gate.emptied(EMPTYING) as empty:
        if not empty:
            return False
        try:
            _gone(made)
            with _maintenance(store) as db:
                # The log must be empty: a kill after the swap leaves no old log beside a new file.
                db.exec_driver_sql("FORCE CHECKPOINT")
                counted = _copy(db, made)
            if _count(made, counted, own=True) != counted:
                raise NoCopy("backup.error.not_whole")
            _synced(made)
            # The old file stays open, and so locked, until the new one has its name.
            old = file.stat().st_ino
            made.replace(file)
            _reopen(store, old)  # whatever comes after: nothing more is written into the old one
            _synced(store.folder)
        except (sa.exc.DBAPIError, OSError) as error:
            raise _why(error, store.folder) from error
        finally:
            _gone(made)
    return True


def _reopen(store: Store, old: int) -> None:
    store.engine.dispose()
    gc.collect()
    if any(_inode(place) == old for place in Path("/proc/self/fd").iterdir()):
        # Writing on into a file without a name would lose everything: the process must end.
        os.abort()
    store.file = standing.Opened.of(store.folder / FILE)
    store.engine = open_engine(store.folder)


def _inode(place: Path) -> int | None:
    with contextlib.suppress(OSError):
        return place.stat().st_ino
    return None
