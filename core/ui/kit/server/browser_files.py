"""The script and the style that every page loads once, kept by the browser under their hash.

Sent as files and not with each session: they were three quarters of a page's own bytes.
"""

import functools
import gzip
import hashlib
import html
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import words

HERE = Path(__file__).parent
SCRIPTS = (
    "browser_keeps.js",
    "browser.js",
    "browser_thing.js",
    "browser_link.js",
    "browser_net.js",
)
FOREVER = "public, max-age=31536000, immutable"  # another content has another address


@functools.cache
def files() -> dict[str, tuple[str, str]]:
    """Files by name, as (media type, text), of what is served below /portal/."""
    tables = {language: _streamlit_words(language) for language in words.LANGUAGES}
    told = json.dumps(tables, ensure_ascii=False, separators=(",", ":"))
    lines = json.dumps({language: _own_words(language) for language in words.LANGUAGES})
    script = "".join((HERE / name).read_text("utf-8") for name in SCRIPTS)
    return {
        "browser.js": (
            "text/javascript",
            f"const TABLES = {told};\nconst LINES = {lines};\n{script}",
        ),
        "browser.css": ("text/css", (HERE / "browser.css").read_text("utf-8")),
    }


@dataclass(frozen=True)
class HtmlPage:
    """The one page of HTML that everything is drawn in, ready to be sent."""

    plain: bytes
    packed: bytes  # gzip
    tag: str  # its ETag


@functools.lru_cache(8)
def page(telephone: str = "") -> HtmlPage:
    """Streamlit's page with Norwegian as its language, and the portal's script and style.

    The school's telephone stands in it: if nothing else comes through, the script says it.
    """
    style, script = (f"/portal/{name}?v={_hash(name)}" for name in ("browser.css", "browser.js"))
    tags = f'<link rel="stylesheet" href="{style}"><script defer src="{script}"></script>'
    own = f'<html lang="nb" data-telephone="{html.escape(telephone)}"'
    text = streamlit_page().replace('<html lang="en"', own, 1)
    plain = text.replace("</head>", tags + "</head>", 1).encode()
    return HtmlPage(plain, gzip.compress(plain), f'"{hashlib.sha256(plain).hexdigest()[:32]}"')


@functools.cache
def streamlit_page() -> str:
    """The page as Streamlit has it."""
    origin = importlib.util.find_spec("streamlit")
    assert origin is not None
    assert origin.origin is not None
    return (Path(origin.origin).parent / "static" / "index.html").read_text("utf-8")


def _hash(name: str) -> str:
    return hashlib.sha256(files()[name][1].encode()).hexdigest()[:12]


def _own_words(language: str) -> dict[str, str]:
    """What the script says by itself, without the server."""
    keys = ("lost", "unsent", "unsaved", "danger", "never", "never_call", "never_school")
    net = {key: words.word(language, f"common.net_{key}") for key in keys}
    return {**net, "leave_hint": words.word(language, "common.leave_hint")}


def _streamlit_words(language: str) -> list[Any]:
    """[exact words, patterns] from Streamlit's English to `language`; its issue 1353."""
    own, english = (words.room(name, "streamlit") for name in (language, "en"))
    exact, patterns = {}, []
    for key, text in own.items():
        source, target = str(english[key]), str(text)
        if ".pattern." in key:
            patterns.append([source, target])
        elif source != target:
            exact[source] = target
    return [exact, patterns]
