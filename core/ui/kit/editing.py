"""The version that somebody has in front of them while they edit: a stale save is refused."""

import streamlit as st


def seen(name: str, newest: int, first_key: str) -> int:
    """The version that this form was drawn from; a form that was left and opened anew is fresh.

    Widgets of the form carry the number in their key, so that a saved form shows what was saved.
    """
    held = st.session_state.get(f"seen_{name}")
    if held is None or f"{first_key}_{held}" not in st.session_state:
        held = st.session_state[f"seen_{name}"] = newest
    return int(held)


def forget(name: str) -> None:
    """Draw the form anew from what is saved now."""
    st.session_state.pop(f"seen_{name}", None)
