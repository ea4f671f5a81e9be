"""The door to the street: routes, security headers, what happens at start and stop."""

import asyncio
import base64
import contextlib
import gc
import hashlib
import importlib
import logging
import re
import sys
from collections.abc import AsyncIterator
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.cases import facts as case_facts
from core.documents import tickets
from core.errors import PortalError
from core.operations import desk, night
from core.people import devices, sessions
from core.reports import routes as report_routes
from core.school import profile
from core.store import current, watch
from core.today import notices
from core.ui.kit.server import browser_files, connections, faults, kept, runs, safety, tabs, theme
from core.web import callers
from core.words import said

LONGEST_TICKET = 100  # bytes


def _policy() -> str:
    """The content security policy; Streamlit's one inline script is let in by its hash."""
    scripts = re.findall(r"<script>(.*?)</script>", browser_files.streamlit_page(), re.S)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'"
        for s in scripts
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes} blob:",  # blob: the component of core/ui/kit/browser
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "frame-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class Guarded:
    """Security headers, Norwegian as the page's language, who is let in and to what.

    Pure ASGI: Starlette's own base class buffers answers and does not see websockets.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = [
            (b"content-security-policy", _policy().encode()),
            (b"referrer-policy", b"no-referrer"),
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", b"DENY"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
            (b"cross-origin-opener-policy", b"same-origin"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        websocket = scope["type"] == "websocket"
        if (
            _closed(scope["path"])
            or not _let_in(scope)
            or (websocket and not callers.from_own_page(scope["headers"]))
        ):
            if websocket:
                return await send({"type": "websocket.close", "code": 1008})
            return await Response(status_code=403)(scope, receive, send)
        if websocket:
            return await self._app(scope, receive, send)
        return await self._app(scope, receive, self._sender(scope, receive, send))

    def _sender(self, scope: Scope, receive: Receive, send: Send) -> Send:
        page: Response | None = None  # in the place of Streamlit's, which comes compressed

        async def out(message: Message) -> None:
            nonlocal page
            if message["type"] == "http.response.start":
                kinds = [v for k, v in message["headers"] if k.lower() == b"content-type"]
                if message["status"] == 200 and any(k.startswith(b"text/html") for k in kinds):
                    page = _page(scope)
                    page.raw_headers.extend(self._headers)
                    return
                message = {**message, "headers": [*message["headers"], *self._headers]}
            elif page is not None:
                if not message.get("more_body"):
                    await page(scope, receive, send)
                return
            await send(message)

        return out


def _page(scope: Scope) -> Response:
    """The page that everything is drawn in; Streamlit answers every address with it."""
    asked = {k.lower(): v for k, v in scope["headers"]}
    found = browser_files.page(_telephone())
    headers = {"etag": found.tag, "cache-control": "no-cache", "vary": "accept-encoding"}
    if found.tag.encode() in asked.get(b"if-none-match", b""):
        return Response(status_code=304, headers=headers)
    if b"gzip" not in asked.get(b"accept-encoding", b""):
        return Response(found.plain, media_type="text/html", headers=headers)
    headers["content-encoding"] = "gzip"
    return Response(found.packed, media_type="text/html", headers=headers)


def _telephone() -> str:
    """The school's telephone; a database that does not answer must not keep the page away."""
    try:
        return profile.profile(current.store()).phone
    except (PortalError, DBAPIError):
        return ""


def _closed(path: str) -> bool:
    # Streamlit answers these without asking who is there; no page takes files in, and those that
    # are taken along have an address of their own.
    return path.startswith(
        ("/_stcore/metrics", "/_stcore/agent", "/_stcore/upload_file", "/media/")
    )


def _let_in(scope: Scope) -> bool:
    """A demonstration, whose password everyone knows, answers its own machine only."""
    if not profile.is_demonstration(current.store()):
        return True
    client = scope.get("client")
    return callers.from_this_machine(client[0] if client else None, scope["headers"])


async def session(request: Request) -> Response:
    """POST a ticket: the session cookie, HttpOnly. DELETE: the cookie is dropped."""
    if not callers.from_own_page(request.scope["headers"]):
        return Response(status_code=403)
    secure = request.url.scheme == "https"
    answer = Response(status_code=204)
    if request.method == "DELETE":
        answer.delete_cookie(
            sessions.COOKIE, path="/", httponly=True, samesite="strict", secure=secure
        )
        return answer
    cookies = sessions.redeem(await _ticket(request))
    if not cookies:
        return Response(status_code=403)
    answer.set_cookie(
        sessions.COOKIE, cookies.session, path="/", httponly=True, samesite="strict", secure=secure
    )
    if cookies.device:
        answer.set_cookie(
            devices.COOKIE,
            cookies.device,
            max_age=int(devices.LIFE.total_seconds()),
            path=devices.PATH,
            httponly=True,
            samesite="strict",
            secure=secure,
        )
    return answer


async def device(request: Request) -> Response:
    """POST a question: the browser's own cookie, sent nowhere else, is its answer."""
    if not callers.from_own_page(request.scope["headers"]):
        return Response(status_code=403)
    devices.answer(await _ticket(request), request.cookies.get(devices.COOKIE))
    return Response(status_code=204)


async def file(request: Request) -> Response:
    """A file taken along: made now, for the sign-in that asked for it, kept in no cache."""
    # Whoever only looks whether it is there does not spend the ticket.
    if request.method != "GET" or not callers.from_own_page(request.scope["headers"]):
        return Response(status_code=404)
    sid, ticket = request.cookies.get(sessions.COOKIE), request.path_params["ticket"]
    taken = await asyncio.to_thread(tickets.take, current.store(), sid, ticket)
    if taken is None:
        return Response(status_code=404)
    found, content = taken
    headers = {
        "cache-control": "no-store",
        "content-disposition": f"attachment; filename*=utf-8''{quote(found.name)}",
    }
    return Response(content, media_type=found.kind, headers=headers)


async def _ticket(request: Request) -> str:
    """The one short word that a request brings; nothing where it is longer."""
    ticket = b""
    try:
        async for part in request.stream():
            ticket += part
            if len(ticket) > LONGEST_TICKET:  # nobody fills the memory through this door
                return ""
    except ClientDisconnect:
        return ""  # and nobody is there to read the answer
    return ticket.decode("ascii", "replace")


async def health(_request: Request) -> JSONResponse:
    """Whether the database answers, from the file that lies at its path, and can be written.

    And whether what the portal does by itself has gone well lately: no watch dies in silence.
    """

    def ask() -> bool:
        store = current.store()
        store.rows(sa.select(sa.literal(1)))  # refused where the file is not the school's any more
        return (store.file is None or store.file.takes()) and not watch.ill()

    try:
        well = await asyncio.to_thread(ask)
    except Exception:  # noqa: BLE001 - any fault at all is "not well"
        return JSONResponse({"ok": False}, status_code=503)
    return JSONResponse({"ok": well}, status_code=200 if well else 503)


async def browser_file(request: Request) -> Response:
    """The portal's own script and style."""
    found = browser_files.files().get(request.path_params["name"])
    if found is None:
        return Response(status_code=404)
    kind, text = found
    return Response(text, media_type=kind, headers={"cache-control": browser_files.FOREVER})


def routes() -> list[Route]:
    """The addresses that are not pages."""
    return [
        Route("/session", session, methods=["POST", "DELETE"]),
        Route("/session/device", device, methods=["POST"]),
        Route("/fil/{ticket}", file),
        Route("/helse", health),
        Route("/portal/{name}", browser_file),
    ]


def middleware() -> list[Middleware]:
    """What every request passes through."""
    return [Middleware(Guarded), Middleware(tabs.OwnTabs, session_in=runs.session_in)]


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
        await asyncio.to_thread(report_routes.follow, store)
        # What a stopped portal left from last night, before anybody waits for it.
        await asyncio.to_thread(night.look, store)
        await asyncio.to_thread(case_facts.catch_up, store)
    except PortalError as error:
        safety.stop(error)
    _make_room()
    met = faults.Faults(faults.today())
    works = (_warm(), night.keep(store), faults.keep(met), kept.keep(waiting))
    beside = [asyncio.create_task(work) for work in works]
    async with desk.serve(store), notices.running(store):
        with faults.counted(met, runs.staffs):
            yield
    for task in beside:
        task.cancel()
    await asyncio.to_thread(current.use, None)
