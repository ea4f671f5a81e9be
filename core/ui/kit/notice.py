"""What is said after an act: one line that it was done, or what is wrong and how to mend it."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.errors import PortalError
from core.ui.kit import once, written
from core.ui.kit.plain import typed_facts
from core.ui.kit.words import t


def done(key: str, at: str = "", **empty: object) -> None:
    """Say it on the next run: an act that draws the page anew has no later place for it.

    `at` is where on a long page; without it, at the top. `empty` are the widgets that the act used
    up, with what each holds before it is typed in.
    """
    st.session_state.told = (key, at) if at else key
    st.session_state.to_empty = empty
    written.saved(*empty)


def show(at: str = "") -> None:
    """The line of the act before, once; at the top, above the widgets that it empties."""
    if not at:
        emptied = st.session_state.pop("to_empty", {})
        # What came with this run, from a browser that had not seen them emptied.
        st.session_state.came = {key: st.session_state.get(key) for key in emptied}
        for key, value in emptied.items():
            st.session_state[key] = value
    said = st.session_state.get("told")
    key, place = said if isinstance(said, tuple) else (said, "")
    if key and place == at:
        del st.session_state.told
        st.success(t(key))


def wrong(error: PortalError) -> None:
    """What is wrong, where the writer looks; everything typed stays."""
    reason = t(error.key, **typed_facts(error.facts))
    st.error(reason)


@contextmanager
def acting(key: str, at: str = "", *, row: object = "", **empty: object) -> Iterator[None]:
    """Do something in the block, say `key` and draw anew; say what is wrong where it fails.

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


def _stood_in(*boxes: str) -> str:
    """What the browser had in these boxes: another text from the same page is another act."""
    state = st.session_state
    came = state.get("came", {})
    return repr([(box, came[box] if box in came else state.get(box)) for box in sorted(boxes)])
