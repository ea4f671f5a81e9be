"""The one store of this process: the school whose folder SKOLEMILJO_DATA names."""

import os
import threading
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from core.errors import Unsafe
from core.store import (
    crypto,
    file_times,
    heads,
    keyed_steps,
    left_overs,
    losses,
    making,
    no_picture,
    standing,
    upgrade,
    witness,
)
from core.store.engine import Store
from core.store.folders import data_folder
from core.store.opening import open_engine

_lock = threading.Lock()
_store: Store | None = None


def make_store(folder: Path, url: str | None = None) -> Store:
    """A new, empty data folder with a key (mode 0700); refuses one that is in use."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if making.content(folder):
        raise Unsafe("unsafe.folder_in_use", folder=folder)
    crypto.make(folder)
    return _opened(folder, url)


def connect(folder: Path, url: str | None = None) -> Store:
    """The store in an existing folder, migrated; refuses one that is unsafe."""
    if not folder.is_dir():
        raise Unsafe("unsafe.no_folder", folder=folder)
    making.must_be_finished(folder)
    if url is None:
        standing.must_be_there(folder)
    return _opened(folder, url, made=True)


def _opened(folder: Path, url: str | None, made: bool = False) -> Store:
    os.umask(0o077)
    no_picture.forbid()
    box = crypto.load(folder)
    engine = open_engine(folder, url)
    try:
        if url is None:
            left_overs.sweep(folder)
        if made and url is None and upgrade.is_empty(engine):
            raise Unsafe("unsafe.database_gone", folder=folder)
        upgrade.migrate(engine)
        found = Store(engine=engine, folder=folder, box=box)
        known = witness.check(found)
        if url is None:
            _beside_its_file(found, known)
        keyed_steps.run(found)
    except DBAPIError as error:
        engine.dispose()
        raise Unsafe("unsafe.database_damaged", folder=folder) from error
    except BaseException:
        engine.dispose()
        raise
    return found


def _beside_its_file(found: Store, known: bool) -> None:
    """The file that is open, and where its log stands, held against what is sealed beside it."""
    found.file = standing.Opened.of(found.folder / standing.FILE)
    found.heads = heads.Heads(found.folder, found.box, found.school_id)
    if not known and found.heads.read() is None:
        with found.held():  # a new folder, or one from before heads were kept
            found.heads.renew(found.head())
    losses.look(found)
    found.reopened = losses.look


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
            if _store.file is not None:
                file_times.touch(_store.folder)  # the last act before the end leaves no time either
        _store = other
