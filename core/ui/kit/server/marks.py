"""For whom a widget is drawn stands in its id: what another's page brings fits nothing here.

A page that outlived its session sends all that it holds, in the name of whoever is signed in now.
Streamlit knows a widget by its id alone, and makes the same one for everybody. So what is drawn for
somebody bears a mark of theirs, under the school's key; what is drawn for nobody bears none, and a
page that lost its session is known again as long as it is the same person's, or nobody's.
"""

from typing import Any

import streamlit as st
from streamlit.elements.lib import utils
from streamlit.runtime.scriptrunner import get_script_run_ctx

DRAWN_FOR = "drawn_for"  # the mark, for a fragment's run: its page's has come and gone
KEPT = "_skolemiljo_mark"
LENGTH = 12  # hexadecimal digits: two of a school's people never share them
HASHED = 32  # of Streamlit's own

_streamlits = utils._compute_element_id


def draw_for(mark: str) -> None:
    """What this run draws from now on is for whoever has this mark; nobody has an empty one."""
    utils._compute_element_id = _made
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return
    setattr(context, KEPT, mark)
    if mark:
        st.session_state[DRAWN_FOR] = mark
    elif DRAWN_FOR in st.session_state:
        del st.session_state[DRAWN_FOR]


def here() -> str:
    """Whose mark this run draws with."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return ""
    mark: str | None = getattr(context, KEPT, None)
    if mark is None:
        mark = st.session_state.get(DRAWN_FOR, "")
        setattr(context, KEPT, mark)
    return mark


def on(name: str) -> str:
    """The mark in a widget's id."""
    parts = name.split("-", 2)
    return parts[1][:-HASHED] if len(parts) == 3 else ""


def _made(element_type: str, user_key: str | None = None, **kwargs: Any) -> str:
    made, mark = _streamlits(element_type, user_key, **kwargs), here()
    return made.replace("-", f"-{mark}", 1) if mark else made
