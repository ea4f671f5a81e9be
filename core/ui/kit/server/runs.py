"""What Streamlit knows of its sessions and the door must: whose they are, how long kept."""

import streamlit as st
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.ui.kit.server import connections, tabs

# What pages of the portal send. The rest of what Streamlit answers is for pages that take files and
# for whoever writes one: a list of file names is answered at a hundred times its length.
FROM_PAGES = ("rerun_script", "app_heartbeat", "stop_script")


def session_in(message: bytes) -> str | None:
    """The session id in a message that tells the browser of one, else None."""
    told = ForwardMsg()
    told.ParseFromString(message)
    if told.WhichOneof("type") != "new_session":
        return None
    return told.new_session.initialize.session_id or None


def heard(message: bytes) -> tabs.Heard:
    """Whether a message of a tab is one that a page of the portal may send, and not too much."""
    told = BackMsg()
    try:
        told.ParseFromString(message)
    except DecodeError:
        return tabs.Heard.TAKEN  # Streamlit closes such a tab itself
    if told.WhichOneof("type") not in FROM_PAGES:
        return tabs.Heard.LEFT
    if len(told.rerun_script.widget_states.widgets) > connections.MOST_WIDGETS:
        return tabs.Heard.TOO_MUCH
    return tabs.Heard.TAKEN


def kept() -> float:
    """Seconds that a tab is kept after its line was lost."""
    return float(config.get_option("server.disconnectedSessionTTL"))


def drawn(staff: bool) -> None:
    """Tell the door what this run draws: a page for somebody signed in, or everyone's."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None:
        tabs.TABS.drawn(context.session_id, staff)


def staffs() -> bool | None:
    """Whether this thread runs a page of somebody signed in; None if it runs no page."""
    context = get_script_run_ctx(suppress_warning=True)
    return None if context is None else tabs.TABS.is_staffs(context.session_id)


def come_back() -> bool:
    """Whether this tab would come back after a lost line: its browser keeps the door's cookie."""
    return isinstance(st.context.cookies.get(tabs.COOKIE), str)  # AppTest hands out a mock
