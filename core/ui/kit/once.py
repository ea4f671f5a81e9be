"""The token of a drawn page: what its forms send is done once (core/store/once).

A browser that has not yet seen the page drawn anew sends the old page's token with its second
press, so the token stands in the page itself, in a field that nobody sees.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import streamlit as st

from core.access import Person
from core.store import once
from core.ui.kit import prologue
from core.ui.kit.words import t

FIELD = "page_token"
REMEMBERED = 50  # tokens that were used in this tab: no message is that late
NOBODY = UUID(int=0)


def hear() -> None:
    """Before the page is drawn: the token that came with this run, from what the browser shows."""
    st.session_state.page_token_came = st.session_state.get(FIELD, "")


def draw() -> None:
    """After the page: the hidden field; another token after an act, so that the next is another.

    A page that stops half way has no form, and shows nothing that another such page does not.
    """
    state = st.session_state
    came = state.page_token_came
    if not came or came in state.get("page_tokens_used", ()):
        state[FIELD] = secrets.token_hex(16)
    with st.container(key="page_token_box"):
        st.text_input(t("common.page_token"), key=FIELD, label_visibility="collapsed")


def token(callback: bool = False) -> str:
    """The token that came with this run; in a callback, which runs before the page is drawn."""
    return str(st.session_state.get(FIELD if callback else "page_token_came") or "")


def late() -> bool:
    """Asked before the page is drawn: whether an act of the page that asks has been done before."""
    return token(callback=True) in st.session_state.get("page_tokens_used", ())


def used(page: str) -> None:
    """An act has been done with this token."""
    known = [*st.session_state.get("page_tokens_used", ()), page]
    st.session_state.page_tokens_used = known[-REMEMBERED:]


@contextmanager
def sending(form: str, by: Person | None = None) -> Iterator[once.Sending]:
    """Send a form of this page; `by` if a callback does it, before anybody asked who is here."""
    person, page = by or prologue.person(), token(callback=by is not None)
    if person is None or not page:
        # Nobody is signed in, or the page has no frame: a test that draws a part of one.
        yield once.Sending(NOBODY, "")
        return
    with once.sending(prologue.store(), person.person_id, page, form) as here:
        yield here
    used(page)
