"""The name of a task: which activity, which year, which of its times, whose.

It is made of what the plan and the school say and stays the same when a window is moved. The text
is what stands beside every tick that was ever written, so it never changes its form; only this
module writes and reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from core.errors import Refused

SLOT_DIGITS, WHOSE_DIGITS = 8, 12  # of the hex digits of an id: enough to tell apart in one school


class Of(StrEnum):
    """What gives a slot of an activity its time."""

    WINDOW = ""  # a window of the rule, by its number in the year; 0 is none
    SCHOOL = "s"  # the parts that are ticked once for the school, beside the classes
    DATE = "d"  # a date of a series that the school set
    MEETING = "m"  # a meeting of the body whose meetings are the ticks


@dataclass(frozen=True)
class Slot:
    """Which of an activity's times in a school year a task is."""

    of: Of
    mark: str  # a number; of a date or a meeting the first eight hex digits of its id

    @classmethod
    def window(cls, number: int) -> Slot:
        """The window of the rule with this number, from 1; 0 if there is none."""
        return cls(Of.WINDOW, str(number))

    @classmethod
    def date(cls, date_id: UUID) -> Slot:
        """A date of a series."""
        return cls(Of.DATE, date_id.hex[:SLOT_DIGITS])

    @classmethod
    def meeting(cls, meeting_id: UUID) -> Slot:
        """A meeting of the activity's body."""
        return cls(Of.MEETING, meeting_id.hex[:SLOT_DIGITS])

    def __str__(self) -> str:
        return f"{self.of}{self.mark}"


SCHOOL = Slot(Of.SCHOOL, "1")

# Read from the end, where each part has a shape of its own: an activity may be called anything,
# "plan-2025-1" too.
_TEXT = re.compile(
    r"(?P<activity>.+)-(?P<year>[12][0-9]{3})"
    r"-(?:(?P<window>0|[1-9][0-9]?)|(?P<school>s1)|(?P<of>[dm])(?P<mark>[0-9a-f]{8}))"
    r"(?:-(?P<whose>[0-9a-f]{12}))?",
    re.DOTALL,
)


@dataclass(frozen=True)
class TaskKey:
    """One task, by name; made with `of`, or read from what is stored with `parse`."""

    activity_id: str
    year: int
    slot: Slot
    # The first twelve hex digits of the class's id, or of the need's if it is about a person;
    # empty if it is the school's.
    whose: str = ""

    @classmethod
    def of(
        cls,
        activity_id: str,
        year: int,
        slot: Slot,
        *,
        class_id: UUID | None = None,
        need_id: UUID | None = None,
    ) -> TaskKey:
        """The key of a task: of a class, of a need of one person's, or else of the school."""
        whose = class_id or need_id
        return cls(activity_id, year, slot, whose.hex[:WHOSE_DIGITS] if whose else "")

    @classmethod
    def parse(cls, text: str) -> TaskKey:
        """The key whose text this is; Refused for any other text, as for a task that is not."""
        found = _TEXT.fullmatch(text)
        if found is None:
            raise Refused
        if found["window"]:
            slot = Slot.window(int(found["window"]))
        else:
            slot = Slot(Of(found["of"]), found["mark"]) if found["of"] else SCHOOL
        return cls(found["activity"], int(found["year"]), slot, found["whose"] or "")

    def __str__(self) -> str:
        parts = (self.activity_id, str(self.year), str(self.slot), self.whose)
        return "-".join(filter(None, parts))
