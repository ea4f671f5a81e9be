"""Choices that stand in the address, in the same words for every language.

Streamlit's own binding writes an option's label there: a link sent from bokmål would open
nothing in nynorsk.
"""

from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from core.words import Words


def choice(
    label: Words,
    options: Sequence[str],
    key: str,
    told: Callable[[str], str],
    width: int | Literal["stretch"] = "stretch",
) -> str:
    """A choice of one; the first option is the default and leaves the address as it is.

    `key` is the parameter's name too. An address that was changed (a link, the browser's Back)
    is followed; one that names no option is forgotten. What `told` says is plain text.
    """
    asked, written, shown = st.query_params.get(key, ""), f"{key}_written", f"{key}_shown"
    now = st.session_state.get(key)
    # Whoever comes back to the page finds the choice of the address: the widget was gone meanwhile.
    if asked != st.session_state.get(written, "") or (asked and now is None):
        st.session_state[key] = asked if asked in options else options[0]
    elif now not in (None, *options):
        del st.session_state[key]
    elif now is not None and st.session_state.get(shown) != told(now):
        # The browser keeps the words it was chosen under: of another language, another state.
        st.session_state[key] = now
    chosen: str = st.selectbox(label, list(options), format_func=told, key=key, width=width)
    st.session_state[shown] = told(chosen)
    st.session_state[written] = "" if chosen == options[0] else chosen
    if st.session_state[written]:
        st.query_params[key] = chosen
    elif asked:
        del st.query_params[key]
    return chosen


def yes_or_no(label: Words, key: str) -> bool:
    """A box that is ticked or not; `key` is the parameter's name too, and "ja" its one value."""
    asked, written = st.query_params.get(key) == YES, f"{key}_written"
    if key not in st.session_state or asked != st.session_state.get(written, False):
        st.session_state[key] = asked
    chosen = st.checkbox(label, key=key)
    st.session_state[written] = chosen
    if chosen:
        st.query_params[key] = YES
    else:
        st.query_params.pop(key, None)
    return chosen


YES = "ja"
LONGEST_NUMBER = 6  # digits of a page's number in the address


def page_number(key: str) -> int:
    """The page of a list that is asked for, counted from 1: by a click, else by the address."""
    asked = str(st.session_state.get(key) or st.query_params.get(key, ""))
    known = asked.isdecimal() and len(asked) <= LONGEST_NUMBER
    return max(1, int(asked)) if known else 1
