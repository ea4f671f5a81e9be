"""The look is read once, and is the same look."""

from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from core.ui.kit.server import theme


def sent(section):
    message = CustomThemeConfig()
    app_session._populate_theme_msg(message, section)
    return message


def test_what_streamlit_sends_in_each_run_is_the_same_and_read_once(monkeypatch):
    monkeypatch.setattr(config, "get_options_for_section", config.get_options_for_section)
    sections = ["theme", "theme.light", "theme.dark", "theme.sidebar"]
    before = [sent(section) for section in sections]
    assert before[1].primary_color
    theme.keep()
    theme._read.cache_clear()
    for _ in range(3):
        assert [sent(section) for section in sections] == before
    assert (theme._read.cache_info().misses, theme._read.cache_info().hits) == (4, 8)
