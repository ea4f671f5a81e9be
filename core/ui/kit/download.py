"""A button that takes a file along: the click gets a ticket, the browser fetches the file with it.

Streamlit's own button would leave the file at an address that whoever knows it may open.
"""

import functools
from collections.abc import Callable
from typing import Any

import streamlit as st

from core.access import Person
from core.documents import tickets
from core.documents.tickets import File
from core.ui.kit import prologue
from core.ui.kit.words import t

# One fetch a ticket: drawn anew, the page asks for nothing again.
FETCH = """
export default function ({ data }) {
  if (window.__skolemiljoFile === data.ticket) return;
  window.__skolemiljoFile = data.ticket;
  const link = document.createElement("a");
  link.href = "/fil/" + data.ticket;
  link.download = "";
  document.body.appendChild(link);
  link.click();
  link.remove();
}
"""


@functools.cache
def _fetch() -> Any:
    return st.components.v2.component("skolemiljo_file", js=FETCH)


def download(
    word: str, person: Person, file: File, key: str, lacks: Callable[[], bool] = lambda: False
) -> None:
    """The button with this word of the catalogue; the file is made when it is fetched.

    `lacks` says whether something in it cannot be written; then that is said before it comes.
    """
    if st.button(t(word), key=key):
        if lacks():
            st.warning(t("document.lacks"))
        _fetch()(data={"ticket": tickets.offer(prologue.store(), person, file)}, key=f"{key}_fetch")
