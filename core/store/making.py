"""A data folder that is being made: marked, so that one that was never finished is made anew."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from core.errors import Unsafe
from core.store import crypto, heads, left_overs, standing

MARK = "half-made"
OWN = (standing.FILE, f"{standing.FILE}.wal", heads.NAME)


def content(folder: Path) -> list[Path]:
    """What lies in a folder beside the mark."""
    return [file for file in folder.iterdir() if file.name != MARK]


@contextlib.contextmanager
def making(folder: Path, beside_key: bool = False) -> Iterator[None]:
    """Make a school in the block; if it fails or is killed, the folder is as empty as before.

    Raises Unsafe if the folder is in use; `beside_key`: the key may lie there already.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    mark = folder / MARK
    flags = os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(mark, flags, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Unsafe("unsafe.database_busy", folder=folder) from None
        began = os.read(descriptor, 16)
        if began:  # another began here and was killed
            _clear(folder, began)
        place = crypto.key_place(folder)
        if any(not (beside_key and file == place) for file in content(folder)):
            mark.unlink()
            raise Unsafe("unsafe.folder_in_use", folder=folder)
        began = b"beside a key" if place.exists() else b"without a key"
        os.pwrite(descriptor, began, 0)
        os.fsync(descriptor)
        try:
            yield
        except BaseException:
            _clear(folder, began)
            mark.unlink()
            raise
        mark.unlink()
    finally:
        os.close(descriptor)


def _clear(folder: Path, began: bytes) -> None:
    """Take away what was made, the key too if it was made here: it opens nothing."""
    left_overs.sweep(folder)
    for name in OWN:
        (folder / name).unlink(missing_ok=True)
    if began == b"without a key" and crypto.key_place(folder) == folder / "key":
        (folder / "key").unlink(missing_ok=True)


def must_be_finished(folder: Path) -> None:
    """Refuse a folder whose making was never finished."""
    if (folder / MARK).exists():
        raise Unsafe("unsafe.half_made", folder=folder)
