"""Which browser an open tab belongs to: only that browser gets the tab back when its line was lost.

Streamlit hands a tab over, with all that stands on it, to whoever names its session id. So the door
gives each browser a random cookie, which nothing but Streamlit's own addresses is sent and which is
gone with the browser, and drops the id of a handshake that does not show the cookie that the tab
was opened with. All of it is in memory alone, for as long as Streamlit keeps the tab.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.school.host import is_for_tls
from core.ui.kit.server import connections

COOKIE = "skolemiljo_tab"
PATH = "/_stcore"
PROTOCOLS = b"sec-websocket-protocol"  # Streamlit's, a token, the session id that comes back
LOOK_EVERY = 60.0  # seconds
TRY_LATER = 1013


class Heard(Enum):
    """What the door does with a message."""

    TAKEN = "taken"
    LEFT = "left"  # no page of the portal sends such a one
    TOO_MUCH = "too much"


class Connection(Protocol):
    """What a tab's socket can do."""

    largest: int

    def allow(self, size: int) -> None:
        """Read messages up to this size."""


@dataclass
class Tab:
    """One tab, by the session id that Streamlit gave it."""

    browser: bytes = b""  # a digest of the cookie; nothing shows none
    staff: bool = False
    largest: int = 0  # bytes of the longest message that came
    left: float = 0.0
    connections: list[Connection] = field(default_factory=list)


def _digest(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode()).digest()


class Tabs:
    """The tabs of this process, the closed ones as long as Streamlit keeps them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.kept = 0.0  # seconds
        self._clock = clock
        self._tabs: dict[str, Tab] = {}
        self._looked = clock()

    def resumes(self, session_id: str, cookie: str | None) -> bool:
        """Whether this browser opened that tab."""
        tab = self._tabs.get(session_id)
        if tab is None or cookie is None:
            return False
        return hmac.compare_digest(tab.browser, _digest(cookie))

    def opened(self, session_id: str, cookie: str, connection: Connection) -> None:
        """A socket belongs to this tab."""
        tab = self._tabs.setdefault(session_id, Tab(left=self._clock()))
        tab.browser = tab.browser or _digest(cookie)
        tab.connections.append(connection)
        connection.allow(_size(tab.staff))

    def closed(self, session_id: str, connection: Connection) -> None:
        """The socket is gone; the tab may come back on another for a while."""
        tab = self._tabs.get(session_id)
        if tab is not None and connection in tab.connections:
            tab.connections.remove(connection)
            tab.largest = max(tab.largest, connection.largest)
            tab.left = self._clock()
        if self._clock() - self._looked > LOOK_EVERY:
            self._forget()

    def drawn(self, session_id: str, staff: bool) -> None:
        """What a run has drawn: a page for somebody signed in, or one that is everyone's."""
        tab = self._tabs.setdefault(session_id, Tab(left=self._clock()))
        tab.staff = staff
        for connection in tuple(tab.connections):
            connection.allow(_size(staff))

    def is_staffs(self, session_id: str) -> bool:
        """Whether somebody signed in has this tab's page before them."""
        tab = self._tabs.get(session_id)
        return tab is not None and tab.staff

    def weight(self, session_id: str) -> int:
        """Bytes of the longest message that this tab has sent: what is kept of it in memory."""
        tab = self._tabs.get(session_id)
        if tab is None:
            return 0
        return max([tab.largest, *(c.largest for c in tuple(tab.connections))])

    def _forget(self) -> None:
        self._looked = self._clock()
        for session_id, tab in tuple(self._tabs.items()):
            if not tab.connections and self._looked - tab.left > self.kept + LOOK_EVERY:
                self._tabs.pop(session_id, None)


def _size(staff: bool) -> int:
    return connections.STAFF_MESSAGE if staff else connections.PUBLIC_MESSAGE


TABS = Tabs()


class OwnTabs:
    """Gives each browser its cookie and lets a tab come back to the browser that opened it alone.

    Pure ASGI: a run sees the handshake's headers, but runs after the tab was handed over.
    """

    def __init__(
        self,
        app: ASGIApp,
        session_in: Callable[[bytes], str | None],
        heard: Callable[[bytes], Heard],
        tabs: Tabs = TABS,
    ) -> None:
        self._app, self._session_in, self._heard, self._tabs = app, session_in, heard, tabs
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] == "websocket":
            if self._open >= connections.room().tabs:
                return await send({"type": "websocket.close", "code": TRY_LATER})
            self._open += 1
            try:
                return await self._tab(scope, receive, send)
            finally:
                self._open -= 1
        if scope["type"] != "http" or not scope["path"].startswith(PATH + "/"):
            return await self._app(scope, receive, send)
        if shown(scope) is not None:
            return await self._app(scope, receive, send)

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                _give(scope, message, secrets.token_urlsafe(32))
            await send(message)

        return await self._app(scope, receive, out)

    async def _tab(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = shown(scope)
        cookie = found or secrets.token_urlsafe(32)
        named = _named(scope)
        if named is not None and not self._tabs.resumes(named, found):
            scope, named = _without_session(scope), None
        extension: MutableMapping[str, Any] = (scope.get("extensions") or {}).get(
            connections.CONNECTION, {}
        )
        connection: Connection = extension.get("tab") or _Unknown()
        held, known = named, False
        if named is not None:
            self._tabs.opened(named, cookie, connection)

        async def out(message: Message) -> None:
            nonlocal held, known
            if message["type"] == "websocket.accept" and found is None:
                _give(scope, message, cookie)
            elif message["type"] == "websocket.send" and not known:
                told = self._session_in(message.get("bytes") or b"")
                known = told is not None
                if told is not None and told != held:  # a new one, or the old is kept no longer
                    if held is not None:
                        self._tabs.closed(held, connection)
                    self._tabs.opened(told, cookie, connection)
                    held = told
            await send(message)

        async def taken() -> Message:
            while True:
                message = await receive()
                came = message.get("bytes") if message["type"] == "websocket.receive" else None
                heard = self._heard(came) if came else Heard.TAKEN
                if heard is Heard.TOO_MUCH:
                    await send({"type": "websocket.close", "code": connections.TOO_LONG})
                    return {"type": "websocket.disconnect", "code": connections.TOO_LONG}
                if heard is Heard.TAKEN:
                    return message

        try:
            await self._app(scope, taken, out)
        finally:
            if held is not None:
                self._tabs.closed(held, connection)


class _Unknown:
    """The connection of a server that is not the portal's own, as in a test."""

    largest = 0

    def allow(self, size: int) -> None:
        """Nothing to allow."""


def shown(scope: Scope) -> str | None:
    """The cookie that a request shows, or None."""
    for key, value in scope["headers"]:
        if key == b"cookie":
            found = cookie_parser(value.decode("latin-1")).get(COOKIE)
            if found:
                return found
    return None


def _give(scope: Scope, message: Message, cookie: str) -> None:
    secure = "; Secure" if is_for_tls(scope.get("scheme", "")) else ""
    MutableHeaders(scope=message).append(
        "set-cookie", f"{COOKIE}={cookie}; Path={PATH}; HttpOnly; SameSite=Strict{secure}"
    )


def _named(scope: Scope) -> str | None:
    """The session id that a handshake wants back, as Streamlit reads it."""
    entries = _entries(scope)
    return entries[2] if len(entries) > 2 and entries[2] else None


def _entries(scope: Scope) -> list[str]:
    raw = next((value for key, value in scope["headers"] if key.lower() == PROTOCOLS), b"")
    return [part.strip() for part in raw.decode("latin-1").split(",")]


def _without_session(scope: Scope) -> Scope:
    kept = ", ".join(_entries(scope)[:2]).encode("latin-1")
    headers = [(key, value) for key, value in scope["headers"] if key.lower() != PROTOCOLS]
    return {
        **scope,
        "headers": [*headers, (PROTOCOLS, kept)],
        "subprotocols": scope.get("subprotocols", [])[:2],
    }
