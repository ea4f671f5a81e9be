"""Who is let in at the door: a demonstration's own machine, the portal's own pages."""

import asyncio
import logging

import pytest
import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import Response

from core import cli
from core.access import Role
from core.errors import Unsafe
from core.people import sessions
from core.school.host import is_for_tls, public_name, require_bare_name
from core.store import current
from core.store.schema import school
from core.ui.kit.server import tabs
from core.web import callers, guard, lifespan, routes
from core.words import word
from tests.conftest import add_person

HOME = (b"host", b"localhost:8501")


@pytest.mark.parametrize(
    "headers",
    [
        [HOME],
        [(b"host", b"127.0.0.1:8501")],
        [(b"host", b"[::1]:8501")],
        [HOME, (b"x-forwarded-for", b"127.0.0.1, ::1"), (b"x-forwarded-proto", b"https")],
        [HOME, (b"x-forwarded-host", b"localhost")],
    ],
)
def test_a_demonstration_answers_its_own_machine(headers):
    assert callers.from_this_machine("127.0.0.1", headers)


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"host", b"skole.example")],
        [HOME, (b"host", b"skole.example")],
        [HOME, (b"x-forwarded-for", b"203.0.113.9")],
        [HOME, (b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-for", b"127.0.0.1")],
        [HOME, (b"x-forwarded-for", b"127.0.0.1, 203.0.113.9")],
        [HOME, (b"X-Forwarded-For", b"ukjent")],
        [HOME, (b"x-forwarded-host", b"localhost, skole.example")],
        [HOME, (b"x-forwarded-host", b"skole.example"), (b"x-forwarded-host", b"localhost")],
        [HOME, (b"x-forwarded-server", b"skole.example")],
        [HOME, (b"x-real-ip", b"203.0.113.9")],
        [HOME, (b"x-forwarded-for", b"::ffff:203.0.113.9")],
        [HOME, (b"cf-connecting-ip", b"203.0.113.9")],
        [HOME, (b"forwarded", b"for=203.0.113.9")],
    ],
)
def test_a_demonstration_answers_nobody_who_comes_from_elsewhere_or_by_another_name(headers):
    assert not callers.from_this_machine("127.0.0.1", headers)


def test_a_demonstration_answers_no_other_machine():
    assert not callers.from_this_machine("203.0.113.9", [HOME])


ELSEWHERE = [
    [HOME, (b"origin", b"http://evil.example")],
    [HOME, (b"origin", b"http://localhost:9999")],
    [HOME, (b"origin", b"null")],
    [HOME, (b"origin", b"http://[::1")],
    [HOME, (b"origin", b"http://localhost:8501.evil.example")],
    [HOME, (b"origin", b"http://localhost:8501"), (b"sec-fetch-site", b"same-site")],
    [HOME, (b"sec-fetch-site", b"cross-site")],
]


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_another_page_on_the_net_is_not_our_own(headers, monkeypatch):
    monkeypatch.setenv("SKOLEMILJO_HOST", "skole.example")
    assert not callers.from_own_page(headers)


def test_our_own_page_is_also_behind_a_proxy_that_asks_in_its_own_name(monkeypatch):
    monkeypatch.setenv("SKOLEMILJO_HOST", "Skole.example")
    assert callers.from_own_page([HOME, (b"origin", b"https://skole.example")])
    assert callers.from_own_page([HOME, (b"origin", b"http://localhost:8501")])
    assert callers.from_own_page([HOME])


PUBLIC = (b"host", b"skole.example")


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ([PUBLIC, (b"origin", b"https://skole.example")], True),
        ([PUBLIC, (b"origin", b"https://skole.example:443")], True),
        ([(b"host", b"skole.example:8443"), (b"origin", b"https://skole.example:8443")], True),
        ([PUBLIC, (b"origin", b"http://skole.example")], False),
        ([PUBLIC, (b"origin", b"https://skole.example:8443")], False),
        ([HOME, (b"origin", b"https://skole.example:8443")], False),
        ([HOME, (b"origin", b"http://skole.example")], False),
        ([HOME, (b"origin", b"https://skole.example:x")], False),
    ],
)
def test_the_public_name_is_ours_by_tls_and_at_the_port_that_was_asked(monkeypatch, headers, own):
    monkeypatch.setenv("SKOLEMILJO_HOST", "skole.example")
    assert callers.from_own_page(headers) is own


@pytest.mark.parametrize(
    ("host", "scheme", "secure"),
    [
        ("", "http", False),
        ("", "ws", False),
        ("", "https", True),
        ("", "wss", True),
        ("localhost", "http", False),
        ("skole.example", "http", True),
        ("skole.example", "ws", True),
    ],
)
def test_a_cookie_of_a_school_with_a_name_is_for_tls_alone(monkeypatch, host, scheme, secure):
    """Also where the proxy says nothing of how it was asked itself."""
    monkeypatch.setenv("SKOLEMILJO_HOST", host)
    assert is_for_tls(scheme) is secure
    message = {"type": "websocket.accept", "headers": []}
    tabs._give({"scheme": scheme}, message, "x")
    assert (b"; Secure" in dict(message["headers"])[b"set-cookie"]) is secure


def test_the_cookie_of_a_sign_in_is_for_tls_alone_where_the_school_has_a_name(store, monkeypatch):
    current.use(store)
    larer = add_person(store, "larer", Role.LARER)
    for host, secure in (("", False), ("skole.example", True)):
        monkeypatch.setenv("SKOLEMILJO_HOST", host)
        _, ticket = sessions.begin(store, larer.person_id, "larer")
        answer, _ = post([HOME], ticket.encode())
        given = answer.headers["set-cookie"].lower().split("; ")
        assert ("secure" in given) is secure
        assert {"httponly", "samesite=strict"} <= set(given)


def through_the_door(kind, headers, path="/_stcore/stream"):
    """What the front door sends, and whether it passed the caller on."""
    passed, sent = [], []

    async def app(scope, receive, send):
        passed.append(scope)
        if kind == "http":
            await Response("a file", media_type="application/pdf")(scope, receive, send)

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": kind,
        "path": path,
        "client": ("127.0.0.1", 50000),
        "headers": headers,
        "method": "GET",
    }
    asyncio.run(guard.Guarded(app)(scope, receive, send))
    return bool(passed), sent


@pytest.mark.parametrize("headers", ELSEWHERE[:3])
def test_a_websocket_from_another_page_is_closed_before_the_server_weighs_it(store, headers):
    current.use(store)
    passed, sent = through_the_door("websocket", headers)
    assert not passed
    assert sent == [{"type": "websocket.close", "code": 1008}]
    assert through_the_door("websocket", [HOME, (b"origin", b"http://localhost:8501")])[0]


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_demonstration_is_closed_to_both_kinds_of_caller_from_elsewhere(store, kind):
    store.write(lambda tx: tx.update(school.school, sa.true(), demonstration=True))
    current.use(store)
    asked = [HOME, (b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-for", b"127.0.0.1")]
    assert not through_the_door(kind, asked)[0]
    assert through_the_door(kind, [HOME])[0]


def test_no_file_is_taken_in(store):
    current.use(store)
    assert not through_the_door("http", [HOME], "/_stcore/upload_file/session/file")[0]


def test_no_file_lies_where_whoever_knows_its_address_may_open_it(store):
    current.use(store)
    larer = add_person(store, "larer", Role.LARER, Role.ANSATT)
    sid, _ = sessions.begin(store, larer.person_id, "larer")
    cookie = (b"cookie", f"{sessions.COOKIE}={sid}".encode())
    assert not through_the_door("http", [HOME, cookie], "/media/abc.pdf")[0]


def post(headers, *parts):
    """The answer of the route that hands out the cookie."""
    left = list(parts)

    async def receive():
        body = left.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": "/session",
        "query_string": b"",
        "server": ("localhost", 8501),
        "headers": headers,
    }
    return asyncio.run(routes.session(Request(scope, receive))), left


def test_the_cookie_goes_to_our_own_page_alone_and_the_ticket_is_not_spent_by_another(store):
    current.use(store)
    larer = add_person(store, "larer", Role.LARER)
    _, ticket = sessions.begin(store, larer.person_id, "larer")
    for headers in ELSEWHERE:
        assert post(headers, ticket.encode())[0].status_code == 403
    own = [HOME, (b"origin", b"http://localhost:8501")]
    assert post(own, ticket.encode())[0].status_code == 204


def test_a_ticket_without_end_is_not_read_to_its_end(store):
    current.use(store)
    answer, left = post([HOME], *[b"x" * 60] * 50)
    assert answer.status_code == 403
    assert len(left) == 48


def test_the_servers_own_log_keeps_no_address_and_no_visit(caplog):
    log = logging.getLogger("uvicorn.error")
    before = log.level
    log.setLevel(logging.INFO)
    try:
        lifespan._quiet()
        log.info('%s - "WebSocket %s" [accepted]', ("203.0.113.9", 50000), "/_stcore/stream")
        log.info("connection open")
        assert caplog.records == []
        log.warning("a fault is still told")
        assert len(caplog.records) == 1
    finally:
        log.setLevel(before)


@pytest.mark.parametrize(
    ("host", "allowed", "address"),
    [
        ("skole.example", "skole.example localhost 127.0.0.1 ::1", "skole.example"),
        (" Skole.example ", "skole.example localhost 127.0.0.1 ::1", "skole.example"),
        ("", "localhost 127.0.0.1 ::1", "localhost"),
    ],
)
def test_the_server_answers_to_the_schools_name_and_its_machines_own(
    monkeypatch, host, allowed, address
):
    monkeypatch.setenv("SKOLEMILJO_HOST", host)
    assert cli._by_name() == {
        "STREAMLIT_SERVER_ALLOWED_HOSTS": allowed,
        "STREAMLIT_BROWSER_SERVER_ADDRESS": address,
    }


@pytest.mark.parametrize("host", ["", "localhost", "skole.example", "Skole-2.vlfk.no", "10.0.0.7"])
def test_a_bare_name_is_taken(monkeypatch, host):
    monkeypatch.setenv("SKOLEMILJO_HOST", host)
    require_bare_name()  # refuses by raising
    assert public_name() == (host.lower() or "localhost")


@pytest.mark.parametrize(
    ("host", "cure"),
    [
        ("https://skole.example", "skole.example"),
        ("https://Skole.example/meld", "skole.example"),
        ("skole.example/", "skole.example"),
        ("skole.example:8443", "skole.example"),
        ("skole.example.", "skole.example"),
        ("bruker@skole.example", "skole.example"),
        ("blåbær.example", "xn--blbr-roah.example"),
        ("*", "skolemiljo.example.no"),
        ("a.example b.example", "skolemiljo.example.no"),
        ("a.example,b.example", "skolemiljo.example.no"),
        ("-skole.example", "skolemiljo.example.no"),
        ("[::1", "skolemiljo.example.no"),
    ],
)
def test_a_name_under_which_no_page_gets_its_connection_is_refused_with_the_cure(
    monkeypatch, host, cure
):
    monkeypatch.setenv("SKOLEMILJO_HOST", host)
    with pytest.raises(Unsafe) as refused:
        require_bare_name()
    assert word("nb", refused.value.key, **refused.value.facts).endswith(f"SKOLEMILJO_HOST={cure}")
