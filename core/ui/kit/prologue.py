"""What every page begins with: the store, who is here, whether they may be here."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import streamlit as st

from core.access import READING, Action, Person, may
from core.people import sessions
from core.store import current
from core.store.engine import Store
from core.ui.kit import outlived, run
from core.ui.kit.server import marks

T = TypeVar("T")

DRAWN = "page_drawn"  # which page the last whole run drew, and of what
LAST = "last_here"  # whose page this tab drew last; None is nobody's
OWN = "of_this_sign_in"  # what ends with it
# The tab's own, the sign-in's, and what is everyone's.
STAYS = ("language", "sid", "ticket", "signed_out", "public_pages", outlived.KNOWN)


def store() -> Store:
    """The school that this run serves, with what its other processes had written when it began."""
    here = run.now()
    if here.store is None:
        here.store = current.store()
        here.store.begin_run()
    return here.store


def begin() -> None:
    """First of all in a run: what the run before it learnt is forgotten; who asked for this one.

    A run that a timer asked for is nobody acting, if it draws what stands there (`draws`).
    """
    run.begin()
    st.session_state.acts = not st.session_state.pop("timer_run", False)


def draws(path: str) -> None:
    """Which page this run draws, said before it does: whoever lets a timer draw another acts.

    What asks for a timer's run comes from the browser, and so does the address it names.
    """
    state = st.session_state
    if not state.get("acts", True) and state.get(DRAWN) != _at(path):
        state.acts = True
        sessions.who(store(), state.get("sid"))


def drew(path: str) -> None:
    """The page is drawn to its end: a timer may draw this again."""
    st.session_state[DRAWN] = _at(path)


def _at(path: str) -> tuple[str, dict[str, list[str]]]:
    return path, {name: st.query_params.get_all(name) for name in st.query_params}


def asked() -> bool:
    """Whether this run has asked who is here."""
    return run.now().asked


def person() -> Person | None:
    """Who is signed in, asked of the database once in every run."""
    here = run.now()
    if not here.asked:
        here.person, here.asked = _who(), True
    return here.person


def _who() -> Person | None:
    sid = st.session_state.get("sid")
    if not sid and not st.session_state.get("signed_out"):
        raw = st.context.cookies.get(sessions.COOKIE)
        sid = raw if isinstance(raw, str) else None  # AppTest hands out a mock
    found = sessions.who(store(), sid, acts=st.session_state.get("acts", True))
    if found:
        comes(found.person_id)
        st.session_state.sid = sid
        return found
    if st.session_state.pop("sid", None):
        st.session_state.signed_out = True
        st.session_state.pop(OWN, None)
    if LAST not in st.session_state:  # else whoever signs in again finds what they had typed
        st.session_state[LAST] = None
    marks.draw_for("")
    return None


def comes(person_id: UUID | None) -> None:
    """Whose page is drawn now; if the last was another's, all of theirs goes before any shows.

    A page that is everyone's is nobody's: what a student began there is not left to a teacher who
    signs in, nor the other way about.
    """
    state = st.session_state
    if state.get(LAST, person_id) != person_id:
        kept = {name: state[name] for name in STAYS if name in state}
        state.clear()
        state.update(kept)
    state[LAST] = person_id
    marks.draw_for(_mark(person_id) if person_id else "")


def _mark(person_id: UUID) -> str:
    """What stands in the ids of all that is drawn for this person."""
    return store().box.digest("the page of somebody", str(person_id)).hex()[: marks.LENGTH]


def of_this_sign_in() -> dict[str, Any]:
    """What this tab remembers until the sign-in that was shown it has ended."""
    found: dict[str, Any] = st.session_state.setdefault(OWN, {})
    return found


def asked_once(name: str, make: Callable[[], T]) -> T:
    """What `make` answers, asked once in every run."""
    found = run.now().found
    if name not in found:
        found[name] = make()
    answer: T = found[name]
    return answer


def guard(path: str) -> Person:
    """The first statement of every protected page: nothing below it runs without the right."""
    found = person()
    if found is None or not may(found, Action.OPEN_PAGE, path):
        st.stop()
    if found.must_change_password and path != "konto":
        st.stop()  # a one-time password opens the page where it is changed, and no other
    if path in READING and not found.knows_privacy:
        st.stop()  # the account's page stands at this address until they have said that they do
    return found


def rerun_by_timer() -> None:
    """Draw the page anew because a timer asked, without counting as an act."""
    st.session_state.timer_run = True
    st.rerun()
