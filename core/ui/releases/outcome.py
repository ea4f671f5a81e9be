"""What came of an act on this page: said when it is drawn anew, done or why it was not."""

from collections.abc import Callable

import streamlit as st

from core.access import Person
from core.errors import PortalError
from core.people import sessions
from core.store.engine import Store
from core.ui.kit import once, written
from core.ui.kit.words import t


def act(
    store: Store, person: Person, done: str, work: Callable[[], object], row: object = ""
) -> None:
    """Do it before the page is drawn anew, once; `done` is what is said of it then."""
    try:
        sessions.must_stand(store, person)
        with once.sending(f"{done} {row}", person):
            work()
    except PortalError as error:
        st.session_state.release_failed = (error.key, error.facts)
    else:
        st.session_state.release_done = done


def send(store: Store, person: Person, done: str, box: str, work: Callable[[str], object]) -> None:
    """Send what stands in a box, and empty it where that went well."""
    act(store, person, done, lambda: work(st.session_state[box]))
    if "release_failed" not in st.session_state:
        written.saved(box)
        st.session_state[box] = ""


def show() -> None:
    """What came of the act before, once."""
    if done := st.session_state.pop("release_done", None):
        st.success(t(f"release.done.{done}"))
    if failed := st.session_state.pop("release_failed", None):
        st.error(t(failed[0], most=int(failed[1].get("most", 0))))
