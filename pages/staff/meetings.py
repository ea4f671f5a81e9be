"""Møter: the bodies, the meetings they must hold and have held, their themes and never a case."""

from core.ui.prologue import guard

person = guard("moter")

import streamlit as st  # noqa: E402

from core import bodies, meetings  # noqa: E402
from core.ui import meeting_view, told  # noqa: E402
from core.ui.prologue import store as the_store  # noqa: E402
from core.ui.words import t  # noqa: E402

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
