"""What was lost: the database's head held against the sealed one, the alarm that is kept of it.

A loss is noted in the database with an event, the sealed head is written anew, and the school goes
on. The note stays until somebody who answers for the school has said that they have seen it.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.store import torn_log
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.school import setting

NAME = "losses"  # the setting that holds them
MOST = 100  # that are kept; a school that has more has other worries

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Loss:
    """Something that is not as it was acknowledged."""

    kind: str  # lost, foreign, no_head, torn
    missing: int  # acknowledged acts that are not there; 0 if that cannot be told
    expected: int  # the count that the sealed head had, -1 if there was none


@dataclass(frozen=True)
class NotedLoss:
    """A loss as it is kept."""

    loss: Loss
    at: datetime
    log: str  # the names of the logs that were set aside, or ""
    seen: bool


def judge(store: Store) -> Loss | None:
    """What the database's head says against the sealed one; None if they agree.

    Of a transaction that the machine stopped in nobody knows whether it was acknowledged: if
    something is missing it is counted too.
    """
    if store.heads is None:
        return None
    stood, held = store.head(), store.heads.read()
    known = [head for head in held or () if head is not None]
    if not known:
        return Loss("no_head", 0, -1)
    if stood in known:
        return None
    highest = max(head.count for head in known)
    if stood.count < highest:
        return Loss("lost", highest - stood.count, highest)
    return Loss("foreign", 0, highest)


def look(store: Store) -> None:
    """At every opening of the file: note what is lost, and write the head anew."""
    if store.heads is None:
        return
    with store.held():
        found = judge(store)
        noted = {name for one in known(store) for name in one.log.split()}
        aside = torn_log.kept(store.folder) - noted
        if found is None and not aside:
            store.heads.settle(store.head())
            return
        if found is not None and not aside and found.kind != "no_head":
            kept = torn_log.keep(store.folder, store.today())
            aside = {kept.name} if kept else set()
        loss = found or Loss("torn", 0, store.head().count)
        last = known(store)[-1:]
        if aside or not last or last[0].loss != loss:
            _note(store, loss, " ".join(sorted(aside)))
        store.heads.renew(store.head())


def _note(store: Store, loss: Loss, name: str) -> None:
    log.error("the database is not what was acknowledged: %s, missing %d", loss.kind, loss.missing)
    row = {**vars(loss), "log": name}

    def work(tx: Tx) -> None:
        kept = [*_kept(tx), {**row, "at": tx.now.isoformat(), "seen": False}]
        _keep(tx, kept[-MOST:])
        tx.record(Act.STORE_LOSS, None, "store", loss.kind, missing=loss.missing)

    with store.without_heads():  # the old ones stand until the note does
        store.write(work)


def _kept(tx: Tx) -> list[dict[str, Any]]:
    row = tx.execute(
        sa.select(setting.c.value).where(tx.mine(setting), setting.c.name == NAME)
    ).first()
    return list(row.value) if row else []


def _keep(tx: Tx, kept: list[dict[str, Any]]) -> None:
    if not tx.update(setting, setting.c.name == NAME, value=kept, version=setting.c.version + 1):
        tx.insert(setting, {"name": NAME, "value": kept, "version": 1})


def known(store: Store) -> list[NotedLoss]:
    """Every loss that was noted, oldest first."""

    def make() -> list[NotedLoss]:
        row = store.row(
            sa.select(setting.c.value).where(store.mine(setting), setting.c.name == NAME)
        )
        return [
            NotedLoss(
                Loss(one["kind"], one["missing"], one["expected"]),
                datetime.fromisoformat(one["at"]),
                one["log"],
                one["seen"],
            )
            for one in (row.value if row else ())
        ]

    return store.remember(NAME, [setting], make)


def mark_seen(tx: Tx) -> bool:
    """All that were noted are seen; whether there was one that was not."""
    kept = _kept(tx)
    if all(one["seen"] for one in kept):
        return False
    _keep(tx, [{**one, "seen": True} for one in kept])
    return True
