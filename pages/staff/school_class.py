"""Klasser: one class's year, what is done and what is missing, its talks counted, its hours."""

import streamlit as st

from core import classes, school_year, year_facts
from core.access import Action, may
from core.ui import class_edit, class_view, told
from core.ui.prologue import guard
from core.ui.prologue import store as the_store
from core.ui.words import t

person = guard("klasser")

store = the_store()
year = school_year.school_year(store.today())
st.header(t("class.title"))
told.show()
wrong = st.session_state.pop("wheel_wrong", None)
if wrong:
    told.wrong(wrong)
found = {c.class_id: c for c in classes.seen_by(store, person, year)}
if not found:
    adds = may(person, Action.GRANT_ROLES)
    st.info(t("people.no_classes" if adds else "class.none"))
else:
    asked = {c.name: i for i, c in found.items()}.get(st.query_params.get("klasse", ""))
    if asked and "class_which" not in st.session_state:
        st.session_state.class_which = asked
    chosen = st.selectbox(
        t("class.which"),
        list(found),
        key="class_which",
        format_func=lambda i: found[i].name,
        width=240,
    )
    tasks = [
        x
        for x in year_facts.tasks(store, year)
        if x.school_class and x.school_class.class_id == chosen
    ]
    class_view.year_of(store, person, found[chosen], tasks)
if may(person, Action.GRANT_ROLES):
    class_edit.editor(person, year, found[chosen] if found else None)
