"""Who is let in and to what, and what every answer says to the browser."""

import base64
import hashlib
import re

from sqlalchemy.exc import DBAPIError
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import PortalError
from core.school import profile
from core.store import current
from core.ui.kit.server import browser_files, runs, tabs
from core.web import callers


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


def middleware() -> list[Middleware]:
    """What every request passes through."""
    return [
        Middleware(Guarded),
        Middleware(tabs.OwnTabs, session_in=runs.session_in, heard=runs.heard),
    ]
