"""What the school's plan says to everyone, as the school wrote it."""

import streamlit as st

from core.plan import sections
from core.ui.kit import prologue
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t


def draw(kind: str, title: str) -> None:
    """The plan's sections of one kind under their heading; nothing if there are none."""
    found = [s.said(language()) for s in sections.sections(prologue.store()) if s.kind == kind]
    if found:
        st.header(t(title))
        for n, text in enumerate(found):
            _section(text, f"{kind}_{n}")


def _section(text: sections.Text, key: str) -> None:
    """One section: title, text and points."""
    with st.container(border=True, gap="xsmall", key=f"said_{key}"):
        plain(text.title)
        if text.text:
            plain(text.text)
        if text.points:
            plain("\n".join(f"– {point}" for point in text.points))
