"""The database's file: the one that is open, held against the one that lies at its path.

A file that is gone, moved or replaced goes on taking what is written to it, and loses all of it.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from core.errors import Unsafe

FILE = "portal.duckdb"
# What lies in a folder that has been a school, although its database does not.
TRACES = ("key", "portal.head", f"{FILE}.wal", "backups")


@dataclass(frozen=True)
class Opened:
    """A file that this process has open: its path, and which file that was."""

    path: Path
    device: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> "Opened":
        """The file that lies at this path now."""
        found = path.stat()
        return cls(path, found.st_dev, found.st_ino)

    def stands(self) -> bool:
        """Whether that file still lies at its path (three microseconds: asked at each use)."""
        try:
            found = self.path.stat()
        except OSError:
            return False
        return (found.st_dev, found.st_ino) == (self.device, self.inode)

    def has_log(self) -> bool:
        """Whether what was committed since the last checkpoint lies beside it."""
        return self.path.with_name(f"{self.path.name}.wal").exists()

    def takes(self) -> bool:
        """Whether the disk lets it, and files beside it, be written."""
        return os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)


def must_be_there(folder: Path) -> None:
    """Refuse a folder without a database: an empty one in its place would be served as a school."""
    file = folder / FILE
    if not file.is_file() or file.stat().st_size == 0:
        gone = any((folder / trace).exists() for trace in TRACES)
        raise Unsafe("unsafe.database_gone" if gone else "unsafe.no_school", folder=folder)
    if not Opened.of(file).takes():
        raise Unsafe("unsafe.read_only", folder=folder)
