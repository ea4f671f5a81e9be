"""How the school works: its goals, its year, its figures; for everyone, about nobody."""

import streamlit as st

from core.figures import releases
from core.school import profile
from core.ui.figures import release as release_view
from core.ui.kit import prologue
from core.ui.kit.plain import plain
from core.ui.kit.words import t
from core.ui.school import texts, year

store = prologue.store()

st.title(t("school.title"))
plain(profile.profile(store).name)
texts.draw("goal", "school.goals")
texts.draw("value", "school.values")
year.draw()

st.header(t("school.figures.title"))
found = releases.listed(store, None)
if found:
    plain(t("school.figures.how"))
    for release in found:
        release_view.draw(release)
else:
    plain(t("school.figures.none"))

with st.container(horizontal=True):
    st.page_link(st.session_state.public_pages["meld"], label=t("page.meld"))
    st.page_link(st.session_state.public_pages["hjelp"], label=t("page.hjelp"))
