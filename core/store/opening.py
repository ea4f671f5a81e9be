"""Opening a school's database: its lock waited for, its torn log mended, its doors shut."""

import time
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from core.errors import Unsafe
from core.store import damage, torn_log, writable
from core.store.moments import machine_today

LOCK_WAIT = 10.0  # seconds that portal and commands wait for the database (contract)


def open_engine(folder: Path, url: str | None = None) -> sa.Engine:
    """The engine of one school's file, or of a PostgreSQL address; waits for the lock."""
    if url and not url.startswith("duckdb"):
        return sa.create_engine(
            url,
            pool_size=8,
            pool_pre_ping=True,
            isolation_level="REPEATABLE READ",
            hide_parameters=True,
            json_serializer=writable.as_json,
            # Another process that has the turn to write and goes no further is not waited for.
            connect_args={"options": f"-c lock_timeout={LOCK_WAIT * 1000:.0f}"},
        )
    engine = sa.create_engine(
        url or f"duckdb:///{folder / 'portal.duckdb'}",
        pool_size=8,
        max_overflow=64,
        json_serializer=writable.as_json,
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
    today = machine_today()
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
            if torn_log.cut(folder, text, today):
                continue
            if not damage.is_in_use(error):
                engine.dispose()
                if damage.is_damaged(error):
                    raise Unsafe("unsafe.database_damaged", folder=folder) from error
                raise Unsafe("unsafe.database", why=text.splitlines()[0][:200]) from error
            if time.monotonic() > give_up:
                raise Unsafe("unsafe.database_busy", folder=folder) from error
            time.sleep(0.1)
