"""The portal's pages as Streamlit knows them.

The shell itself is run anew on each run, and whatever it remembers with it; this module is not.
"""

import copy
import functools
from pathlib import Path

import streamlit as st

from core.shell_files import FILES, WITHOUT_SIGN_IN
from core.ui.words import language, t

FOLDER = Path(__file__).parent.parent.parent / "pages"


@functools.cache
def _page(path: str, file: str, _language: str, listed: bool) -> st.Page:
    # The language is part of the key, since the title is in it.
    # A public page's is neutral: whoever sees the tab or the history learns nothing.
    title = t("page.neutral" if path in WITHOUT_SIGN_IN else f"page.{path}")
    if not path:
        return st.Page(FOLDER / file, title=title, default=True, visibility="hidden")
    return st.Page(
        FOLDER / file, title=title, url_path=path, visibility="visible" if listed else "hidden"
    )


def page(path: str, file: str = "", listed: bool = False) -> st.Page:
    """A page object for this run; making one anew costs more than copying it."""
    return copy.copy(_page(path, file or FILES[path], language(), listed))
