"""The addresses that are not pages: the cookie, a file taken along, health, the portal's script."""

import asyncio
from urllib.parse import quote

import sqlalchemy as sa
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from core.documents import tickets
from core.people import devices, sessions
from core.school.host import is_for_tls
from core.store import current, watch
from core.ui.kit.server import browser_files
from core.web import callers

LONGEST_TICKET = 100  # bytes


async def session(request: Request) -> Response:
    """POST a ticket: the session cookie, HttpOnly. DELETE: the cookie is dropped."""
    if not callers.from_own_page(request.scope["headers"]):
        return Response(status_code=403)
    secure = is_for_tls(request.url.scheme)
    answer = Response(status_code=204)
    if request.method == "DELETE":
        answer.delete_cookie(
            sessions.COOKIE, path="/", httponly=True, samesite="strict", secure=secure
        )
        return answer
    cookies = sessions.redeem(current.store(), await _ticket(request))
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
    secret = request.cookies.get(devices.COOKIE)
    devices.answer(current.store(), await _ticket(request), secret)
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
    """The one short word that a request brings; nothing if it is longer."""
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
        store.rows(sa.select(sa.literal(1)))  # refused if the file is not the school's any more
        return (store.file is None or store.file.takes()) and not watch.ill(store)

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
