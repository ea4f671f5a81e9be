"""What happens when the portal starts and when it stops."""

import asyncio
import contextlib
import gc
import importlib
import logging
import sys
from collections.abc import AsyncIterator

from core.cases import facts as case_facts
from core.errors import PortalError
from core.operations import desk, night
from core.reports import routes as report_routes
from core.store import current
from core.store.moments import machine_today
from core.today import notices
from core.ui.kit import unanswered
from core.ui.kit.server import (
    connections,
    faults,
    fragments,
    kept,
    runs,
    safety,
    tabs,
    theme,
    untold,
)
from core.words import said

WARM_AFTER = 2.0  # seconds: the first visitor's page is not drawn in the shade of these imports


async def _warm() -> None:
    """Import what staff pages need, so that nobody waits for it."""

    def imports() -> None:
        for name in ("altair", "pandas", "pyarrow"):
            importlib.import_module(name)
        gc.freeze()  # what lives as long as the process is not looked through again and again

    await asyncio.sleep(WARM_AFTER)
    await asyncio.to_thread(imports)


def _make_room() -> None:
    """Take the room that the machine gives, and say how much that is."""
    room = connections.make_room()
    told = "server.room" if room.enough else "server.too_little_room"
    facts = {"tabs": room.tabs, "files": room.files, "expected": connections.EXPECTED_TABS}
    print(said(told, **facts), file=sys.stderr, flush=True)  # noqa: T201 - to whoever starts it


def _quiet() -> None:
    """Keep addresses and visits out of the server's log: it writes a line for each websocket.

    Behind a proxy that line would hold the address of whoever reports, and in a journal its time.
    """
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.access").disabled = True


@contextlib.asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Open the school (its lock, its revisions), then the desk for the command line."""
    _quiet()
    try:
        safety.before_opening()
        tabs.TABS.kept = runs.kept()
        waiting = kept.install(runs.kept())
        store = await asyncio.to_thread(current.store)
        safety.before_serving(store)
        theme.keep()
        untold.keep()
        fragments.keep(unanswered.keep)
        await asyncio.to_thread(report_routes.follow, store)
        # What a stopped portal left from last night, before anybody waits for it.
        await asyncio.to_thread(night.look, store)
        await asyncio.to_thread(case_facts.catch_up, store)
    except PortalError as error:
        safety.stop(error)
    _make_room()
    met = faults.Faults(machine_today())
    works = (_warm(), night.keep(store), faults.keep(store, met), kept.keep(waiting))
    beside = [asyncio.create_task(work) for work in works]
    async with desk.serve(store), notices.running(store):
        with faults.counted(met, runs.staffs):
            yield
    for task in beside:
        task.cancel()
    await asyncio.to_thread(current.use, None)
