"""Words that came from outside: always plain text, never markdown, HTML or a label."""

import re
from collections.abc import Mapping, Sequence

import streamlit as st

from core.store.unopened import in_language
from core.ui.kit.words import language
from core.words import Fact, Words


def plain(text: str) -> None:
    """Show what somebody wrote, as it was written."""
    st.text(in_language(text, language()))


# A number that begins a line is an item of a list, with nine digits at most.
NUMBERED = "|".join(rf"(?<=^[0-9]{{{n}}})[.)]" for n in range(1, 10))
# What markdown, its colours and its formulas are made of; a backslash makes each a letter.
_MARKS = re.compile(r"[\\`*_~\[\]{}$<>#|&^]|:(?=\S)|^[-+=](?=\s|$)|" + NUMBERED)
# What Streamlit finds in the finished text, whatever was escaped: emoji and icons by name, links
# without marks, arrows. An invisible joiner inside it leaves only the letters.
_FOUND = re.compile(
    r"(?<=:)(?=[\w+/-]+:|//)"
    r"|(?<=www)(?=\.)|(?<=[\w.+-])(?=@)"
    r"|(?<=(?<!\S)[<~>-])(?=(?:->?|=|--?|>)(?!\S))",
    re.I,
)
JOINER = "\u2060"


def as_typed(text: str) -> Words:
    """Words that somebody typed, for a label, a heading or wherever else markdown is read.

    They stand there letter by letter: no link, no picture, no icon, no colour, no formula. If
    plain text will do, `plain` is the better place for them.
    """
    return Words(_MARKS.sub(r"\\\g<0>", _FOUND.sub(JOINER, " ".join(text.split()))))


def typed_facts(facts: Mapping[str, object]) -> dict[str, Fact]:
    """The facts of an error or a fault, for a sentence that is drawn as markdown."""
    return {n: x if isinstance(x, int | float) else as_typed(str(x)) for n, x in facts.items()}


def quoted(text: str, key: str) -> None:
    """Show what somebody wrote in a box of its own."""
    with st.container(border=True, key=key):
        plain(text)


def grid(rows: Sequence[dict[str, object]], alt: str) -> None:
    """Rows as a table whose cells are plain text; `alt` says what it shows."""
    import pandas as pd

    st.dataframe(pd.DataFrame(list(rows)), hide_index=True, alt=alt, height="content")
