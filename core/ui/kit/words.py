"""The language of this visitor, and its words."""

import streamlit as st

from core import words
from core.ui.kit import run
from core.words import Fact, Words

NAMES = {"nb": Words("Bokmål"), "nn": Words("Nynorsk"), "en": Words("English")}


def hear() -> str:
    """Note the language of this run, before its first word; the shell begins with it."""
    # Asking a tab's state at each of a page's forty words cost as much as drawing five of them.
    chosen = st.session_state.get("language")
    here = run.now()
    here.language = chosen if chosen in words.LANGUAGES else "nb"
    return here.language


def language() -> str:
    """nb, nn or en; kept in this browser tab only."""
    return run.now().language or hear()  # a fragment, or a page without its shell


def t(key: str, /, **facts: Fact) -> Words:
    """The word for `key` in the visitor's language."""
    return words.word(language(), key, **facts)


def filled(key: str, /, **facts: object) -> str:
    """The same of what somebody typed, a name or a title: for plain text alone."""
    return words.filled(language(), key, **facts)


def only_norwegian() -> None:
    """Staff pages are in bokmål and nynorsk; whoever comes in English gets bokmål."""
    if language() not in words.STAFF_LANGUAGES:
        st.session_state.language = "nb"
        hear()


def chooser(languages: tuple[str, ...] = words.LANGUAGES) -> None:
    """The choice of language; what is typed elsewhere on the page stays."""
    # Set in the state before it is drawn, it would hide what the browser brings to a new session.
    st.segmented_control(
        t("common.language"),
        languages,
        default=None if "language" in st.session_state else "nb",
        key="language",
        format_func=NAMES.__getitem__,
        label_visibility="collapsed",
        required=True,
        persist_state="session",
    )
    hear()
