"""The Streamlit entry: who is here, which pages exist for them, run the page.

Public pages are told apart by their address, before anybody asks who is here: a report is never
drawn with a look at the session cookie.
"""

import copy
import functools
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from core.access import PAGES, Action, Person, Role, may
from core.shell_files import FILES, WITHOUT_SIGN_IN
from core.ui import frame, prologue
from core.ui.words import language, t

FOLDER = Path(__file__).parent.parent / "pages"
UNLISTED = ("logg-inn", "sak", "meld-rektor")  # reached from a page, not from the menu
MENU = 7  # entries before the rest goes under "Mer", itself the eighth
SIGN_IN = "staff/sign_in.py"


@functools.cache
def _page(path: str, file: str, lang: str, listed: bool) -> st.Page:
    # The language is part of the key: the title is in it.
    title = t(f"page.{path or 'front'}")
    if not path:
        return st.Page(FOLDER / file, title=title, default=True, visibility="hidden")
    return st.Page(
        FOLDER / file, title=title, url_path=path, visibility="visible" if listed else "hidden"
    )


def page(path: str, file: str = "", listed: bool = False) -> st.Page:
    """A page object for this run; making one anew costs more than copying it."""
    return copy.copy(_page(path, file or FILES[path], language(), listed))


def public_page() -> st.Page | None:
    """The public page that was asked for, or None where the address is another."""
    address = urlsplit(st.context.url or "//?/logg-inn").path.rsplit("/", 1)[-1]
    if address not in WITHOUT_SIGN_IN:
        return None
    pages = {path: page(path) for path in (*WITHOUT_SIGN_IN, "logg-inn")}
    st.session_state.front_page = pages[""]
    st.session_state.public_pages = pages
    asked = st.navigation(list(pages.values()), position="hidden")
    return asked if asked.url_path in WITHOUT_SIGN_IN else None


def menu(person: Person) -> dict[str, list[st.Page]]:
    """The pages that this person may open: the first in the bar, the rest under "Mer"."""
    paths = [p for p in FILES if p in PAGES and may(person, Action.OPEN_PAGE, p)]
    pages = {p: page(p, listed=p not in UNLISTED) for p in paths}
    st.session_state.staff_pages = pages
    shown = [p for p in paths if p not in UNLISTED]
    # The committee starts at its releases; everyone else at what she must do today.
    first = ["su"] if person.roles <= {Role.SU} else []
    shown = first + [p for p in shown if p not in first]
    bar, more = shown[:MENU], shown[MENU:]
    if len(more) == 1:
        bar, more = shown, []
    hidden = [pages[p] for p in paths if p in UNLISTED]
    public = [page(p) for p in (*WITHOUT_SIGN_IN, "logg-inn")]
    return {"": [*public, *hidden, *(pages[p] for p in bar)]} | (
        {t("common.more"): [pages[p] for p in more]} if more else {}
    )


prologue.note_what_asked()
public = public_page()
if public is not None:
    frame.public()
    public.run()
else:
    everything = [page(path) for path in FILES]
    asked = st.navigation(everything, position="hidden")
    if asked.url_path in WITHOUT_SIGN_IN:
        st.session_state.front_page = page("")
        st.session_state.public_pages = {p: page(p) for p in (*WITHOUT_SIGN_IN, "logg-inn")}
        frame.public()
        asked.run()
    else:
        person = prologue.person()
        if person is None:
            # The form stands at the protected address itself: the deep link survives signing in.
            at = asked.url_path
            here = [page(p, SIGN_IN if p == at else "") for p in (*WITHOUT_SIGN_IN, at)]
            run = st.navigation(here, position="hidden")
            frame.signing_in()
            run.run()
        else:
            run = st.navigation(menu(person), position="top")
            frame.staff(person)
            run.run()
