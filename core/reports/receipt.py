"""The receipt code: what an anonymous reporter writes down to find the way back.

The code is never stored. It is derived from the random token of the form page under the school's
key, so the same page sent twice gives the same code; and the report's own key is derived from the
code, so that finding a report is looking up a row by its key.

It is read generously, and no bit of it is lowered by that: whatever is typed is read as one code at
most, and each of the 20^18 codes is still read as itself and as no other. A sign that no code has
is taken for one of ours only if no other of ours looks like it: nobody gets two guesses for one.
"""

import secrets
import unicodedata
import uuid
from collections.abc import Iterator

from core.store.blank import is_blank
from core.store.engine import Store

# Consonants and digits that survive handwriting: no vowels (no word appears by chance), and of
# each pair that look alike (0/o, 1/l, 2/z, 5/s, 6/b, 8/b, 9/g/q) at most one.
ALPHABET = "bcdfhjkmnprtvwx23479"
GROUPS, SIZE = 6, 3  # 20^18: 77.8 bits, the rule asks for 77
LENGTH = GROUPS * SIZE
# What is written like one of ours and like no other; a 1 may be a 7 or a j, a u may be a v or an n.
READ_AS = str.maketrans({"z": "2", "g": "9", "q": "9", "6": "b", "8": "b"})
LONGEST = 200  # characters of what was typed: a code with its label, twice over


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
    """The code that was meant, whatever stands around and between its groups; None if none is.

    Capitals, full-width letters, digits of other scripts, any dash, space or end of line, marks
    that nobody sees; a label before it, or words around it.
    """
    for part in _parts(typed):
        found = set(_in(part))
        if len(found) == 1:
            return grouped(found.pop())
    return None


def is_part(typed: str, code_: str) -> bool:
    """Whether at least two groups of the code were typed back rightly."""
    groups = ["".join(part) for part in _parts(typed)]
    return any(len(g) >= 2 * SIZE and g in code_.replace("-", "") for g in groups)


def _parts(typed: str) -> Iterator[list[str]]:
    """What was typed, as runs of letters and digits: all of it, then what stands after a label."""
    plain = unicodedata.normalize("NFKC", typed[:LONGEST])
    yield _runs(plain)
    for mark in (":", "\n"):
        for part in reversed(plain.split(mark)[1:]):
            yield _runs(part)


def _runs(text: str) -> list[str]:
    seen = (c for c in text.casefold() if c.isspace() or not is_blank(c))
    plain = (str(unicodedata.decimal(c, c)) if c.isalnum() else " " for c in seen)
    return "".join(plain).translate(READ_AS).split()


def _in(runs: list[str]) -> Iterator[str]:
    """The codes that stand there: one word, all between two other words, six groups of three."""
    alphabet = set(ALPHABET)
    ours: list[list[str]] = [[]]
    for run in runs:
        if alphabet.issuperset(run):
            ours[-1].append(run)
        else:
            ours.append([])
    for words in ours:
        yield from (w for w in ("".join(words), *words) if len(w) == LENGTH)
        for at in range(len(words) - GROUPS + 1):
            if all(len(word) == SIZE for word in words[at : at + GROUPS]):
                yield "".join(words[at : at + GROUPS])


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
