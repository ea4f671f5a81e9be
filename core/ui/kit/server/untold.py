"""What Streamlit would tell every visitor of the machine, and no browser needs.

Each run begins with a message that holds the program's path on the server, the versions of Python
and Streamlit, the system, and three numbers made of the machine's own: an attacker's first look.
The fields stay, since the script in the browser asks for them; they are empty.
"""

from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import app_session

_streamlits = app_session.AppSession._create_new_session_message


def _bare(
    session: app_session.AppSession, page_script_hash: str, run_descriptor: Any, pages: Any = None
) -> ForwardMsg:
    told = _streamlits(session, page_script_hash, run_descriptor, pages)
    told.new_session.main_script_path = ""
    for part in (
        told.new_session.initialize.environment_info,
        told.new_session.initialize.user_info,
    ):
        part.Clear()
        part.SetInParent()
    return told


def keep() -> None:
    """From here on no session is told."""
    app_session.AppSession._create_new_session_message = _bare  # type: ignore[method-assign, assignment]
