"""Hjelp: numbers to call, who reads, rights, what is kept and what nobody can protect from."""

import streamlit as st

from core.reports import readers
from core.school import profile as school_profile
from core.ui.help import lines
from core.ui.kit import form, prologue
from core.ui.kit.words import t

LAW = "https://lovdata.no/dokument/NL/lov/2023-06-09-30/KAPITTEL_4-3#KAPITTEL_4-3"
store = prologue.store()

st.title(t("help.title"))
st.header(t("help.now"))
lines.draw()

st.header(t("help.here"))
st.markdown(t("help.here_text"))
st.header(t("help.readers"))
for route in readers.NAMED:
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
