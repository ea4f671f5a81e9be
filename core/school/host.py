"""The public name that the school is reached by, and that no page could be reached by another."""

import os
import re
from urllib.parse import urlsplit

from core.errors import Unsafe

# A name as browsers ask for it: labels of letters, digits and hyphens (RFC 1123).
LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
BARE_NAME = re.compile(rf"{LABEL}(\.{LABEL})*")


def public_name(unset: str = "localhost") -> str:
    """The host name that the school is reached by."""
    return os.environ.get("SKOLEMILJO_HOST", "").strip().lower() or unset


def has_public_name() -> bool:
    """Whether the school is reached from other machines, which is by TLS."""
    return public_name() not in ("localhost", "127.0.0.1")


def is_for_tls(scheme: str) -> bool:
    """Whether a cookie is for TLS alone: a proxy may say nothing of how it was asked itself."""
    return scheme in ("https", "wss") or has_public_name()


def require_bare_name() -> None:
    """Refuse a public name under which no page would get its connection; says what to write."""
    host = public_name()
    if not BARE_NAME.fullmatch(host):
        raise Unsafe("unsafe.host_not_bare", host=host, name=_name_in(host))


def _name_in(address: str) -> str:
    """The name that somebody meant by an address, as browsers write it."""
    try:
        found = urlsplit(address if "//" in address else f"//{address}").hostname or ""
        name = found.rstrip(".").encode("idna").decode()
    except ValueError:
        name = ""
    return name if BARE_NAME.fullmatch(name) else "skolemiljo.example.no"
