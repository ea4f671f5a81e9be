"""A file that gets its name when it is whole, so that nobody finds half of it.

It is written under a name that nobody can guess and that did not exist, through no link: what lies
in the folder already may have been put there to be written into.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

NEW = os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY | os.O_CLOEXEC
PIECE = 2**22  # bytes


def placed(to: Path, fill: Callable[[BinaryIO], None]) -> None:
    """A new file (mode 0600) with what `fill` writes, on the disk before it has its name.

    Raises FileExistsError if something has that name by then; nothing is left if anything raises.
    """
    folder = os.open(to.parent, os.O_RDONLY | os.O_DIRECTORY)
    beside = f".{secrets.token_hex(16)}.tmp"
    try:
        descriptor = os.open(beside, NEW, 0o600, dir_fd=folder)
        try:
            with os.fdopen(descriptor, "wb") as write:
                fill(write)
                write.flush()
                os.fsync(write.fileno())
            if os.path.lexists(to):
                raise FileExistsError(to)
            os.rename(beside, to.name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            os.unlink(beside, dir_fd=folder)
            raise
        os.fsync(folder)
    finally:
        os.close(folder)


def copied(source: BinaryIO, to: BinaryIO) -> None:
    """All of one file into another, piece by piece."""
    while piece := source.read(PIECE):
        to.write(piece)
