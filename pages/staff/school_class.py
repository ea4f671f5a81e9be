"""Klasser: one class's year, what is done and what is missing, its talks counted, its hours."""

import streamlit as st

from core.access import Action, may
from core.school import classes
from core.school import year as school_year
from core.ui.classes import form
from core.ui.classes import year as class_view
from core.ui.kit import notice
from core.ui.kit.prologue import guard
from core.ui.kit.prologue import store as the_store
from core.ui.kit.words import t
from core.year import facts

person = guard("klasser")

store = the_store()
year = school_year.school_year(store.today())
st.header(t("class.title"))
notice.show()
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
    seen = [x for x in facts.seen(store, person, year) if x.school_class == found[chosen]]
    class_view.year_of(store, person, found[chosen], seen)
if may(person, Action.GRANT_ROLES):
    form.editor(person, year, found[chosen] if found else None)
