"""The front door."""

import streamlit as st

from core.ui.kit import fault
from core.web import front

app = st.App(
    "core/shell.py",
    routes=front.routes(),
    middleware=front.middleware(),
    lifespan=front.lifespan,
    on_script_error=fault.show,
)
