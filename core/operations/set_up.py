"""A school's data folder from nothing: made new for a real school, or put back from a backup."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from core.access import Role
from core.administration import accounts
from core.cases import facts as case_facts
from core.errors import NotStored, PortalError, Unsafe
from core.operations import commands, verify
from core.presets import schools
from core.store import backup, crypto, current, keyed_steps, making, witness
from core.store import manifest as manifests
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema import school
from core.store.upgrade import migrate
from core.words import said


def init(folder: Path, slug: str, admin: str) -> dict[str, Any]:
    """The answer of `skolemiljo init`: database, key, preset, one administrator.

    No account but theirs, no sample data. What was made is taken away again if a step fails.
    """
    with making.making(folder):
        store = current.make_store(folder)
        try:
            password = _fill(store, slug, admin)
        finally:
            store.engine.dispose()
    place = "SKOLEMILJO_KEY" if os.environ.get("SKOLEMILJO_KEY") else crypto.key_place(folder)
    return {
        "exit": 0,
        "say": [
            said("command.init_done", folder=folder),
            said("command.one_time", name=admin, password=password),
            said("command.keep_key", place=place),
            said("command.init_next"),
        ],
    }


def _fill(store: Store, slug: str, admin: str) -> str:
    def work(tx: Tx) -> None:
        tx.insert(school.school, {"slug": slug, "demonstration": False, "made_at": tx.now})
        schools.install(tx, slug)

    store.write(work)
    return accounts.add(store, None, admin, admin, frozenset({Role.SYSTEMANSVARLIG}))[1]


def restore(folder: Path, file: Path, unauthenticated: bool = False) -> dict[str, Any]:
    """The answer of `skolemiljo restore`: an empty folder holds the school again, or nothing."""
    try:
        with backup.unpacked(file, folder, unauthenticated) as found:
            store, manifest = found.store, found.manifest
            migrate(store.engine)
            _under_its_key(store)
            case_facts.catch_up(store)
            faults = verify.faults(store, copied=True)
            if any(fault.kind == "damaged" for fault in faults):
                raise backup.NoCopy("backup.error.not_whole")
            if faults:
                say = [commands.told_fault(f) for f in faults]
                raise NotWhole(say)
            store.write(lambda tx: tx.record(Act.STORE_RESTORED, None, "store", manifest.made_at))
    except NotWhole as error:
        return {"exit": 1, "error": error.key, "say": [*error.say, said(error.key)]}
    except (DBAPIError, NotStored):
        return commands.refused(backup.NoCopy("backup.error.not_whole"))
    except PortalError as error:
        return commands.refused(error)
    summary = manifests.summary(manifest, found.authenticated)
    done = "command.restore_done" if found.authenticated else "command.restore_done_unsure"
    say = [said(done, folder=folder, **summary)]
    if not found.authenticated:
        say.append(said("command.restore_not_authenticated"))
    return {"exit": 0, **summary, "say": say}


def _under_its_key(store: Store) -> None:
    try:
        witness.check(store)
        keyed_steps.run(store)
    except Unsafe as error:
        raise NotWhole([said("command.fault_key")]) from error


class NotWhole(PortalError):
    """The backup opens, but what is in it does not hold together under this key."""

    def __init__(self, say: list[str]) -> None:
        super().__init__("backup.error.wrong_key")
        self.say = say
