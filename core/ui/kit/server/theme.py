"""The school's look, read once from the settings and not in every run."""

import functools
from typing import Any

from streamlit import config


@functools.cache
def _read(section: str) -> dict[str, Any]:
    return _streamlits(section)


_streamlits = config.get_options_for_section


def keep() -> None:
    """Let Streamlit ask for the theme's settings once.

    It looks through all its settings seven times a run to send the same look again: a twentieth
    of a report's cost. They cannot change while the portal runs.
    """
    config.get_options_for_section = _read
