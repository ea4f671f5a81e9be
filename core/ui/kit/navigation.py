"""Which pages exist for whoever is here: by the address alone for the public, by person for staff.

Public pages are told apart by their address, before anybody asks who is here: a report is never
drawn with a look at the session cookie.
"""

from urllib.parse import urlsplit

import streamlit as st

from core.access import PAGES, READING, Action, Person, Role, may
from core.ui.kit import browser, prologue
from core.ui.kit.files import FILES, WITHOUT_SIGN_IN
from core.ui.kit.pages import page
from core.ui.kit.words import only_norwegian

UNLISTED = ("logg-inn", "sak", "meld-rektor")  # reached from a page, not from the menu
MENU = 7  # entries before the rest goes under "Mer", itself the eighth
SIGN_IN = "staff/sign_in.py"
ACCOUNT = "staff/account.py"


def asked() -> tuple[st.Page, Person | None]:
    """The page to draw in this run, and for whom; nobody if the page is everyone's."""
    address = urlsplit(st.context.url or "//?/logg-inn").path.rsplit("/", 1)[-1]
    public = by_address(address)
    if public is not None:
        return public, None
    if address in PAGES:
        found, person = by_person(address)
        if found.url_path == address:
            return found, person
    # A client may name its page beside the address; the whole list then decides.
    wanted = st.navigation([page(path) for path in FILES], position="hidden")
    if wanted.url_path in WITHOUT_SIGN_IN:
        public_pages()
        return wanted, None
    return by_person(wanted.url_path)


def public_pages() -> dict[str, st.Page]:
    """The pages that are the same for everyone."""
    pages = {path: page(path) for path in (*WITHOUT_SIGN_IN, "logg-inn")}
    st.session_state.public_pages = pages
    return pages


def by_address(address: str) -> st.Page | None:
    """The public page at this address, or None if the address does not say enough."""
    if address not in WITHOUT_SIGN_IN:
        return None
    found = st.navigation(list(public_pages().values()), position="hidden")
    # At the bare address the client's own word for its page may be one of the others.
    return found if found.url_path in WITHOUT_SIGN_IN and address + found.url_path else None


def by_person(path: str) -> tuple[st.Page, Person | None]:
    """What stands at a protected address for who is here, and who that is."""
    person = prologue.person()
    if person is None:
        # The form stands at the protected address itself: the deep link survives signing in.
        here = {**public_pages(), path: page(path, SIGN_IN)}
        return st.navigation(list(here.values()), position="hidden"), None
    only_norwegian()
    if person.must_change_password:
        # The one page that a one-time password opens stands at whatever address was asked for.
        st.session_state.staff_pages, st.session_state.more_pages = {}, []
        here = {**public_pages(), path: page(path, ACCOUNT)}
        return st.navigation(list(here.values()), position="hidden"), person
    if path in PAGES and not may(person, Action.OPEN_PAGE, path):
        # As for an address that does not exist: the front page, without their menu. If they have
        # just signed in at it, their browser still fetches its cookie.
        public_pages()
        browser.fetch_cookie()
        others = [page(p) for p in FILES if p != path]
        return st.navigation(others, position="hidden"), None
    return st.navigation(menu(person), position="top"), person


def menu(person: Person) -> list[st.Page]:
    """The pages that this person may open: the first in the bar, the rest for "Mer".

    One flat list: Streamlit's own sections make a list that screen readers cannot read.
    """
    paths = [p for p in FILES if p in PAGES and may(person, Action.OPEN_PAGE, p)]
    shown = [p for p in paths if p not in UNLISTED]
    # The committee starts at its releases; everyone else at what they must do today.
    first = ["su"] if person.roles <= {Role.SU} else []
    shown = first + [p for p in shown if p not in first]
    bar = shown if len(shown) <= MENU + 1 else shown[:MENU]
    # Who has yet to say that they know the rules of privacy says it where they came to read.
    asked = READING if not person.knows_privacy else frozenset()
    pages = {
        p: page(p, ACCOUNT if p in asked else "", listed=p in bar)
        for p in [*shown, *(set(paths) - set(shown))]
    }
    st.session_state.staff_pages = pages
    st.session_state.more_pages = [p for p in shown if p not in bar]
    return [*public_pages().values(), *pages.values()]
