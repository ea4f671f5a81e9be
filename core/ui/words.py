"""The language of this visitor, and its words."""

import streamlit as st

from core import words

STAFF_LANGUAGES = ("nb", "nn")  # English is for the public pages
NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


def language() -> str:
    """nb, nn or en; kept in this browser tab only."""
    chosen = st.session_state.get("language")
    return chosen if chosen in words.LANGUAGES else "nb"


def t(key: str, /, **facts: object) -> str:
    """The word for `key` in the visitor's language."""
    return words.word(language(), key, **facts)


def only_norwegian() -> None:
    """Staff pages are in bokmål and nynorsk; whoever comes in English gets bokmål."""
    if language() not in STAFF_LANGUAGES:
        st.session_state.language = "nb"


def chooser(languages: tuple[str, ...] = words.LANGUAGES) -> None:
    """The choice of language; what is typed elsewhere on the page stays."""
    st.session_state.setdefault("language", "nb")
    st.segmented_control(
        t("common.language"),
        languages,
        key="language",
        format_func=NAMES.__getitem__,
        label_visibility="collapsed",
        required=True,
        persist_state="session",
    )
