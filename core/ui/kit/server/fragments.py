"""A press in a part of the page that is gone: Streamlit lets it fall without a run.

A dialog stands open while the portal is started anew, or while a colleague's act takes away what it
asks about. The browser then asks for a run of that part alone, which nothing holds any more. So the
whole page is drawn for it, and what was pressed is held against that like any other press.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.errors import FragmentStorageKeyError
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.fragment import MemoryFragmentStorage

from core.ui.kit.server import presses

_asked, _looked_up = AppSession.request_rerun, MemoryFragmentStorage.lookup


def keep(unheard: Callable[[frozenset[str]], None]) -> None:
    """Draw the page for whoever presses in a part that is gone; a timer's run asks for nothing.

    `unheard` keeps what was pressed for the run that draws the page.
    """

    def request_rerun(self: AppSession, client_state: Any) -> None:
        if client_state is not None and not client_state.is_auto_rerun:
            part = client_state.fragment_id
            if part and not self.has_fragment(part):
                client_state.fragment_id = ""
        _asked(self, client_state)

    def lookup(self: MemoryFragmentStorage, key: str) -> Callable[[], Any]:
        try:
            return _looked_up(self, key)
        except FragmentStorageKeyError:
            # It was there when the run was asked for; the run before it has not drawn it.
            pressed = presses.came()
            if not pressed:
                raise

            def whole() -> None:
                unheard(pressed)
                st.rerun()

            return whole

    AppSession.request_rerun = request_rerun  # type: ignore[method-assign]
    MemoryFragmentStorage.lookup = lookup  # type: ignore[method-assign]
