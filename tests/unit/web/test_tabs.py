"""A tab comes back to the browser that opened it, and to no other."""

import asyncio

import pytest

from core.ui.kit.server import connections, tabs

STREAM = "/_stcore/stream"


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class Connection:
    largest = 0
    allowed = 0

    def allow(self, size):
        self.allowed = size


def session_in(message):
    return message.removeprefix(b"session ").decode() if message.startswith(b"session ") else None


def door(known, session="a1"):
    """The door in front of a server that gives out `session`, and the handshakes it let by."""
    asked = []

    async def server(scope, receive, send):
        asked.append(scope)
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept", "headers": []})
            await send({"type": "websocket.send", "bytes": b"something else"})
            await send({"type": "websocket.send", "bytes": b"session " + session.encode()})
            await send({"type": "websocket.send", "bytes": b"session later"})
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})

    return tabs.OwnTabs(server, session_in, lambda _: tabs.Heard.TAKEN, known), asked


def through(the_door, kind="websocket", path=STREAM, protocols="streamlit, x", cookie=None, **more):
    """What one caller is sent."""
    sent = []

    async def send(message):
        sent.append(message)

    headers = [(b"sec-websocket-protocol", protocols.encode())]
    if cookie:
        headers.append((b"cookie", f"a=b; {tabs.COOKIE}={cookie}".encode()))
    scope = {"type": kind, "path": path, "headers": headers, **more}
    asyncio.run(the_door(scope, None, send))
    return sent


def given(sent):
    """The cookie that a browser is given, with what is said of it."""
    found = [v.decode() for k, v in sent[0]["headers"] if k == b"set-cookie"]
    return found[0].split("; ") if found else None


def protocols(scope):
    return dict(scope["headers"])[b"sec-websocket-protocol"]


@pytest.mark.parametrize(
    ("kind", "path"),
    [("websocket", STREAM), ("http", "/_stcore/health"), ("http", "/_stcore/host-config")],
)
def test_a_browser_gets_its_cookie_at_streamlits_own_addresses_and_once(kind, path):
    the_door, _ = door(tabs.Tabs())
    name, *said = given(through(the_door, kind, path))
    value = name.removeprefix(f"{tabs.COOKIE}=")
    assert len(value) >= 43  # 256 bits
    assert said == ["Path=/_stcore", "HttpOnly", "SameSite=Strict"]  # and gone with the browser
    assert given(through(the_door, kind, path, cookie=value)) is None
    assert given(through(the_door, kind, path))[0] != name
    assert "Secure" in given(through(the_door, kind, path, scheme="wss"))


def test_no_page_gives_or_reads_it():
    the_door, _ = door(tabs.Tabs())
    assert given(through(the_door, "http", "/meld")) is None


def test_a_tab_comes_back_to_the_cookie_that_it_was_opened_with():
    the_door, asked = door(tabs.Tabs())
    cookie = given(through(the_door))[0].partition("=")[2]
    through(the_door, protocols="streamlit, x, a1", cookie=cookie)
    assert protocols(asked[-1]) == b"streamlit, x, a1"


@pytest.mark.parametrize("cookie", [None, "another"])
def test_a_tab_is_not_handed_to_whoever_names_it(cookie):
    the_door, asked = door(tabs.Tabs())
    through(the_door, cookie="hers")
    through(the_door, protocols="streamlit, x, a1", cookie=cookie)
    assert protocols(asked[-1]) == b"streamlit, x"
    through(the_door, protocols="streamlit,,a1 ,more", cookie=cookie)
    assert protocols(asked[-1]) == b"streamlit, "


def test_naming_a_tab_does_not_make_it_ones_own():
    known = tabs.Tabs()
    the_door, _ = door(known)
    through(the_door, cookie="hers")
    other, _ = door(known, "b2")
    through(other, protocols="streamlit, x, a1", cookie="his")
    assert known.resumes("a1", "hers")
    assert not known.resumes("a1", "his")
    assert not known.resumes("later", "hers")  # only the first word on it counts


def test_an_id_that_nobody_was_given_is_dropped_and_a_run_alone_gives_it_to_nobody():
    known = tabs.Tabs()
    known.drawn("a1", staff=True)
    assert not known.resumes("a1", "")
    assert not known.resumes("a1", None)
    assert not known.resumes("b2", "hers")


def test_a_tab_is_known_as_long_as_streamlit_keeps_it():
    clock = Clock()
    known = tabs.Tabs(clock)
    known.kept = 600.0
    connection = Connection()
    known.opened("a1", "hers", connection)
    clock.now = 10_000.0
    known.closed("b2", connection)  # a look round
    assert known.resumes("a1", "hers")  # it is open
    known.closed("a1", connection)
    clock.now += 600.0
    known.closed("b2", connection)
    assert known.resumes("a1", "hers")
    clock.now += 100.0
    known.closed("b2", connection)
    assert not known.resumes("a1", "hers")
    assert known.weight("a1") == 0


def test_a_staff_page_may_send_more_than_a_public_one_and_only_while_it_is_before_her():
    known, connection = tabs.Tabs(), Connection()
    known.drawn("a1", staff=True)  # the run may be quicker than the first message to the browser
    known.opened("a1", "hers", connection)
    assert connection.allowed == connections.STAFF_MESSAGE
    known.drawn("a1", staff=False)
    assert connection.allowed == connections.PUBLIC_MESSAGE
    assert not known.is_staffs("a1")


def test_when_there_is_no_room_a_handshake_is_refused_at_once(monkeypatch):
    monkeypatch.setattr(connections, "room", lambda: connections.Room(connections.RESERVE))
    the_door, asked = door(tabs.Tabs())
    the_door._open = 1
    assert through(the_door) == [{"type": "websocket.close", "code": tabs.TRY_LATER}]
    assert not asked


HEARD = {b"left": tabs.Heard.LEFT, b"much": tabs.Heard.TOO_MUCH}


def read(*messages):
    """What the server reads of these messages, and what the caller is sent."""
    coming = [{"type": "websocket.receive", "bytes": m} for m in messages]
    taken, sent = [], []

    async def server(scope, receive, send):
        while not taken or taken[-1]["type"] != "websocket.disconnect":
            taken.append(await receive())

    async def receive():
        return coming.pop(0) if coming else {"type": "websocket.disconnect", "code": 1001}

    async def send(message):
        sent.append(message)

    the_door = tabs.OwnTabs(
        server, session_in, lambda m: HEARD.get(m, tabs.Heard.TAKEN), tabs.Tabs()
    )
    scope = {"type": "websocket", "path": STREAM, "headers": []}
    asyncio.run(the_door(scope, receive, send))
    return [m.get("bytes") or m.get("code") for m in taken], sent


def test_what_no_page_sends_is_not_read_and_the_tab_stays():
    assert read(b"one", b"left", b"two") == ([b"one", b"two", 1001], [])


def test_a_message_that_tells_of_too_much_closes_its_tab_as_a_long_one_does():
    taken, sent = read(b"one", b"much", b"two")
    assert taken == [b"one", connections.TOO_LONG]
    assert sent == [{"type": "websocket.close", "code": connections.TOO_LONG}]
