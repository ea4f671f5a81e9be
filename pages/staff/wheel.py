"""Årshjul: what the plan asks for this year, as a picture, as a list, and what is one's own."""

import functools

import streamlit as st

from core import school_year, year_facts
from core.access import Action, may
from core.ui import told, wheel_edit, wheel_picture, wheel_view
from core.ui.prologue import guard
from core.ui.prologue import store as the_store
from core.ui.words import t

person = guard("arshjul")

store = the_store()
year = school_year.school_year(store.today())
tasks = year_facts.tasks(store, year)
if "aktivitet" in st.query_params and "wheel_linked" not in st.session_state:
    st.session_state.wheel_open = st.query_params["aktivitet"]
    st.session_state.wheel_linked = True

st.header(t("wheel.title", year=school_year.label(year)))
told.show()
wrong = st.session_state.pop("wheel_wrong", None)
if wrong:
    told.wrong(wrong)
st.session_state.setdefault("wheel_view", "list")
view = st.segmented_control(
    t("wheel.view"),
    ["list", "wheel", "month", "mine"],
    key="wheel_view",
    format_func=lambda v: t(f"wheel.views.{v}"),
    label_visibility="collapsed",
    required=True,
    persist_state="session",
)
if tasks and view in ("list", "month"):
    st.caption(t("wheel.codes"))
if not tasks and not st.session_state.get("wheel_new"):
    st.info(t("wheel.nothing"))
edits = may(person, Action.EDIT_WHEEL)
under = functools.partial(wheel_edit.in_row, store, person, year) if edits else None
match view:
    case "wheel":
        wheel_picture.picture(store, tasks, year)
    case "month":
        st.session_state.setdefault("wheel_month", store.today().month)
        month = st.selectbox(
            t("wheel.month"),
            wheel_view.MONTHS,
            key="wheel_month",
            format_func=lambda m: t(f"wheel.months.{m}"),
            width=240,
        )
        wheel_view.listed(store, person, tasks, wheel_view.in_month(tasks, month), under)
    case "mine":
        wheel_view.own(store, person)
    case _:
        wheel_view.listed(store, person, tasks, under=under)
if edits:
    wheel_edit.editor(store, person)
