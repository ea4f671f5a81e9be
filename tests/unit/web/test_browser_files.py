"""What every page loads once: the script with Streamlit's words, and the look."""

import asyncio
import gzip
import json
import re

import pytest

from core import words
from core.ui.kit.server import browser_files
from core.web import guard


def asked(app, path, **headers):
    """(status, headers, body) of one GET."""
    told = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": told}
    got = []

    async def go():
        async def send(message):
            got.append(message)

        await app({**scope, "path_params": {}, "query_string": b""}, None, send)

    asyncio.run(go())
    found = {k.decode().lower(): v.decode() for k, v in got[0]["headers"]}
    return got[0]["status"], found, b"".join(m.get("body", b"") for m in got[1:])


async def streamlit(_scope, _receive, send):
    """Its page as Streamlit sends it: compressed, in two parts, with marks of its own."""
    body = gzip.compress(browser_files.streamlit_page().encode())
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-encoding", b"gzip"),
        (b"content-length", str(len(body)).encode()),
        (b"etag", b'"streamlit"'),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body[:100], "more_body": True})
    await send({"type": "http.response.body", "body": body[100:]})


@pytest.fixture
def guarded(monkeypatch):
    monkeypatch.setattr(guard, "_let_in", lambda _scope: True)
    return guard.Guarded(streamlit)


@pytest.mark.parametrize("encoding", ["identity", "gzip, br"])
def test_the_page_is_norwegian_and_loads_the_portals_own_files_however_it_is_packed(
    guarded, encoding
):
    status, headers, body = asked(guarded, "/meld", accept_encoding=encoding)
    assert status == 200
    assert int(headers["content-length"]) == len(body)
    text = (gzip.decompress(body) if "content-encoding" in headers else body).decode()
    assert ("content-encoding" in headers) == ("gzip" in encoding)
    assert '<html lang="nb"' in text
    for name in browser_files.files():
        assert f"/portal/{name}?v=" in text
    assert "script-src 'self'" in headers["content-security-policy"]


def test_the_page_is_not_sent_again_to_who_has_it_and_is_to_who_has_streamlits(guarded):
    tag = asked(guarded, "/")[1]["etag"]
    assert asked(guarded, "/", if_none_match=tag)[0] == 304
    assert asked(guarded, "/", if_none_match='"streamlit"')[0] == 200


def test_another_content_has_another_address(monkeypatch):
    before = browser_files._hash("browser.css")
    other = {"browser.css": ("text/css", "a{}")}
    monkeypatch.setattr(browser_files, "files", lambda: other)
    assert browser_files._hash("browser.css") != before


def test_the_script_holds_streamlits_words_in_every_language():
    _, script = browser_files.files()["browser.js"]
    tables = json.loads(re.match(r"const TABLES = (.*);\n", script)[1])
    assert set(tables) == set(words.LANGUAGES)
    assert tables["en"] == [{}, []] or not tables["en"][0]  # Streamlit's own words stand
    for language in ("nb", "nn"):
        exact, patterns = tables[language]
        assert exact["Choose options"] == words.word(language, "streamlit.choose_options")
        for source, _ in patterns:
            re.compile(source)
