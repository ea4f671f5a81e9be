"""Where the account is signed in now, and the devices that are known as its owner's own."""

import streamlit as st

from core.access import Person
from core.people import devices, sessions
from core.ui.kit import notice, prologue
from core.ui.kit.words import language, t
from core.words import clock


def draw(person: Person) -> None:
    """Each sign-in with its times; another than this one can be ended, the devices forgotten."""
    store, lang = prologue.store(), language()
    st.subheader(t("account.sign_ins"))
    st.caption(t("account.sign_ins_why"))
    for row in sessions.open_sessions(store, person.person_id):
        own = row.sid_hash[:16]  # by its place another would be ended, if one has begun meanwhile
        with st.container(horizontal=True, vertical_alignment="center", key=f"sign_in_{own}"):
            st.text(
                t(
                    "account.sign_in_row",
                    begun=clock(row.started_at, lang),
                    seen=clock(row.seen_at, lang),
                )
            )
            if row.sid_hash == person.session:
                st.caption(t("account.this_one"))
            elif st.button(t("common.sign_out"), key=f"sign_out_{own}"):
                with notice.acting("account.signed_out_there"):
                    sessions.end_one(store, person, row.sid_hash)

    if own_devices := devices.count(store, person.person_id):
        st.text(t("account.devices", n=own_devices))
        if st.button(t("account.devices_forget"), key="devices_forget"):
            with notice.acting("account.devices_forgotten"):
                devices.forget_own(store, person)
