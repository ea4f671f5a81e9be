"""The look is made once, and is the same look."""

from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session

from core.ui.kit.server import theme


def sent():
    message = NewSession()
    whole = message.custom_theme
    app_session._populate_theme_msg(whole)
    app_session._populate_theme_msg(whole.light, "theme.light")
    app_session._populate_theme_msg(whole.dark, "theme.dark")
    app_session._populate_theme_msg(whole.sidebar, "theme.sidebar")
    app_session._populate_theme_msg(whole.light.sidebar, "theme.light.sidebar")
    app_session._populate_theme_msg(whole.dark.sidebar, "theme.dark.sidebar")
    return message.SerializeToString(deterministic=True)


def test_what_streamlit_sends_in_each_run_is_the_same_and_made_once(monkeypatch):
    monkeypatch.setattr(app_session, "_populate_theme_msg", theme._streamlits)
    before = sent()
    assert b"#" in before
    theme._made.cache_clear()
    theme.keep()
    for _ in range(3):
        assert sent() == before
    assert (theme._made.cache_info().misses, theme._made.cache_info().hits) == (6, 12)
