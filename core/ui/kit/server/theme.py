"""The school's look, made once into what Streamlit sends and not in every run."""

from collections.abc import Callable
from functools import cache

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_streamlits: Callable[..., None] = app_session._populate_theme_msg


@cache
def _made(section: str) -> CustomThemeConfig:
    look = CustomThemeConfig()
    _streamlits(look, section)
    return look


def _send(msg: CustomThemeConfig, section: str = "theme") -> None:
    look = _made(section)
    if look.ListFields():  # merging nothing would still say that there is such a part
        msg.MergeFrom(look)


def keep() -> None:
    """Let Streamlit make the message with the theme once, and copy it into each run.

    It looks through all its settings seven times a run and turns each of their names anew to send
    the same look again: a tenth of a report's cost. They cannot change while the portal runs.
    """
    app_session._populate_theme_msg = _send
