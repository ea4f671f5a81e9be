"""What the law wants and the school's own plan does not say: beside it, each to be taken in."""

import streamlit as st

from core.access import Person
from core.plan import sections
from core.ui.kit import notice, prologue
from core.ui.kit.words import language, t


def draw(person: Person, edits: bool) -> None:
    """What the law wants and the school's own plan does not say."""
    missing = sections.missing(prologue.store())
    st.subheader(t("plan.law_title"))
    if not missing:
        st.caption(t("plan.law_none"))
        return
    st.caption(t("plan.law_note"))
    for found in missing:
        said = found.said(language())
        with st.container(border=True, key=f"law_{found.section_id}", gap="xsmall"):
            st.text(said.title)
            if said.text:
                st.text(said.text)
            if said.points:
                st.text("\n".join(said.points))
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(found.paragraph)
                st.link_button(
                    t("plan.lovdata"), found.url, type="tertiary", key=f"link_{found.section_id}"
                )
                if edits and st.button(t("plan.adopt"), key=f"adopt_{found.section_id}"):
                    with notice.acting("plan.adopted", row=found.section_id):
                        sections.adopt(prologue.store(), person, found.section_id, found.version)
