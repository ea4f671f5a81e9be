"""The versions of the form that were published, and the way back to each."""

import streamlit as st

from core.forms.versions import Published
from core.people import directory
from core.ui.form_editor.desk import Desk
from core.ui.kit import phrases, press
from core.ui.kit.words import language, t
from core.words import day


def draw(desk: Desk, versions: list[Published]) -> None:
    """Each version with its day and who published it, the newest first: that one is in force."""
    st.subheader(t("form.versions"))
    names = directory.names(desk.store)
    for version in versions:
        with st.container(
            horizontal=True, vertical_alignment="center", key=f"form_version_{version.number}"
        ):
            st.markdown(
                t(
                    "form.version_copy" if version.copy_of else "form.version",
                    number=int(version.number),
                    day=day(phrases.day_of(version.published_at), language(), year=True),
                    copy=int(version.copy_of or 0),
                )
            )
            st.text(names.get(version.published_by, "") if version.published_by else "")
            if version == versions[0]:
                st.markdown(t("form.in_force"))
            else:
                press.button(
                    t("form.go_back"),
                    key=f"form_back_{version.number}",
                    act=desk.go_back,
                    args=(version.number,),
                )
