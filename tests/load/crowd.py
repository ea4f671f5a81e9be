"""What a crowd that only takes room costs the portal, and everybody else who comes meanwhile."""

import asyncio
import contextlib
import time
from dataclasses import dataclass
from pathlib import Path

import websockets

from core.ui.kit.server import connections
from tests.load import served, stload

IDLE = 400  # sockets that never ask
HEAVY = 60  # tabs with the longest message of a public page
TIMES = 10
VISITORS = 5  # who come one after the other while the crowd is there
# One character outside the basic plane makes Python keep four bytes for each of the others.
TEXT = "x" * (connections.PUBLIC_MESSAGE - 3_000) + "😀"


@dataclass
class Seen:
    """What was seen of the server while the crowd was there."""

    before: float  # MB
    highest: float = 0.0
    errors: int = 0
    slowest: float = 0.0  # seconds until drawn

    def look(self, server: served.Server) -> None:
        self.highest = max(self.highest, memory(server))

    @property
    def above(self) -> float:
        return self.highest - self.before


def memory(server: served.Server) -> float:
    """What the process holds, in MB."""
    lines = Path(f"/proc/{server.pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def descriptors(server: served.Server) -> int:
    return sum(1 for _ in Path(f"/proc/{server.pid}/fd").iterdir())


async def others(server: served.Server, seen: Seen) -> None:
    """Others come while the crowd is there."""
    for n in range(VISITORS):
        visitor = stload.Visitor(served.options(server.url, "--page", "meld"), n)
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(30):
                await visitor.connect()
                await visitor.render()
        except Exception:  # noqa: BLE001 - every failure is counted
            seen.errors += 1
        seen.slowest = max(seen.slowest, time.perf_counter() - begun)
        await visitor.close()
        seen.look(server)


async def idle(server: served.Server, seen: Seen) -> float:
    """Sockets that never ask; seconds until the last of them was closed."""
    options = served.options(server.url)
    doors = [
        await websockets.connect(
            options.ws_url, subprotocols=["streamlit", "x"], proxy=None, ping_interval=None
        )
        for _ in range(IDLE)
    ]
    begun = time.perf_counter()
    await others(server, seen)
    await asyncio.gather(*(door.wait_closed() for door in doors))
    return time.perf_counter() - begun


async def heavy(server: served.Server, seen: Seen) -> None:
    """Tabs with the longest message, open together."""
    tabs = [stload.Visitor(served.options(server.url, "--page", "meld"), n) for n in range(HEAVY)]
    for tab in tabs:
        await tab.connect()
        await tab.render()
    for tab in tabs:
        text = next(w for w in tab.page.widgets.values() if w.is_named("key:answer_what_happened"))
        tab.values[text.id] = tab._state(text, TEXT)
        with contextlib.suppress(stload.PageError):
            await tab.run()
        seen.look(server)
    await others(server, seen)
    for tab in tabs:
        await tab.close()
    seen.look(server)


def until_gone(server: served.Server, files: int, kept: float) -> int:
    """How many files are open when the crowd has been kept its time, or as soon as it is gone."""
    until = time.monotonic() + kept + 2 * min(kept, 60.0)
    while (left := descriptors(server)) > files and time.monotonic() < until:
        time.sleep(0.5)
    return left
