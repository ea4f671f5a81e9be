"""What the school has set: one JSON value a name, with a version against two people's edits.

Names in use: profile, calendar, help_lines, reading (who reads and when), goals (internal
targets), mail, exit_site, links, last_backup, clock_rules (whose answers are kept). The presets in
data/schools give the first values.
"""

import copy
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core.errors import Stale
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.school import setting


def get(store: Store, name: str, default: Any = None) -> Any:
    """The value of a setting (a copy), or `default`."""
    value = store.remember(("setting", name), [setting], lambda: _read(store, name))
    return default if value is None else copy.deepcopy(value)


def _read(store: Store, name: str) -> Any:
    row = store.row(sa.select(setting.c.value).where(store.mine(setting), setting.c.name == name))
    return None if row is None else row.value


def version(store: Store, name: str) -> int:
    """The number to hand back when saving an edit; 0 for a setting that is not there yet."""
    row = store.row(sa.select(setting.c.version).where(store.mine(setting), setting.c.name == name))
    return row.version if row else 0


def put(
    tx: Tx, name: str, value: Any, person_id: UUID | None = None, expected: int | None = None
) -> None:
    """Save a setting and its audit event; raises Stale where another saved since `expected`."""
    row = tx.execute(
        sa.select(setting.c.version).where(tx.mine(setting), setting.c.name == name)
    ).first()
    now = row.version if row else 0
    if expected is not None and expected != now:
        raise Stale
    if row is None:
        tx.insert(setting, {"name": name, "value": value, "version": 1})
    else:
        tx.update(setting, setting.c.name == name, value=value, version=now + 1)
    tx.record(Act.SETTING_CHANGED, person_id, "setting", name)
