"""The front door."""

import streamlit as st

from core import front

app = st.App(
    "core/shell.py",
    routes=front.routes(),
    middleware=front.middleware(),
    lifespan=front.lifespan,
)
