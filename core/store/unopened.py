"""What stands where a ciphertext does not open: a sentence, so that the rest of a page is drawn.

The sentence is bokmål wherever it goes; what draws it puts the reader's own language in its place.
"""

from core.words import room, word


class Unopened(str):
    """A text that could not be opened: damaged, moved to another row, or under another key."""

    __slots__ = ()


UNOPENED = Unopened(room("nb", "error")["error.unopened"])


def in_language(text: str, language: str) -> str:
    """The text as this reader is told it."""
    return text.replace(UNOPENED, word(language, "error.unopened")) if UNOPENED in text else text


def holds(text: str) -> bool:
    """Whether a text has the sentence in it: what somebody wrote must never be replaced by it."""
    return UNOPENED in text
