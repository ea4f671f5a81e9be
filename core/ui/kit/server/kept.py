"""Tabs whose line was lost, kept for a while so that what was typed comes back: within a bound.

Streamlit's own store has 128 places, however large what lies in them, and lets go of nobody until
somebody else comes. Here a whole school finds place, nobody can fill the memory by coming and
going, and what has waited its time is let go of in that minute, its memory and descriptors too.
"""

import asyncio
import ctypes
import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

from streamlit.runtime import get_instance
from streamlit.runtime.session_manager import SessionInfo, SessionStorage

from core.ui.kit.server import connections, tabs

# Of the longest messages of those that are kept; in memory each takes about three times as much.
# A year's 300 students with 8,000 characters each have place twice.
MOST = 8 * 2**20  # bytes
LOOKS = 10  # in the time that a tab is kept
LONGEST_PAUSE = 60.0  # seconds between two looks


@dataclass
class Kept:
    """One tab that waits."""

    info: SessionInfo
    since: float
    weight: int


class KeptTabs(SessionStorage):
    """Streamlit's store of tabs that may come back."""

    def __init__(
        self, life: float, room: Callable[[], int], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.life = life
        self._room, self._clock = room, clock
        self._kept: dict[str, Kept] = {}  # the longest kept first
        self._weight = 0

    def get(self, session_id: str) -> SessionInfo | None:
        """The tab, while it is kept."""
        found = self._kept.get(session_id)
        if found is None or self._clock() - found.since > self.life:
            return None
        return found.info

    def save(self, session_info: SessionInfo) -> None:
        """Keep a tab whose line was lost; if there is no room, others make it."""
        session_id = session_info.session.id
        self.delete(session_id)
        weight = tabs.TABS.weight(session_id)
        self._kept[session_id] = Kept(session_info, self._clock(), weight)
        self._weight += weight
        while len(self._kept) > self._room():
            self._let_go(next(iter(self._kept)))
        while self._weight > MOST:
            # The heaviest: an ordinary report is light, whoever else comes and goes.
            self._let_go(max(self._kept, key=self._heavy))

    def _heavy(self, session_id: str) -> tuple[bool, int]:
        return not tabs.TABS.is_staffs(session_id), self._kept[session_id].weight

    def delete(self, session_id: str) -> None:
        """Forget a tab: it has come back, or is over."""
        found = self._kept.pop(session_id, None)
        if found is not None:
            self._weight -= found.weight

    def list(self) -> list[SessionInfo]:
        """Every tab that is kept."""
        return [kept.info for kept in self._kept.values()]

    def _let_go(self, session_id: str) -> None:
        info = self._kept[session_id].info
        self.delete(session_id)
        info.session.shutdown()

    def look(self) -> int:
        """Let go of those who have waited their time; how many they were."""
        now = self._clock()
        over = [s for s, kept in self._kept.items() if now - kept.since > self.life]
        for session_id in over:
            self._let_go(session_id)
        return len(over)


def install(life: float) -> KeptTabs:
    """Put this store in the place of Streamlit's."""
    manager = get_instance()._session_mgr
    opened = manager.num_active_sessions
    store = KeptTabs(life, lambda: max(1, connections.room().tabs - opened()))
    manager._session_storage = store  # type: ignore[attr-defined]
    return store


async def keep(store: KeptTabs) -> None:
    """Look again and again, until cancelled; give the machine back what was let go of."""
    give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)
    while True:
        await asyncio.sleep(min(LONGEST_PAUSE, store.life / LOOKS))
        if store.look():
            gc.collect()
            if give_back is not None:
                give_back(0)
