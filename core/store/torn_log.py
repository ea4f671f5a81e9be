"""DuckDB's log after a power cut: set aside, cut where it is torn, and the file opens again.

DuckDB refuses the whole file for one damaged entry and names the byte at which that begins; what
lies before it was written whole, and acknowledged. Nothing of the log is thrown away.
"""

import os
import re
import shutil
from datetime import date
from pathlib import Path

from core.store.standing import FILE

LOG = f"{FILE}.wal"
ASIDE = "torn-log-"
NAMED = re.compile(rf"{ASIDE}\d{{4}}-\d\d-\d\d-\d+")
KEPT = 14  # days: time to have it looked at, and no longer
# How DuckDB 2.0 says it; the log of another state of the file is not torn and stays refused.
TORN = re.compile(
    r"Failure while replaying WAL file.*?(?:entry at byte position (\d+)|corrupt)", re.S
)


def cut(folder: Path, message: str, today: date) -> bool:
    """Keep the log under a name with the day, and cut it where the error says; whether it was."""
    found = TORN.search(message)
    log = folder / LOG
    if found is None or not log.is_file():
        return False
    at = int(found[1]) if found[1] else 0
    if at >= log.stat().st_size:
        return False
    keep(folder, today)
    descriptor = os.open(log, os.O_RDWR | os.O_NOFOLLOW)
    try:
        os.ftruncate(descriptor, at)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if at == 0:
        log.unlink()
    return True


def keep(folder: Path, today: date) -> Path | None:
    """A copy of the log as it is, under a name that is free; None if there is no log."""
    log = folder / LOG
    if not log.is_file():
        return None
    number = 1
    while (to := folder / f"{ASIDE}{today}-{number}").exists():
        number += 1
    made = folder / f"{to.name}.tmp"
    shutil.copyfile(log, made)
    made.chmod(0o600)
    descriptor = os.open(made, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    made.replace(to)
    return to


def kept(folder: Path) -> set[str]:
    """The names of the logs that were set aside."""
    return {p.name for p in folder.glob(f"{ASIDE}*") if NAMED.fullmatch(p.name)}


def sweep(folder: Path, today: date) -> None:
    """Take away logs that had their days: a day's order and withdrawn words stand in them."""
    for name in kept(folder):
        day = date.fromisoformat(name.removeprefix(ASIDE)[:10])
        if not 0 <= (today - day).days <= KEPT:
            (folder / name).unlink()
