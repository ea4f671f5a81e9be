"""A gate in front of the database: any number pass, until somebody needs the house empty."""

import contextlib
import threading
from collections.abc import Iterator


class Gate:
    """Readers and writers pass at once; `emptied` waits until they are out and keeps them out."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._closed = False
        self._mine = threading.local()

    @property
    def inside(self) -> bool:
        """Whether this thread is inside already."""
        return bool(getattr(self._mine, "depth", 0))

    @contextlib.contextmanager
    def passing(self) -> Iterator[None]:
        """Inside the gate; a thread that is inside already passes even while it is closing."""
        depth: int = getattr(self._mine, "depth", 0)
        if depth == 0:
            with self._changed:
                self._changed.wait_for(lambda: not self._closed)
                self._inside += 1
        self._mine.depth = depth + 1
        try:
            yield
        finally:
            self._mine.depth = depth
            if depth == 0:
                with self._changed:
                    self._inside -= 1
                    self._changed.notify_all()

    @contextlib.contextmanager
    def emptied(self, wait: float) -> Iterator[bool]:
        """Whether all who were inside left within `wait` seconds; nobody enters meanwhile."""
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            self._closed = True
            empty = self._changed.wait_for(lambda: self._inside == 0, wait)
        try:
            yield empty
        finally:
            with self._changed:
                self._closed = False
                self._changed.notify_all()
