"""The portal's pages as Streamlit knows them.

The shell itself is run anew on each run, and whatever it remembers with it; this module is not.
"""

import copy
import functools
from typing import Any

import streamlit as st

from core.school import profile
from core.store.folders import HOME
from core.ui.kit import prologue
from core.ui.kit.files import FILES, WITHOUT_SIGN_IN
from core.ui.kit.plain import as_typed
from core.ui.kit.words import language, t
from core.words import Words, pick

FOLDER = HOME / "pages"
HERE = "page_here"
KEPT = "page_kept"

LONGEST = 20  # characters of a name in the menu: "Skolemiljøutvalget" has 18


def named(path: str) -> Words:
    """What the menu calls a page; the committee's has the school's own name for its body."""
    own = ""
    if path == "su":
        own = pick(profile.profile(prologue.store()).committee, language())
    return as_typed(own) if own and len(own) <= LONGEST else t(f"page.{path}")


@functools.cache
def _page(path: str, file: str, called: Words, listed: bool) -> st.Page:
    if not path:
        return st.Page(FOLDER / file, title=called, default=True, visibility="hidden")
    return st.Page(
        FOLDER / file, title=called, url_path=path, visibility="visible" if listed else "hidden"
    )


def page(path: str, file: str = "", listed: bool = False) -> st.Page:
    """A page object for this run; making one anew costs more than copying it."""
    # A public page's title is neutral: whoever sees the tab or the history learns nothing.
    called = t("page.neutral") if path in WITHOUT_SIGN_IN else named(path)
    return copy.copy(_page(path, file or FILES[path], called, listed))


def come(path: str) -> None:
    """What another page remembered until it was left is forgotten; the shell says which is here."""
    state = st.session_state
    if state.get(HERE) != path:
        state[HERE] = path
        state.pop(KEPT, None)


def kept() -> dict[str, Any]:
    """What this page remembers until another is opened."""
    found: dict[str, Any] = st.session_state.setdefault(KEPT, {})
    return found
