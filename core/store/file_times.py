"""The times of the school's files: those of a beat each minute, and not of what somebody did last.

A file's time is the moment of the last write, and of a school with one report a day that is the
moment of the report. So every minute, come what may, each file that an act touches is given the
time of that minute: no system lets the time of change be set back, but it always moves forward.

Nothing is written for it. A row each minute would stand in the database's log between the acts,
and count the minutes of each until the night. One is written only if there is no log: the log's
own time of birth, which nothing changes, must not be that of the next act.
"""

import contextlib
import os
from pathlib import Path

from core.store import heads, standing
from core.store.engine import Store, Tx
from core.store.schema.school import setting

NAME = "beat"  # the setting that a new log begins with
TOUCHED = (standing.FILE, f"{standing.FILE}.wal", heads.NAME, "spill", ".")


def beat(store: Store) -> None:
    """Give the files of this school the time of now, whether anything was done or not."""
    if store.file is None:
        return
    try:
        if not store.file.has_log():
            store.write(_begin)
    finally:
        touch(store.folder)


def touch(folder: Path) -> None:
    """The same for files that nobody has open any more."""
    for name in TOUCHED:
        with contextlib.suppress(OSError):
            os.utime(folder / name, follow_symlinks=False)


def _begin(tx: Tx) -> None:
    mine = setting.c.name == NAME
    if not tx.update(setting, mine, version=setting.c.version + 1):
        tx.insert(setting, {"name": NAME, "value": True, "version": 1})
