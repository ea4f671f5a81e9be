"""Words that came from outside: always plain text, never markdown, HTML or a label."""

import streamlit as st


def plain(text: str) -> None:
    """Show what somebody wrote, as it was written."""
    st.text(text)


def quoted(text: str, key: str) -> None:
    """Show what somebody wrote in a box of its own."""
    with st.container(border=True, key=key):
        st.text(text)
