"""An act on this page's papers, done before the page is drawn anew, once."""

from collections.abc import Callable

import streamlit as st

from core.access import Person
from core.ui.kit import notice


def act(person: Person, done: str, work: Callable[[], object], row: object = "") -> None:
    """Do it; `done` is what is said of it then."""
    with notice.pressed(person, f"release.done.{done}", row=row):
        work()


def send(person: Person, done: str, box: str, work: Callable[[str], object]) -> None:
    """Send what stands in a box, and empty it if that went well."""
    with notice.pressed(person, f"release.done.{done}", **{box: ""}):
        work(st.session_state[box])
