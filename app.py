"""The front door."""

import streamlit as st

from core import front
from core.ui import fault

app = st.App(
    "core/shell.py",
    routes=front.routes(),
    middleware=front.middleware(),
    lifespan=front.lifespan,
    on_script_error=fault.show,
)
