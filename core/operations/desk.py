"""The command line reaches the process that holds the database, through its owner's socket."""

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from core.operations import commands
from core.store.engine import Store

NAME = "desk"
LONGEST_QUESTION = 2**20  # bytes


@contextlib.contextmanager
def _short(folder: Path) -> Iterator[str]:
    """The socket's path through the folder's descriptor: a socket's own may have 107 bytes."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}/{NAME}"
    finally:
        os.close(descriptor)


@contextlib.asynccontextmanager
async def serve(store: Store) -> AsyncIterator[None]:
    """Answer commands while the portal runs; whoever holds the database's lock holds the desk."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = json.loads(await reader.readline())
            out = await asyncio.to_thread(commands.run, store, asked["command"], asked["facts"])
        except Exception as error:  # noqa: BLE001 - whatever it was, the asker gets an answer
            out = {"exit": 1, "error": type(error).__name__}
        writer.write(json.dumps(out, default=str).encode() + b"\n")
        with contextlib.suppress(ConnectionError):
            await writer.drain()
        writer.close()

    place = store.folder / NAME
    place.unlink(missing_ok=True)  # we hold the lock: what lies here is left from a killed portal
    door = socket.socket(socket.AF_UNIX)
    with _short(store.folder) as short:
        before = os.umask(0o177)
        try:
            door.bind(short)
        finally:
            os.umask(before)
    server = await asyncio.start_unix_server(answer, sock=door, limit=LONGEST_QUESTION)
    try:
        yield
    finally:
        server.close()
        place.unlink(missing_ok=True)


def ask(folder: Path, command: str, facts: dict[str, Any]) -> dict[str, Any] | None:
    """The portal's answer, or None if no portal serves this folder."""
    door = socket.socket(socket.AF_UNIX)
    try:
        with _short(folder) as short:
            door.connect(short)
    except (FileNotFoundError, ConnectionRefusedError):
        door.close()
        return None
    with door, door.makefile("rwb") as file:
        file.write(json.dumps({"command": command, "facts": facts}).encode() + b"\n")
        file.flush()
        line = file.readline()
    return json.loads(line) if line else {"exit": 1, "error": "the portal stopped while answering"}
