"""Words that came from outside: always plain text, never markdown, HTML or a label."""

import re
from collections.abc import Sequence

import streamlit as st

from core.store.unopened import in_language
from core.ui.words import language


def plain(text: str) -> None:
    """Show what somebody wrote, as it was written."""
    st.text(in_language(text, language()))


# What markdown, its colours, icons, formulas and links are made of.
_MARKS = re.compile(r"[\\`*_~\[\]$<>#|]|:(?=\S)")


def label(text: str) -> str:
    """Words of the school for a label, which Streamlit reads as markdown: every mark as itself."""
    return _MARKS.sub(r"\\\g<0>", text)


def quoted(text: str, key: str) -> None:
    """Show what somebody wrote in a box of its own."""
    with st.container(border=True, key=key):
        plain(text)


def grid(rows: Sequence[dict[str, object]], alt: str) -> None:
    """Rows as a table whose cells are plain text; `alt` says what it shows."""
    import pandas as pd

    st.dataframe(pd.DataFrame(list(rows)), hide_index=True, alt=alt, height="content")
