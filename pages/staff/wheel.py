"""Årshjul: what the plan asks for this year, as a picture, as a list, and what is one's own."""

import functools

import streamlit as st

from core.access import Action, may
from core.school import year as school_year
from core.ui.kit import notice, outlived
from core.ui.kit.prologue import guard
from core.ui.kit.prologue import store as the_store
from core.ui.kit.words import t
from core.ui.year import activity, listing, picture, rows
from core.year import facts

person = guard("arshjul")

store = the_store()
year = school_year.school_year(store.today())
tasks = facts.seen(store, person, year)
if "aktivitet" in st.query_params and "wheel_linked" not in st.session_state:
    st.session_state.wheel_open = st.query_params["aktivitet"]
    st.session_state.wheel_linked = True

st.header(t("wheel.title", year=school_year.label(year)))
notice.show()
outlived.first("wheel_view", "list")
view = st.segmented_control(
    t("wheel.view"),
    ["list", "wheel", "month", "mine"],
    key="wheel_view",
    format_func=lambda v: t(f"wheel.views.{v}"),
    label_visibility="collapsed",
    required=True,
    persist_state="session",
)
if not tasks and not st.session_state.get("wheel_new"):
    st.info(t("wheel.nothing"))
edits = may(person, Action.EDIT_WHEEL)
under = functools.partial(activity.in_row, store, person, year) if edits else None
match view:
    case "wheel":
        picture.picture(store, tasks, year)
    case "month":
        outlived.first("wheel_month", store.today().month)
        month = st.selectbox(
            t("wheel.month"),
            rows.MONTHS,
            key="wheel_month",
            format_func=lambda m: t(f"wheel.months.{m}"),
            width=240,
        )
        listing.listed(store, person, tasks, listing.in_month(tasks, month), under)
    case "mine":
        listing.own(store, person)
    case _:
        listing.listed(store, person, tasks, under=under)
if edits:
    activity.editor(store, person)
