"""Hjelp: numbers to call, who reads, rights, what is kept and what nobody can protect from."""

import streamlit as st

from core.reports import readers
from core.school import help_lines
from core.school import profile as school_profile
from core.ui.kit import form, prologue
from core.ui.kit.plain import as_typed
from core.ui.kit.words import language, t
from core.words import day, pick

LAW = "https://lovdata.no/dokument/NL/lov/2023-06-09-30/KAPITTEL_4-3#KAPITTEL_4-3"
TEXT_WIDTH = 200  # pixels: the number stands beside it on a phone too
store = prologue.store()
lang = language()

st.title(t("help.title"))
st.header(t("help.now"))
for line in help_lines.lines(store):
    with st.container(
        border=True,
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        gap="xsmall",
        key=f"line_{line.id}",
    ):
        with st.container(gap=None, width=TEXT_WIDTH):
            st.text(pick(line.name, lang))
            if pick(line.hours, lang):
                st.text(pick(line.hours, lang))
            if line.checked_on:
                st.caption(t("help.checked", day=day(line.checked_on, lang, year=True)))
        with st.container(horizontal=True, gap="xsmall", width="content"):
            if line.number:
                st.link_button(as_typed(line.number), line.tel)
            if line.web:
                st.link_button(t("help.web"), line.web)
if any(line.checked_on is None for line in help_lines.lines(store)):
    st.caption(t("help.not_checked"))

st.header(t("help.here"))
st.markdown(t("help.here_text"))
st.header(t("help.readers"))
for route in readers.TOLD:
    st.markdown(t(f"help.read_{route}"))
    form.who_reads(store, route)
st.header(t("help.guardians"))
st.markdown(t("help.guardians_text"))
st.header(t("help.rights"))
st.markdown(t("help.rights_text"))
st.link_button(t("help.law"), LAW)
st.header(t("help.kept"))
st.markdown(t("help.kept_text"))
st.header(t("help.limits"))
st.markdown(t("help.limits_text"))
profile = school_profile.profile(store)
for key, who in (("controller", profile.controller), ("privacy_officer", profile.privacy_officer)):
    if who:
        st.caption(t(f"help.{key}"))
        st.text(who)
