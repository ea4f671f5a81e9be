"""How it goes with the mail and with what the portal does by itself, for systemansvarlig."""

import streamlit as st

from core.access import Action, Person, may
from core.people import directory
from core.store import watch
from core.today import notices
from core.ui.kit import notice, prologue
from core.ui.kit.plain import plain
from core.ui.kit.words import filled, language, t
from core.words import clock


def draw(person: Person) -> None:
    """The last mail that went, whom none reaches and why, and a mail to see whether it works."""
    store, lang = prologue.store(), language()
    now = notices.standing(store, person)
    if now.sent is None:
        st.text(t("settings.mail_never"))
    else:
        st.text(t("settings.mail_last", when=clock(now.sent, lang)))
    names = directory.names(store)
    for failure in now.failures:
        with st.container(border=True, gap="xxsmall", key=f"mail_failure_{failure.person_id}"):
            st.text(t("settings.mail_failed", when=clock(failure.at, lang)))
            plain(names.get(failure.person_id, ""))
            st.text(t(f"mail.fault.{failure.fault}"))
    if notices.server(store) and st.button(t("settings.mail_try"), key="mail_try"):
        with notice.acting("settings.mail_tried"):
            notices.try_out(store, person)


def line(person: Person) -> None:
    """On every page of theirs while somebody is not reached: no mail could tell it."""
    store = prologue.store()
    if not may(person, Action.SEE_TECHNICAL) or not notices.standing(store, person).failures:
        return
    with st.container(key="mail_ill", gap="xsmall"):
        st.warning(t("settings.mail_ill"))
        pages = st.session_state.staff_pages
        st.page_link(pages["innstillinger"], label=t("page.innstillinger"))


def watches() -> None:
    """When each watch last did its work well, and the kind of its last fault."""
    lang = language()
    for own in watch.all_of_them(prologue.store()):
        name = t(f"settings.watch_{own.name}")
        if own.good is None:
            st.text(t("settings.watch_none", name=name, when=clock(own.since, lang)))
        else:
            st.text(t("settings.watch_good", name=name, when=clock(own.good, lang)))
        if own.fault:
            st.text(filled("settings.watch_fault", name=name, fault=own.fault))
