"""Møter: the bodies, the meetings they must hold and have held, their themes and never a case."""

import streamlit as st

from core.ui.kit import notice
from core.ui.kit.prologue import guard
from core.ui.kit.prologue import store as the_store
from core.ui.kit.words import t
from core.ui.meetings import body as meeting_view
from core.year import bodies, meetings

person = guard("moter")

store = the_store()
st.header(t("meeting.title"))
notice.show()
found = bodies.seen_by(store, person)
writes = any(meetings.may_write(store, person, body.body_id) for body in found)
if not found:
    st.info(t("meeting.none"))
else:
    st.caption(t("meeting.themes_only" if writes else "meeting.reads_only"))
for body in found:
    meeting_view.body_card(store, person, body)
