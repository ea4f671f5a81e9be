"""What is said after an act: one line that it was done, or what is wrong and how to mend it.

An act that the page does while it is drawn goes through `acting`; one that a button's callback does
before that goes through `pressed`. What is said is drawn by `show`, and nowhere else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import streamlit as st

from core.access import Person
from core.errors import PortalError
from core.people import sessions
from core.store.once import Sending
from core.ui.kit import once, prologue, run, written
from core.ui.kit.plain import typed_facts
from core.ui.kit.words import t


@dataclass(frozen=True)
class Notice:
    """What is to be said: its word, where on the page, whether it is good news."""

    key: str
    at: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    good: bool = True


def done(key: str, at: str = "", **empty: object) -> None:
    """Say it on the next run: an act that draws the page anew has no later place for it.

    `at` is where on a long page; without it, at the top. `empty` are the widgets that the act used
    up, with what each holds before it is typed in.
    """
    st.session_state.notice = Notice(key, at)
    st.session_state.to_empty = empty
    written.saved(*empty)


def done_with(key: str, at: str = "", **facts: object) -> None:
    """Say it on the next run, with facts that stand in it; no widget was used up."""
    st.session_state.notice = Notice(key, at, facts)


def failed(error: PortalError, at: str = "") -> None:
    """Say on the next run why it was not done; everything typed stays."""
    st.session_state.notice = Notice(error.key, at, error.facts, good=False)


def show(at: str = "") -> bool:
    """The line of the act before, once; at the top, above the widgets that it empties.

    Whether there was one.
    """
    if not at:
        emptied = st.session_state.pop("to_empty", {})
        # What came with this run, from a browser that had not seen them emptied.
        st.session_state.came = {key: st.session_state.get(key) for key in emptied}
        for key, value in emptied.items():
            st.session_state[key] = value
    said: Notice | None = st.session_state.get("notice")
    if said is None or said.at != at:
        return False
    del st.session_state.notice
    st.session_state.notice_shown, run.now().found["notice"] = said, True
    line = t(said.key, **typed_facts(said.facts))
    if said.good:
        st.success(line)
    else:
        st.error(line)
    return True


def again() -> bool:
    """Say once more what was said last: a second press came after it. Whether there is need to."""
    said = st.session_state.pop("notice_shown", None)
    if said is None or run.now().found.get("notice"):
        return False
    st.session_state.notice = said
    return True


def well() -> bool:
    """Whether the act that was just done went well: what it used up may be emptied."""
    said: Notice | None = st.session_state.get("notice")
    return said is not None and said.good


def forget() -> None:
    """Say nothing of the act before."""
    st.session_state.pop("notice", None)


def wrong(error: PortalError) -> None:
    """What is wrong, where the writer looks; everything typed stays."""
    st.error(t(error.key, **typed_facts(error.facts)))


@contextmanager
def acting(key: str, at: str = "", *, row: object = "", **empty: object) -> Iterator[None]:
    """Do something in the block, say `key` and draw anew; say what is wrong if it fails.

    It is done once, however often the same drawn page is sent: `key`, `at`, `row` and what stood
    in the boxes tell apart what may be sent from one page.
    """
    try:
        with once.sending(f"{key} {at} {row} {_stood_in(*empty)}"):
            yield
    except PortalError as error:
        wrong(error)
    else:
        done(key, at, **empty)
        st.rerun()


@contextmanager
def pressed(
    person: Person, key: str, at: str = "", *, row: object = "", **empty: object
) -> Iterator[Sending]:
    """Do something in a callback and say `key`, or what was wrong, when the page is drawn.

    Their sign-in must still stand, for no guard has run; it is done once, as with `acting`.
    """
    boxes = repr([(box, st.session_state.get(box)) for box in sorted(empty)])
    with standing(person, at):
        with once.sending(f"{key} {at} {row} {boxes}", person) as here:
            yield here
        done(key, at, **empty)


@contextmanager
def standing(person: Person, at: str = "") -> Iterator[None]:
    """Do in a callback what may be done again; what was wrong is said as with `pressed`."""
    try:
        sessions.must_stand(prologue.store(), person)
        yield
    except PortalError as error:
        failed(error, at)


def _stood_in(*boxes: str) -> str:
    """What the browser had in these boxes: another text from the same page is another act."""
    state = st.session_state
    came = state.get("came", {})
    return repr([(box, came[box] if box in came else state.get(box)) for box in sorted(boxes)])
