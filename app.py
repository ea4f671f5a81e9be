"""The front door."""

import streamlit as st

from core.ui.kit import fault
from core.web import guard, lifespan, routes

app = st.App(
    "core/shell.py",
    routes=routes.routes(),
    middleware=guard.middleware(),
    lifespan=lifespan.lifespan,
    on_script_error=fault.show,
)
