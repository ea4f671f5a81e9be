"""The school's internal targets: in how many school days each step is to be taken."""

from dataclasses import dataclass
from typing import ClassVar

from core.school.settings import Setting

LONGEST = 20  # school days; a month is no longer "snarast" in anybody's words


@dataclass(frozen=True, kw_only=True)
class Goals(Setting):
    """In school days from what sets each going; never the law's deadline, which says "snarast"."""

    NAME: ClassVar[str] = "goals"

    tell: int = 1
    begin: int = 2
    hear: int = 3
    plan: int = 5
    next_round: int = 3
    confirm: int = 5
