"""When the school's last good backup was taken."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.school import settings
from core.school.settings import Setting
from core.store.engine import Store


@dataclass(frozen=True, kw_only=True)
class LastBackup(Setting):
    """The moment, UTC."""

    NAME: ClassVar[str] = "last_backup"

    at: datetime | None = None


def note(store: Store, at: datetime) -> None:
    """A backup was taken at this moment."""
    store.write(lambda tx: settings.save(tx, LastBackup(at=at)))


def at(store: Store) -> datetime | None:
    """The moment, naive UTC, or None: never yet."""
    kept = settings.load(store, LastBackup).at
    return kept and kept.replace(tzinfo=None)
