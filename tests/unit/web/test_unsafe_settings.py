"""What Streamlit is told to do by somebody's own settings does not take back what is promised."""

import pytest
from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import app_session

from core.errors import Unsafe
from core.ui.kit.server import safety, untold
from core.words import word


@pytest.fixture
def told():
    """Tell Streamlit something, as STREAMLIT_* does; forgotten after the test."""
    before = {}

    def tell(name, value):
        before.setdefault(name, config.get_option(name))
        config.set_option(name, value)

    yield tell
    for name, value in before.items():
        config.set_option(name, value)


def test_the_portals_own_settings_are_safe():
    safety.before_opening()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("client.showErrorDetails", "full"),
        ("client.showErrorLinks", True),
        ("client.disableDataExport", False),
        ("runner.magicEnabled", True),
        ("server.enableCORS", False),
        ("server.corsAllowedOrigins", ["https://evil.example"]),
        ("server.enableXsrfProtection", True),
        ("server.enableStaticServing", True),
        ("server.enableAgentApi", True),
        ("server.runOnSave", True),
        ("server.baseUrlPath", "skole"),
        ("logger.level", "debug"),
    ],
)
def test_a_setting_that_would_show_keep_or_let_in_more_is_refused_by_its_name(told, name, value):
    told(name, value)
    with pytest.raises(Unsafe) as refused:
        safety.before_opening()
    said = word("nb", refused.value.key, **refused.value.facts)
    assert refused.value.key == "unsafe.setting"
    assert name in said


def test_no_visitor_is_told_the_servers_path_its_versions_or_its_machines_number(monkeypatch):
    """The fields stand there, since the script in the browser asks for them."""

    def streamlits(_session, page, run, pages=None):
        told = ForwardMsg()
        told.new_session.main_script_path = "/srv/skole/app.py"
        told.new_session.page_script_hash = page
        told.new_session.initialize.session_id = "one"
        told.new_session.initialize.environment_info.python_version = "3.11.7"
        told.new_session.initialize.user_info.installation_id_v3 = "of the machine"
        return told

    monkeypatch.setattr(untold, "_streamlits", streamlits)
    told = untold._bare(None, "a page", None)
    begun = told.new_session.initialize
    assert told.new_session.main_script_path == ""
    assert begun.HasField("environment_info")
    assert begun.environment_info.ByteSize() == 0
    assert begun.HasField("user_info")
    assert begun.user_info.ByteSize() == 0
    assert (told.new_session.page_script_hash, begun.session_id) == ("a page", "one")


def test_every_session_begins_so(monkeypatch):
    name = "_create_new_session_message"
    monkeypatch.setattr(app_session.AppSession, name, getattr(app_session.AppSession, name))
    untold.keep()
    assert getattr(app_session.AppSession, name) is untold._bare
