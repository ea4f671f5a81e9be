"""What a killed process left in the data folder: half a copy, words that were spilled to disk.

To be swept by whoever holds the database's lock: nobody else is at work in the folder then.
"""

import re
from pathlib import Path

HALF_MADE = ("backup-*.tmp", "compact.tmp", "restore.tmp", "portal.head.tmp", "torn-log-*.tmp")
# Where a backup is written before it has its name (backup._placed): also in the usual folder.
UNNAMED = re.compile(r"\.[0-9a-f]{32}\.tmp")


def sweep(folder: Path) -> None:
    """Take away every file that nobody will finish."""
    for pattern in HALF_MADE:
        for log in ("", ".wal"):
            for left in folder.glob(pattern + log):
                _gone(left)
    for place in (folder, folder / "backups"):
        for left in place.glob(".*.tmp"):
            if UNNAMED.fullmatch(left.name):
                _gone(left)
    for left in (folder / "spill").glob("*"):
        _gone(left)


def _gone(left: Path) -> None:
    if left.is_file() or left.is_symlink():
        left.unlink()
