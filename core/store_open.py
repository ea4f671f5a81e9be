"""The one store of this process: the school whose folder SKOLEMILJO_DATA names."""

import os
import threading
from pathlib import Path

from core.errors import Unsafe
from core.folders import data_folder
from core.store import crypto, witness
from core.store.engine import Store, migrate, open_engine

_lock = threading.Lock()
_store: Store | None = None


def make_store(folder: Path, url: str | None = None) -> Store:
    """A new, empty data folder with a key (mode 0700); refuses one that is in use."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if any(folder.iterdir()):
        raise Unsafe("unsafe.folder_in_use", folder=folder)
    crypto.make(folder)
    return connect(folder, url)


def connect(folder: Path, url: str | None = None) -> Store:
    """The store in an existing folder, migrated; refuses what `design` § 4.10 names."""
    if not folder.is_dir():
        raise Unsafe("unsafe.no_folder", folder=folder)
    os.umask(0o077)
    box = crypto.load(folder)
    engine = open_engine(folder, url)
    migrate(engine)
    opened = Store(engine, folder, box)
    try:
        witness.confirm(opened)
    except BaseException:
        engine.dispose()
        raise
    return opened


def store() -> Store:
    """The store of this process, opened at first use."""
    global _store  # noqa: PLW0603 - the one store of the process
    with _lock:
        if _store is None:
            _store = connect(data_folder())
        return _store


def use(other: Store | None) -> None:
    """Make this the store of the process (the launcher, a test); None closes the present one."""
    global _store  # noqa: PLW0603 - the one store of the process
    with _lock:
        if _store is not None and _store is not other:
            _store.engine.dispose()
        _store = other
