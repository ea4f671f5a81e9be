"""What of a tab's messages the door lets in."""

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from core.ui.kit.server import connections, runs, tabs


def asks(widgets=0, **more):
    told = BackMsg(**more)
    for n in range(widgets):
        told.rerun_script.widget_states.widgets.add(id=f"w{n}")
    return told.SerializeToString()


@pytest.mark.parametrize(
    ("message", "heard"),
    [
        (asks(connections.MOST_WIDGETS), tabs.Heard.TAKEN),
        (asks(connections.MOST_WIDGETS + 1), tabs.Heard.TOO_MUCH),
        (asks(app_heartbeat=True), tabs.Heard.TAKEN),
        (asks(stop_script=True), tabs.Heard.TAKEN),
        (asks(file_urls_request={"file_names": ["a"]}), tabs.Heard.LEFT),
        (asks(clear_cache=True), tabs.Heard.LEFT),
        (asks(load_git_info=True), tabs.Heard.LEFT),
        (asks(backend_operation_request={"request_id": "a"}), tabs.Heard.LEFT),
        (b"\xff" * 9, tabs.Heard.TAKEN),  # no message at all: Streamlit closes the tab
    ],
)
def test_the_door_lets_in_what_a_page_of_the_portal_may_send(message, heard):
    assert runs.heard(message) is heard
