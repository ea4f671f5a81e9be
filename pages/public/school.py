"""How the school works: its goals, its year, its figures; for everyone, about nobody."""

import streamlit as st

from core import words
from core.figures import releases
from core.plan import sections
from core.school import profile
from core.ui.figures import release as release_view
from core.ui.kit import prologue
from core.ui.kit.plain import plain
from core.ui.kit.words import language, t
from core.year import activities

store = prologue.store()
lang = language()


def texts(*kinds: str) -> list[sections.Text]:
    """What the plan says of these kinds."""
    return [s.said(lang) for s in sections.sections(store) if s.kind in kinds]


def said(text: sections.Text, key: str) -> None:
    """One section of the plan: title, text and points as the school wrote them."""
    with st.container(border=True, gap="xsmall", key=f"said_{key}"):
        plain(text.title)
        if text.text:
            plain(text.text)
        if text.points:
            plain("\n".join(f"– {point}" for point in text.points))


st.title(t("school.title"))
plain(profile.profile(store).name)

goals = texts("goal")
if goals:
    st.header(t("school.goals"))
    for n, goal in enumerate(goals):
        said(goal, f"goal_{n}")
values = texts("value")
if values:
    st.header(t("school.values"))
    for n, value in enumerate(values):
        said(value, f"value_{n}")

year = activities.in_force(store)
if year:
    st.header(t("school.year.title"))
    plain(t("school.year.how"))
    for area in activities.AREAS:
        rows = [a for a in year if a.area == area]
        if rows:
            with st.expander(t(f"school.wheel.{area}")):
                for row in rows:
                    name = words.pick(row.names, lang)
                    plain(f"{name}\n{row.as_written}" if row.as_written else name)

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
