"""How the portal stands: what a leader should see to before anything goes wrong."""

import streamlit as st

from core.access import Action, Person, may
from core.administration import settings as school_edits
from core.operations import backed_up, verify
from core.reports import readers
from core.school import profile
from core.today import notices
from core.ui.kit import mail_standing, prologue
from core.ui.kit.words import language, t
from core.words import clock

BACKUP_AGE = 7  # days; the README's advice is one every night


def draw(person: Person) -> None:
    """The last backup, who reads nothing, what is unset; for technicians the night's work too."""
    store = prologue.store()
    with st.container(border=True, key="health", gap="xsmall"):
        st.subheader(t("settings.health"))
        if not profile.profile(store).for_real_reports:
            st.warning(t("settings.not_for_real"))
        _backup()
        for route in readers.NAMED:
            if not readers.named(store, route).count:
                st.text(t(f"settings.nobody_reads_{route}"))
        lines = school_edits.lines(store)
        unchecked = [x for x in lines if not (x.suggested or x.checked_on)]
        if unchecked:
            st.text(t("settings.unchecked", n=len(unchecked)))
        if not profile.profile(store).privacy_officer:
            st.text(t("settings.no_officer"))
        st.text(t("settings.mail_set" if notices.server(store) else "settings.mail_not_set"))
        if may(person, Action.SEE_TECHNICAL):
            mail_standing.watches()
            _verify()


def _backup() -> None:
    store, lang = prologue.store(), language()
    when = backed_up.at(store)
    if when is None:
        st.text(t("settings.no_backup"))
        return
    # One from the future is from a clock that was wrong, and says nothing.
    old = not 0 <= (store.now() - when).days <= BACKUP_AGE
    st.text(t("settings.old_backup" if old else "settings.backup", when=clock(when, lang)))


def _verify() -> None:
    """The button that looks through the whole database, and what it found."""
    if not st.button(t("settings.verify"), key="verify"):
        return
    found = verify.faults(prologue.store())
    if found:
        st.error(t("settings.verify_faults", n=len(found)))
    else:
        st.success(t("settings.verify_good"))
