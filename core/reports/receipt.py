"""The receipt code: what an anonymous reporter writes down to find the way back.

The code is never stored. It is derived from the random token of the form page under the school's
key, so the same page sent twice gives the same code; and the report's own key is derived from the
code, so that finding a report is looking up a row by its key.
"""

import secrets
import uuid

from core.store.engine import Store

# Consonants and digits that survive handwriting: no vowels (no word appears by chance), and of
# each pair that look alike (0/o, 1/l, 2/z, 5/s, 6/b, 8/b, 9/g/q) at most one.
ALPHABET = "bcdfhjkmnprtvwx23479"
GROUPS, SIZE = 6, 3  # 20^18: 77.8 bits, the rule asks for 77
LENGTH = GROUPS * SIZE
READ_AS = str.maketrans({"z": "2", "g": "9", "q": "9"})  # what is written like one of ours


def new_token() -> str:
    """A form page's own random token (256 bits), for the page's memory only."""
    return secrets.token_hex(32)


def code(store: Store, token: str) -> str:
    """The receipt code of a form page: six groups of three, joined by hyphens."""
    number = int.from_bytes(store.box.digest("receipt code", token), "big")
    symbols = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        symbols.append(ALPHABET[place])
    return grouped("".join(symbols))


def grouped(symbols: str) -> str:
    """Symbols in groups, joined by hyphens."""
    return "-".join(symbols[at : at + SIZE] for at in range(0, len(symbols), SIZE))


def normal(typed: str) -> str | None:
    """The code that was meant, whatever its spaces, hyphens and capitals; None if none is."""
    symbols = "".join(c for c in typed[:200].lower() if c.isalnum()).translate(READ_AS)
    if len(symbols) != LENGTH or not set(symbols) <= set(ALPHABET):
        return None
    return grouped(symbols)


def is_part(typed: str, code_: str) -> bool:
    """Whether at least two groups of the code were typed back rightly."""
    symbols = "".join(c for c in typed[:200].lower() if c.isalnum()).translate(READ_AS)
    return len(symbols) >= 2 * SIZE and symbols in code_.replace("-", "")


def report_ids(store: Store, code_: str) -> list[uuid.UUID]:
    """The keys that a report with this code may have, that of the newest master key first.

    An HMAC in the shape of a UUIDv4: 122 of its bits are kept, and it holds no time.
    """
    return [
        uuid.UUID(bytes=digest[:16], version=4)
        for digest in store.box.digests("report of code", code_)
    ]


def report_id(store: Store, code_: str) -> uuid.UUID:
    """The key of a new report with this code."""
    return report_ids(store, code_)[0]
