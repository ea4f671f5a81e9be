"""Time in the demonstration: stories that wait, told in the order of the clock.

A story is a generator. It does something at its moment and yields the next moment at which it goes
on; what would happen after `until` has not happened yet, and so every state comes about by itself.
"""

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from core.store.engine import NORWAY, Store

Story = Iterator[datetime]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of Norwegian time, as naive UTC."""
    local = datetime.combine(day, time(hour, minute), NORWAY)
    return local.astimezone(UTC).replace(tzinfo=None)


@dataclass
class Clockwork:
    """The clock of the store, moved from story to story."""

    store: Store
    until: datetime
    now: datetime = datetime.min
    _waiting: list[tuple[datetime, int, Story]] = field(default_factory=list)
    _told: int = 0

    def add(self, begins: datetime, story: Story) -> None:
        """Let a story begin at this moment."""
        self._told += 1
        if begins <= self.until:
            heapq.heappush(self._waiting, (begins, self._told, story))

    def run(self) -> None:
        """Tell every story up to `until`; the clock stands at each story's moment."""
        before = self.store.clock
        self.store.clock = lambda: self.now
        try:
            while self._waiting:
                moment, number, story = heapq.heappop(self._waiting)
                self.now = max(self.now, moment)
                following = next(story, None)
                if following is not None and following <= self.until:
                    heapq.heappush(self._waiting, (following, number, story))
        finally:
            self.store.clock = before


def once(act: Callable[[], None]) -> Story:
    """A story of one act."""
    act()
    yield from ()


def school_begins(year: int) -> date:
    """About when a school year begins: the third Monday of August."""
    first = date(year, 8, 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 + 14)


def is_holiday(day: date) -> bool:
    """Roughly when a school is empty; the calendar of the preset knows it to the day."""
    week = day.isocalendar().week
    summer = date(day.year, 6, 20) < day < school_begins(day.year)
    christmas = (day.month, day.day) >= (12, 21) or (day.month, day.day) <= (1, 2)
    return summer or christmas or week in (8, 40)


def school_hour(day: date, chance: random.Random) -> datetime:
    """Some moment while staff are at work on this day."""
    return at(day, chance.randint(8, 14), chance.randint(0, 59))


def weekday(day: date, chance: random.Random, least: int, most: int) -> datetime:
    """A moment at work `least` to `most` weekdays after `day`."""
    left = chance.randint(least, most)
    while left or day.weekday() > 4 or is_holiday(day):
        day += timedelta(days=1)
        if left and day.weekday() < 5 and not is_holiday(day):
            left -= 1
    return school_hour(day, chance)
