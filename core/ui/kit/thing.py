"""What a page shows now: a receipt, a report, a case, one page of a list.

The browser's own script reads it. If another thing stands than before, it begins at the top of
the screen and its heading has the focus, so that who hears the page hears that it is another.
"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def shown(name: object, now: bool = True) -> DeltaGenerator:
    """The box of a thing's heading; its key tells the script which thing it is.

    With `now` false it is a box like another: a card that is closed, a tab that lies behind.
    """
    return st.container(key=f"thing_{name}" if now else f"aside_{name}")
