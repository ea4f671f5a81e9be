"""Møter: the bodies, the meetings they must hold and have held, their themes and never a case."""

import streamlit as st

from core import bodies, meetings
from core.ui import meeting_view, told
from core.ui.prologue import guard
from core.ui.prologue import store as the_store
from core.ui.words import t

person = guard("moter")

store = the_store()
st.header(t("meeting.title"))
told.show()
found = bodies.seen_by(store, person)
writes = any(meetings.may_write(store, person, body.body_id) for body in found)
if not found:
    st.info(t("meeting.none"))
else:
    st.caption(t("meeting.themes_only" if writes else "meeting.reads_only"))
    st.caption(t("wheel.codes"))
for body in found:
    meeting_view.body_card(store, person, body)
