"""The connections that the server holds: none for nothing, none that takes more than its due.

Whoever asks nothing is sent away after a minute: a few hundred silent sockets would else take every
file that the process may open, and the database's with them. uvicorn has no such limit of its own.
"""

import asyncio
import functools
import resource
from dataclasses import dataclass

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

PATIENCE = 60.0  # seconds until a request must be whole, a tab have asked, an answer be taken
FAREWELL = 5.0  # seconds that a connection which is being closed may take to go
LONGEST_HEAD = 2**16  # bytes of a request before its body, as uvicorn's other parser has it
# What the longest report takes many times over; texts have limits of their own far below it.
PUBLIC_MESSAGE = 256 * 2**10  # bytes
STAFF_MESSAGE = 4 * 2**20  # bytes: a plan with all its sections in both languages open at once
# Widgets that one message tells of: the fullest page of a demonstration has 33, and a report asks
# twenty questions at most. A page of this many nobody could use; a message of them costs 20 ms.
MOST_WIDGETS = 1_000
TOO_LONG = 1009  # RFC 6455 § 7.4.1; 1008 is policy
POLICY = 1008
CONNECTION = "skolemiljo.connection"  # the extension under which a tab finds its own connection

TAB = 4  # descriptors of an open tab: its socket, and the loop that Streamlit keeps for its runs
RESERVE = 256  # descriptors for the database, requests for files, the command line
MOST_TABS = 4_000  # about 0.2 MB each: beyond it memory is what runs out
EXPECTED_TABS = 300  # a year's students in the same quarter of an hour, before lessons begin


@dataclass(frozen=True)
class Room:
    """What the process may hold."""

    files: int

    @property
    def tabs(self) -> int:
        """How many open tabs."""
        return max(1, min(MOST_TABS, (self.files - RESERVE) // TAB))

    @property
    def enough(self) -> bool:
        """Whether a school's morning finds room."""
        return self.tabs >= EXPECTED_TABS


def make_room() -> Room:
    """Raise the limit of open files to the highest that the machine allows this process."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    room.cache_clear()
    return room()


@functools.cache
def room() -> Room:
    """What the process may hold as it stands."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return Room(files if files != resource.RLIM_INFINITY else 2**20)


class _Alarm:
    """One timer that is set, moved and put out."""

    def __init__(self) -> None:
        self._timer: asyncio.TimerHandle | None = None

    def set(self, loop: asyncio.AbstractEventLoop, does: object) -> None:
        self.out()
        assert callable(does)
        self._timer = loop.call_later(PATIENCE, does)

    def out(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class _Patient(asyncio.Protocol):
    """What both protocols share: the other side takes what it is sent within a minute."""

    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Nothing is waited for yet."""
        self._asking, self._stalled = _Alarm(), _Alarm()
        super().connection_made(transport)

    def pause_writing(self) -> None:
        """The other side does not take what it is sent; it may for a minute."""
        super().pause_writing()
        self._stalled.set(self.loop, self.transport.abort)

    def resume_writing(self) -> None:
        """It does again."""
        self._stalled.out()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._asking.out()
        self._stalled.out()
        super().connection_lost(exc)


class Requests(_Patient, HttpToolsProtocol):
    """HTTP as uvicorn speaks it, but a request must be whole within a minute, its head not long."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        self._in_head, self._head = True, 0
        super().connection_made(transport)
        self._asking.set(self.loop, self.transport.abort)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head has no end."""
        super().data_received(data)
        if self._in_head:
            self._head += len(data)
            if self._head > LONGEST_HEAD:
                self.transport.abort()

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._in_head, self._head = False, 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole; the next one has its minute from when this one is answered."""
        self._in_head = True
        if self.cycle is None or not self.cycle.response_complete:
            self._asking.out()
        else:
            self._asking.set(self.loop, self.transport.abort)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Answered: wait for the next request, or for the rest of this one."""
        super().on_response_complete()
        if not self.transport.is_closing():
            self._asking.set(self.loop, self.transport.abort)

    def handle_websocket_upgrade(self) -> None:
        """From here on the other protocol waits."""
        self._asking.out()
        super().handle_websocket_upgrade()


class TabSocket(_Patient, WebSocketsSansIOProtocol):
    """A websocket as uvicorn speaks it, but a tab must ask within a minute, and not too much.

    What is too long is refused by the length that its first bytes say, before it is read.
    """

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the first message."""
        self.largest = 0
        super().connection_made(transport)
        self.allow(PUBLIC_MESSAGE)
        self._asking.set(self.loop, self._give_up)

    def allow(self, size: int) -> None:
        """The longest message that is read from now on, in bytes."""
        self.conn.max_message_size = size

    async def run_asgi(self) -> None:
        """Let the door find this connection again when it knows whose tab it is."""
        extensions = self.scope["extensions"]
        assert extensions is not None
        extensions[CONNECTION] = {"tab": self}
        await super().run_asgi()

    def send_receive_event_to_app(self) -> None:
        """A message is whole: the tab has asked, and may be silent from now on."""
        self._asking.out()
        self.largest = max(self.largest, sum(map(len, self.frames)))
        super().send_receive_event_to_app()

    def _give_up(self) -> None:
        if self.handshake_complete and not self.close_sent:
            self.queue.put_nowait({"type": "websocket.disconnect", "code": POLICY, "reason": ""})
            self.conn.send_close(POLICY)
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.close_sent = True
        self.transport.close()
        self._leave()

    def _leave(self) -> None:
        # A side that takes nothing more would keep its descriptor for as long as it likes.
        self.loop.call_later(FAREWELL, self.transport.abort)

    def handle_parser_exception(self) -> None:
        """Too long, or no websocket at all."""
        super().handle_parser_exception()
        self._leave()

    def keepalive_timeout(self) -> None:
        """Nobody answers there."""
        super().keepalive_timeout()
        self._leave()
