"""Servers that the bench measures, each on a port and in a folder of its own."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.load import stload

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
START = 120.0  # seconds


@dataclass
class Server:
    """A running server, and how long it took until a visitor had the page."""

    url: str
    pid: int
    started_in: float


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def options(server_url: str, *arguments: str, pid: int | None = None):
    """The load client's options."""
    return stload.parse(["--url", server_url, "--pid", str(pid or 0), *arguments])


async def _answers(url: str, page: str) -> bool:
    visitor = stload.Visitor(options(url, "--page", page, "--timeout", "5"), 0)
    try:
        async with asyncio.timeout(5):
            await visitor.connect()
            await visitor.render()
    except Exception:  # noqa: BLE001 - not there yet, whatever the reason
        return False
    finally:
        await visitor.close()
    return True


@contextlib.contextmanager
def running(command: list[str], page: str = "", **environment: str) -> Iterator[Server]:
    """Start a server; yields at the first good answer: a whole page drawn for a visitor."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SKOLEMILJO_")}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*command],
        env={**kept, **environment, "STREAMLIT_SERVER_PORT": str(port)},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not asyncio.run(_answers(url, page)):
            if process.poll() is not None or time.perf_counter() - begun > START:
                raise RuntimeError(f"{command} did not start")
            time.sleep(0.02)
        yield Server(url, process.pid, time.perf_counter() - begun)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def portal(folder: Path, page: str = "meld", **more: str):
    """The portal on a data folder."""
    return running([str(BIN / "skolemiljo"), "serve"], page, SKOLEMILJO_DATA=str(folder), **more)


def bare(script: str, **environment: str):
    """A Streamlit script of this folder, with the portal's own settings."""
    return running(
        [str(BIN / "streamlit"), "run", str(Path(__file__).parent / script)], **environment
    )
