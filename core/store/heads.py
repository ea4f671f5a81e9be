"""The head of the log, sealed beside the database: a shortened file or log does not agree with it.

Before a transaction commits, the head that it makes is written here, into the slot that does not
hold the head that stands. So the two slots always hold the head before the last transaction and the
head after it, and the database has one of them whenever the machine stops, also in the middle of a
commit. It holds a number and a link of the staff's log, and how many acts were acknowledged in all:
reporters' and staff's together, since two counts would tell which of them the last act was.

What lies on the disk is sealed, of one size, without a time. That it was written is told by the
file's date, which is that of the database's own log, written in the same moment.

PostgreSQL has none: several processes on several machines commit to one database, and none of them
could hold such a file alone; there the database's own archive of its log is what finds a loss.
"""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from core.store import crypto

NAME = "portal.head"
# Each slot in a block of its own: a write that power cuts short spoils one of them at most.
BLOCK = 4096
FORMAT = 1
LENGTH = 120  # characters of a slot, padded: its size says nothing
# On the disk before the commit is: after a power cut the file is never behind the database.
ON_DISK = os.O_RDWR | os.O_DSYNC | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True)
class Head:
    """Where the log stands: last number and link of the staff's, and the count of all acts."""

    number: int
    chain: bytes
    count: int


class Heads:
    """The file with the two slots of one school."""

    def __init__(self, folder: Path, box: crypto.Box, school_id: int) -> None:
        self.path = folder / NAME
        self._box, self._school_id = box, school_id
        self._descriptor: int | None = None
        self._stands: int | None = None  # the slot of the head that the database has
        self._settled = False  # both slots hold it

    def _row(self, slot: int) -> str:
        return f"{NAME}|{self._school_id}|{slot}"

    def _sealed(self, head: Head, slot: int) -> bytes:
        text = f"{FORMAT} {head.number} {head.chain.hex() or '-'} {head.count}".ljust(LENGTH)
        return self._box.seal(text, self._row(slot))

    def _opened(self, blob: bytes, slot: int) -> Head | None:
        try:
            parts = self._box.unseal(blob, self._row(slot)).split()
            chain = bytes.fromhex(parts[2].strip("-"))
            return Head(int(parts[1]), chain, int(parts[3])) if parts[0] == str(FORMAT) else None
        except (crypto.Broken, ValueError, IndexError):
            return None

    def read(self) -> list[Head | None] | None:
        """What each slot holds, None for one that does not open; None if there is no file."""
        length = len(self._sealed(Head(0, b"", 0), 0))
        try:
            raw = self.path.read_bytes()
        except OSError:
            return None
        return [self._opened(raw[s * BLOCK : s * BLOCK + length], s) for s in (0, 1)]

    def renew(self, head: Head) -> None:
        """A new file in which both slots hold this head; what the old one said is gone."""
        made = self.path.with_name(f"{NAME}.tmp")
        made.unlink(missing_ok=True)
        descriptor = os.open(made, ON_DISK | os.O_CREAT | os.O_EXCL, 0o600)
        for slot in (0, 1):
            os.pwrite(descriptor, self._sealed(head, slot).ljust(BLOCK, b"\0"), slot * BLOCK)
        made.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        self.close()
        self._descriptor, self._stands, self._settled = descriptor, 0, True

    def coming(self, stood: Head, head: Head) -> None:
        """The head that is about to be committed; raises OSError if it cannot be written."""
        self._write(head, 1 - self._standing(stood))
        self._settled = False

    def committed(self) -> None:
        """What was coming is what stands."""
        if self._stands is not None:
            self._stands = 1 - self._stands

    def forget(self) -> None:
        """A transaction failed, and nobody knows whether the database has it: look again."""
        self._stands = None

    def settle(self, stood: Head) -> None:
        """Both slots hold the head that stands: from here on its loss is seen too.

        Called by the clock and never by an act.
        """
        if not self._settled:
            self._write(stood, 1 - self._standing(stood))
            self._settled = True

    def _standing(self, stood: Head) -> int:
        if self._stands is None:
            self._stands = self._slot_of(stood)
        return self._stands

    def _write(self, head: Head, slot: int) -> None:
        if self._descriptor is None:
            self._descriptor = os.open(self.path, ON_DISK)
        os.pwrite(self._descriptor, self._sealed(head, slot), slot * BLOCK)

    def _slot_of(self, stood: Head) -> int:
        held = self.read() or [None, None]
        if stood in held:
            return held.index(stood)
        # The database went its own way meanwhile. The higher head is kept, for the next start.
        counts = [slot.count if slot else -1 for slot in held]
        return counts.index(max(counts))

    def stands(self) -> bool:
        """Whether the file that is open, if one is, lies at its path."""
        if self._descriptor is None:
            return True
        try:
            found, held = self.path.stat(), os.fstat(self._descriptor)
        except OSError:
            return False
        return (found.st_dev, found.st_ino) == (held.st_dev, held.st_ino)

    def close(self) -> None:
        """Close the file."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
        self._descriptor = self._stands = None
