"""When the school reads what comes in, and who stands in for rektor."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from core.school.settings import Setting


def _no_empty_text(kept: dict[str, Any]) -> dict[str, Any]:
    """In format 1 nobody was an empty text."""
    return kept | {"delegate": kept.get("delegate") or None}


@dataclass(frozen=True, kw_only=True)
class ReadingRules(Setting):
    """The hours of a school day between which reports are read, and who reads for rektor."""

    NAME: ClassVar[str] = "reading"
    OLDER = (_no_empty_text,)

    deputy: bool = True  # assrektor reads as rektor's deputy
    from_hour: int = 8
    to_hour: int = 15
    delegate: UUID | None = None  # to tell this person is to tell rektor (§ 12-4)
