"""What nobody can see although it has characters: spaces, and marks without width or form."""

import unicodedata

# Drawn as nothing, whatever their class says: joiners of letters, fillers, the empty braille cell,
# and what chooses the form of the sign before it.
UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
VARIATIONS = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0000, 0xE1000))
# Control and format marks, spaces, ends of lines, halves of characters. What Python's tables do not
# know yet may be an emoji of next year's.
CLASSES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing at all."""
    return not any(map(_seen, text))


def trimmed(text: str) -> str:
    """The text without spaces around it, and "" if nothing of it is seen.

    Inside a text such marks stand: they hold emoji and letters of other languages together.
    """
    return "" if is_blank(text) else text.strip()


def without_unseen(text: str) -> str:
    """The text without what cannot be seen, spaces too: for what is compared sign by sign."""
    return "".join(filter(_seen, text))


def _seen(char: str) -> bool:
    if char.isascii():
        return "!" <= char <= "~"
    return not (
        char in UNSEEN
        or unicodedata.category(char) in CLASSES
        or any(ord(char) in span for span in VARIATIONS)
    )
