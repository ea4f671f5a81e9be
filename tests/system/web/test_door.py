"""The door of a served portal: what asks nothing is closed, what is too large is not read."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
import websockets

from core.ui.kit.server import connections, tabs
from core.words import word
from tests.conftest import ROOT
from tests.load import served, stload

pytestmark = pytest.mark.server
PATIENCE = 1.5  # seconds, in the place of a minute
ENDLESS = 2**26  # bytes: more than lies in the buffers on the way
LONG = 20.0  # seconds that a loaded machine may take
# The portal as the command serves it, but for how long it waits.
SERVE = f"""
import sys

from core import cli
from core.school import help_lines
from core.ui.kit.server import connections

connections.PATIENCE = {PATIENCE}


def lines(store, found=help_lines.lines):
    if sys._getframe(1).f_code.co_filename.endswith("ui/help/lines.py"):
        raise KeyError("KANARIFUGLEN")
    return found(store)


help_lines.lines = lines
cli.main(["serve"])
"""
STREAMLITS_PLACES = 128
# What the database's library may say of itself when the interpreter ends; it knows no visitor.
AT_THE_END = ("nanobind: ", " - leaked ", " - ... skipped ", "See https://nanobind.")
STARTED = "åpne faner samtidig"  # in the line that it says when it has started


@dataclass
class Portal:
    """A served school, and what it says on its standard error."""

    url: str
    pid: int
    log: Path

    @property
    def address(self) -> tuple[str, int]:
        host, port = self.url.removeprefix("http://").split(":")
        return host, int(port)

    def options(self, *more: str):
        return served.options(self.url, "--page", "meld", *more, pid=self.pid)


@pytest.fixture(scope="module")
def portal(_demo_file, tmp_path_factory):
    place = tmp_path_factory.mktemp("door")
    (place / "hvam").mkdir()
    for file in _demo_file.iterdir():
        (place / "hvam" / file.name).write_bytes(file.read_bytes())
        (place / "hvam" / file.name).chmod(0o600)
    port = served.free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SKOLEMILJO_", "STREAMLIT_"))}
    log = place / "serve.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE],
            env={
                **kept,
                "SKOLEMILJO_DATA": str(place / "hvam"),
                "STREAMLIT_SERVER_PORT": str(port),
            },
            cwd=ROOT,
            stdout=out,
            stderr=out,
        )
    url = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"{url}/helse", timeout=5) as answer:
                assert json.load(answer)["ok"]
            break
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                process.kill()
                raise RuntimeError(log.read_text()[-3000:]) from None
            time.sleep(0.1)
    yield Portal(url, process.pid, log)
    process.send_signal(signal.SIGINT)
    assert process.wait(connections.FAREWELL + LONG) == 0  # as it was told to, and not by force
    assert not (place / "hvam" / "desk").exists()
    # Whatever the visitors of these tests did, none of it is in the log.
    lines = [line for line in log.read_text().splitlines() if not line.startswith(AT_THE_END)]
    assert len(lines) == 1, lines
    assert STARTED in lines[0]


class Browser(stload.Visitor):
    """A visitor whose browser keeps the door's cookie, and who knows her tab's session id."""

    cookie = session_id = ""

    async def arrive(self, session_id: str = "", cookie: str = "") -> None:
        named = [session_id] if session_id else []
        self.ws = await websockets.connect(
            self.opt.ws_url,
            subprotocols=["streamlit", "x", *named],
            additional_headers=[("Cookie", f"{tabs.COOKIE}={cookie}")] if cookie else [],
            proxy=None,
            compression=None,
        )
        given = self.ws.response.headers.get("Set-Cookie", "")
        self.cookie = cookie or given.partition("=")[2].partition(";")[0]
        await self.run()

    def _take(self, msg, page):
        if msg.WhichOneof("type") == "new_session":
            self.session_id = msg.new_session.initialize.session_id
        return super()._take(msg, page)


async def sign_in(visitor: stload.Visitor, portal: Portal) -> stload.Page:
    """What a visitor sees who has come and signed in as rektor."""
    visitor.opt.page, visitor.opt.url = "logg-inn", f"{portal.url}/logg-inn"
    await visitor.connect()
    page = await visitor.render()
    for key, said in (("sign_in_name", "rektor"), ("sign_in_password", "demo")):
        field = next(w for w in page.widgets.values() if w.is_named(f"key:{key}"))
        visitor.values[field.id] = visitor._state(field, said)
    button = next(w for w in page.widgets.values() if w.is_named("key:sign_in"))
    return await visitor.run([visitor._trigger(button)])


def closed(door: socket.socket) -> bytes:
    """What comes until the other side closes; fails if it does not."""
    door.settimeout(LONG)
    out = b""
    with contextlib.suppress(ConnectionResetError):
        while part := door.recv(2**16):
            out += part
    return out


UPGRADE = (
    b"GET /_stcore/stream HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: streamlit, x\r\n\r\n"
)
HALF = {
    "nothing": (b"", b""),
    "half a head": (b"GET /meld HTTP/1.1\r\nHost: local", b""),
    "half a body": (
        b"POST /session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\nhalf",
        b"",
    ),
    "half a second head": (
        b"GET /helse HTTP/1.1\r\nHost: localhost\r\n\r\nGET /me",
        b"HTTP/1.1 200",
    ),
    "no first message": (UPGRADE, b"HTTP/1.1 101"),
}


def test_what_asks_nothing_is_closed_and_a_tab_that_is_drawn_and_silent_stays(portal):
    async def drawn_first() -> None:
        visitor = stload.Visitor(portal.options(), 0)
        await visitor.connect()
        await visitor.render()
        doors = {name: socket.create_connection(portal.address) for name in HALF}
        for name, (sent, _) in HALF.items():
            doors[name].sendall(sent)
        for name, (_, told) in HALF.items():
            answer = await asyncio.to_thread(closed, doors[name])
            assert answer.startswith(told), name
            doors[name].close()
        await visitor.run()  # it has been silent for longer than they
        await visitor.close()

    asyncio.run(drawn_first())


def test_a_head_without_end_is_not_read_to_its_end(portal):
    with socket.create_connection(portal.address) as door:
        door.sendall(b"GET /meld HTTP/1.1\r\nHost: localhost\r\nX-Long: ")
        sent = 0
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            while sent < ENDLESS:
                sent += door.send(b"x" * 2**16)
    assert sent < ENDLESS


def test_the_portal_takes_the_files_that_the_machine_allows_and_says_how_many_tabs_that_is(portal):
    lines = Path(f"/proc/{portal.pid}/limits").read_text().splitlines()
    soft, hard = next(line.split()[3:5] for line in lines if line.startswith("Max open files"))
    assert soft == hard
    assert f"{connections.Room(int(hard)).tabs} åpne faner" in portal.log.read_text()


def test_a_message_longer_than_a_public_page_sends_is_refused_before_it_is_read(portal):
    async def too_long() -> None:
        ws = await websockets.connect(
            portal.options().ws_url, subprotocols=["streamlit"], proxy=None, compression=None
        )
        with contextlib.suppress(websockets.ConnectionClosed):
            await ws.send(b"\0" * (connections.PUBLIC_MESSAGE + 1))
            await ws.recv()
        assert ws.close_code == connections.TOO_LONG

    asyncio.run(too_long())


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_message_of_more_widgets_than_a_page_has_closes_its_tab(portal, signed_in):
    async def too_many() -> None:
        visitor = stload.Visitor(portal.options(), 0)
        await (sign_in(visitor, portal) if signed_in else visitor.connect())
        message = visitor._back_msg()
        for n in range(connections.MOST_WIDGETS + 1):
            message.rerun_script.widget_states.widgets.add(id=f"$$ID-{n}-x", trigger_value=True)
        with contextlib.suppress(websockets.ConnectionClosed):
            await visitor.ws.send(message.SerializeToString())
            while True:
                await visitor.ws.recv()
        assert visitor.ws.close_code == connections.TOO_LONG

    asyncio.run(too_many())


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_press_in_a_part_of_the_page_that_is_gone_is_said(portal, signed_in):
    async def in_a_dialog() -> None:
        visitor = stload.Visitor(portal.options(), 0)
        page = await sign_in(visitor, portal) if signed_in else None
        if page is None:
            visitor.opt.url = f"{portal.url}/meld"
            await visitor.connect()
            await visitor.render()
        message = visitor._back_msg()
        message.rerun_script.fragment_id = "gone"
        message.rerun_script.widget_states.widgets.add(id="$$ID-0-yes", trigger_value=True)
        visitor._back_msg = lambda _: message
        async with asyncio.timeout(LONG):
            page = await visitor.run()
        assert word("nb", "common.press_gone") in page.texts
        await visitor.close()

    asyncio.run(in_a_dialog())


def test_a_tab_comes_back_to_its_own_browser_alone_and_no_log_says_when(portal):
    async def lost_and_found() -> None:
        hers = Browser(portal.options(), 0)
        await hers.arrive()
        for cookie in ("", "his"):
            other = Browser(portal.options(), 1)
            await other.arrive(hers.session_id, cookie)
            assert other.session_id != hers.session_id
            await other.close()
        await hers.run()  # nobody threw her out
        # Her phone changes network: the old line is not known to be lost.
        again = Browser(portal.options(), 2)
        await again.arrive(hers.session_id, hers.cookie)
        assert again.session_id == hers.session_id
        await again.close()
        last = Browser(portal.options(), 3)
        await last.arrive(hers.session_id, hers.cookie)
        assert last.session_id == hers.session_id
        await last.close()
        await hers.close()

    asyncio.run(lost_and_found())
    assert len(portal.log.read_text().splitlines()) == 1


def test_a_fault_that_a_visitor_meets_or_makes_is_in_no_log(portal):
    async def faults() -> None:
        visitor = stload.Visitor(portal.options("--page", "hjelp"), 0)
        visitor.opt.url = f"{portal.url}/hjelp"
        await visitor.connect()
        page = await visitor.render()
        assert any("Noe gikk galt" in text for text in page.texts), page.texts
        for nonsense in ("text", b"\xff" * 50):
            await visitor.ws.send(nonsense)
            with contextlib.suppress(websockets.ConnectionClosed):
                await visitor.ws.recv()
            await visitor.close()
            await visitor.connect()
        await visitor.close()

    asyncio.run(faults())
    with socket.create_connection(portal.address) as door:
        door.sendall(b"nonsense\r\n\r\n")
        assert closed(door).startswith(b"HTTP/1.1 400")
    assert len(portal.log.read_text().splitlines()) == 1


def test_a_tab_is_kept_though_more_lines_are_lost_than_streamlit_has_places_for(portal):
    async def many_lost() -> None:
        hers = Browser(portal.options(), 0)
        await hers.arrive()
        await hers.close()
        for _ in range(STREAMLITS_PLACES + 10):
            other = stload.Visitor(portal.options(), 1)
            await other.connect()
            await other.close()
        again = Browser(portal.options(), 2)
        await again.arrive(hers.session_id, hers.cookie)
        assert again.session_id == hers.session_id
        await again.close()

    asyncio.run(many_lost())


def test_a_signed_in_page_may_send_more_than_a_public_one(portal):
    async def two_pages() -> None:
        visitor = stload.Visitor(portal.options(), 0)
        page = await sign_in(visitor, portal)
        assert any(w.is_named("key:sign_out") for w in page.widgets.values())
        visitor.query = "x" * (connections.PUBLIC_MESSAGE + 1)
        await visitor.run()
        await visitor.close()

    asyncio.run(two_pages())
