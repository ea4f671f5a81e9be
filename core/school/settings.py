"""What the school has set: each setting a frozen dataclass, kept as JSON under its name.

A kind of setting is a `Setting`, declared in the module whose noun it is, with its defaults and
nowhere else a default. What is kept carries the number of its format; each number that was ever
written is still read, and one from a newer program is refused in words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

import sqlalchemy as sa

from core.errors import Stale, Unsafe
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.school import setting

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FIRST_FORMAT = 1  # of what carries no number: it was kept before there were any
_NUMBER = "format"  # the key under which the number is kept
_adapters: dict[type["Setting"], "TypeAdapter[Any]"] = {}


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One thing that the school sets: what is not kept has its default, what is unknown is left."""

    NAME: ClassVar[str]
    # For each format before the present one, what makes the next of it: 1, 2, …
    OLDER: ClassVar[tuple[Callable[[Any], Any], ...]] = ()

    @classmethod
    def format(cls) -> int:
        """The number of the format in which it is kept now."""
        return FIRST_FORMAT + len(cls.OLDER)


S = TypeVar("S", bound=Setting)


def load(own: Store | Tx, kind: type[S]) -> S:
    """The setting in force; a transaction reads it from the database. Raises Unsafe."""
    return _numbered(own, kind)[0]


def version(store: Store, kind: type[Setting]) -> int:
    """The number to hand back with an edit of what `load` gave; 0 if nothing is kept yet."""
    return _numbered(store, kind)[1]


def edited(store: Store, kind: type[S]) -> tuple[S, int]:
    """What an editor starts from, with the number to hand back: one look at the database.

    Never what is remembered: a value of before with the number of now would undo another's edit.
    """
    return _read(store, kind)


def is_set(own: Store | Tx, kind: type[Setting]) -> bool:
    """Whether anything is kept of it at all."""
    return _numbered(own, kind)[1] > 0


def save(tx: Tx, value: Setting, by: UUID | None = None, expected: int | None = None) -> None:
    """Keep a setting and its audit event; raises Stale if another saved since `expected`."""
    kind = type(value)
    now = _numbered(tx, kind)[1]
    if expected is not None and expected != now:
        raise Stale
    kept = {_NUMBER: kind.format(), **_adapter(kind).dump_python(value, mode="json")}
    if now == 0:
        tx.insert(setting, {"name": kind.NAME, "value": kept, "version": 1})
    else:
        tx.update(setting, setting.c.name == kind.NAME, value=kept, version=now + 1)
    tx.record(Act.SETTING_CHANGED, by, "setting", kind.NAME)


def change(
    tx: Tx,
    kind: type[S],
    changed: Callable[[S], S],
    by: UUID | None = None,
    expected: int | None = None,
) -> None:
    """Save what `changed` makes of the setting as this transaction finds it; raises Stale."""
    save(tx, changed(load(tx, kind)), by, expected)


def _numbered(own: Store | Tx, kind: type[S]) -> tuple[S, int]:
    """The setting and its version, which belong together."""
    if isinstance(own, Store):
        return own.remember(("setting", kind.NAME), [setting], lambda: _read(own, kind))
    return _read(own, kind)


def _read(own: Store | Tx, kind: type[S]) -> tuple[S, int]:
    asked = sa.select(setting.c.value, setting.c.version).where(
        own.mine(setting), setting.c.name == kind.NAME
    )
    row = own.row(asked) if isinstance(own, Store) else own.execute(asked).first()
    return (kind(), 0) if row is None else (_typed(kind, row.value), row.version)


def _typed(kind: type[S], kept: Any) -> S:
    from pydantic import ValidationError

    number = kept.get(_NUMBER, FIRST_FORMAT) if isinstance(kept, dict) else FIRST_FORMAT
    try:
        if number <= kind.format():
            for renewed in kind.OLDER[number - FIRST_FORMAT :]:
                kept = renewed(kept)
            return _adapter(kind).validate_python(kept)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        # Its own words hold what is kept.
        raise Unsafe("unsafe.setting_unreadable", name=kind.NAME) from None
    raise Unsafe("unsafe.setting_newer", name=kind.NAME)


def _adapter(kind: type[S]) -> "TypeAdapter[S]":
    # A command that only asks the running portal needs no setting, and not its tenth of a second.
    from pydantic import TypeAdapter

    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]
