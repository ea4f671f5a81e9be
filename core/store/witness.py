"""Whether the key is the one that this school was written with: a sealed row opened at each start.

Under another key everything would look well: reports would be taken, and never open again.
"""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core.errors import Unsafe
from core.store import checks, crypto
from core.store.engine import Store, Tx, row_name
from core.store.schema.school import setting

NAME = "key_witness"  # the setting that holds it: one ciphertext for each number of the key
WORDS = "nøkkelen til denne skolen"


def check(store: Store) -> bool:
    """Refuse a key under which this school was not written; whether the row was there already.

    Raises Unsafe. A folder from before there was such a row is known by what it holds.
    """
    kept = _kept(store)
    right = all(_opens(store, number, sealed) for number, sealed in kept.items())
    if not right or not (kept or _opens_anything(store)):
        raise Unsafe("unsafe.key_changed")
    return bool(kept)


def seal(store: Store) -> None:
    """Seal the row under a key that has none; to be called after `check`."""
    kept, newest = _kept(store), str(store.box.newest)
    if newest in kept:
        return
    try:
        store.write(lambda tx: _seal(tx, kept, newest))
    except IntegrityError:  # another process of this school (PostgreSQL) was first
        check(store)


def _kept(store: Store) -> dict[str, str]:
    row = store.row(sa.select(setting.c.value).where(store.mine(setting), setting.c.name == NAME))
    return dict(row.value) if row else {}


def _row(store: Store | Tx, number: str) -> str:
    return row_name(setting.c.value, store.school_id, NAME, number)


def _opens(store: Store, number: str, sealed: str) -> bool:
    try:
        return store.box.unseal(bytes.fromhex(sealed), _row(store, number)) == WORDS
    except (crypto.Broken, ValueError):
        return False


def _seal(tx: Tx, kept: dict[str, str], number: str) -> None:
    """No staff event: nobody did anything, and a start without one says no less."""
    value = kept | {number: tx.box.seal(WORDS, _row(tx, number)).hex()}
    if kept:
        tx.update(setting, setting.c.name == NAME, value=value)
    else:
        tx.insert(setting, {"name": NAME, "value": value, "version": 1})


def _opens_anything(store: Store) -> bool:
    """Whether one row of any sealed column opens, or there is none to try."""
    tried = False
    with store.read() as db:
        for column in checks.sealed_columns():
            table = column.table
            key = [c for c in table.primary_key.columns if c.name != "school_id"]
            asked = sa.select(column, *key).where(store.mine(table), column.is_not(None)).limit(1)
            for blob, *values in db.execute(asked):
                tried = True
                try:
                    store.box.unseal(bytes(blob), row_name(column, store.school_id, *values))
                except crypto.Broken:
                    continue
                return True
    return not tried
