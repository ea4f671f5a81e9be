"""A portal served as users meet it, with a data folder and a port of its own, and a browser."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from core import demonstration
from tests.browser import chromium
from tests.browser.contexts import Contexts
from tests.browser.visitor import LAPTOP, Visitor, begin

ROOT = Path(__file__).parent.parent.parent
START = 600  # seconds that a loaded machine may take


@dataclass
class Portal:
    """A served school."""

    url: str
    folder: Path
    process: subprocess.Popen


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(folder: Path, log: Path, port: int = 0) -> Portal:
    """Start a portal on `folder` and wait for its first good answer; `port` 0 is a free one."""
    port = port or free_port()
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("SKOLEMILJO_")},
        "SKOLEMILJO_DATA": str(folder),
        "STREAMLIT_SERVER_PORT": str(port),
    }
    with log.open("w") as out:
        process = subprocess.Popen(
            [Path(sys.executable).parent / "skolemiljo", "serve"],
            env=environment,
            stdout=out,
            stderr=out,
            cwd=ROOT,
        )
    url = f"http://127.0.0.1:{port}"
    give_up = time.monotonic() + START
    while True:
        try:
            with urllib.request.urlopen(f"{url}/helse", timeout=5):
                return Portal(url, folder, process)
        except OSError:
            if process.poll() is not None or time.monotonic() > give_up:
                process.kill()
                raise RuntimeError(log.read_text()[-3000:]) from None
            time.sleep(0.2)


def stop(portal: Portal) -> None:
    portal.process.terminate()
    try:
        portal.process.wait(10)
    except subprocess.TimeoutExpired:
        portal.process.kill()


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory, worker_id) -> Path:
    """The folder of the demonstration school Hvam, made once for all workers; to be copied."""
    base = tmp_path_factory.getbasetemp()
    made = (base if worker_id == "master" else base.parent) / "demonstration"
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            demonstration.make(made, "hvam")
    return made


@pytest.fixture(scope="session")
def portal(demonstrated, tmp_path_factory):
    """The demonstration school, served; the tests of one worker share it."""
    folder = tmp_path_factory.mktemp("browser")
    shutil.copytree(demonstrated, folder / "hvam")
    found = serve(folder / "hvam", folder / "serve.log")
    yield found
    stop(found)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole layer; each visitor has a browser to themselves in it."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        yield Contexts(found, begin)
        found.close()


@pytest.fixture
def somebody(browser, portal):
    """`somebody(PHONE)` is a new visitor; at the end nobody may have met a forbidden request.

    `own=True` for whoever changes the browser itself: its clock, or what it asks others for.
    """
    made: list[Visitor] = []

    def new(size=LAPTOP, scheme="light", url=None, *, own=False) -> Visitor:
        visitor = Visitor(browser, url or portal.url, size, scheme, own=own)
        made.append(visitor)
        return visitor

    yield new
    faults = [fault for visitor in made for fault in visitor.faults]
    for visitor in made:
        visitor.close()
    assert not faults
