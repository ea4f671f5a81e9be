"""Innstillinger: how the portal stands, and each part for those who may change it."""

from datetime import datetime

import streamlit as st

from core.access import Action, may
from core.administration import settings as school_edits
from core.operations import verify
from core.reports import readers
from core.school import profile, settings
from core.today import notices
from core.ui.kit import alarm, mail_standing, notice, prologue
from core.ui.kit.prologue import guard
from core.ui.kit.words import language, t
from core.ui.settings import forms, help_lines
from core.words import clock

person = guard("innstillinger")

store = prologue.store()
lang = language()
BACKUP_AGE = 7  # days; the README's advice is one every night

# Which part is for whom (design § 3).
PARTS = {
    "profile": (Action.EDIT_TEXTS, forms.profile),
    "reading": (Action.EDIT_PROFILE, forms.reading),
    "privacy": (Action.EDIT_PROFILE, forms.privacy),
    "calendar": (Action.EDIT_TEXTS, forms.calendar),
    "lines": (Action.EDIT_TEXTS, help_lines.help_lines),
    "goals": (Action.EDIT_PROFILE, forms.goals),
    "mail": (Action.SEE_TECHNICAL, forms.post),
}

st.header(t("page.innstillinger"))
notice.show()
alarm.full(store, person)
with st.container(border=True, key="health", gap="xsmall"):
    st.subheader(t("settings.health"))
    if not profile.profile(store).for_real_reports:
        st.warning(t("settings.not_for_real"))
    backed_up = settings.get(store, "last_backup")
    if backed_up is None:
        st.text(t("settings.no_backup"))
    else:
        when = datetime.fromisoformat(str(backed_up["at"])).replace(tzinfo=None)
        # One from the future is from a clock that was wrong, and says nothing.
        old = not 0 <= (store.now() - when).days <= BACKUP_AGE
        st.text(t("settings.old_backup" if old else "settings.backup", when=clock(when, lang)))
    for route in readers.TOLD:
        if not readers.told(store, route).count:
            st.text(t(f"settings.nobody_reads_{route}"))
    unchecked = [x for x in school_edits.lines(store) if not (x["suggested"] or x["checked_on"])]
    if unchecked:
        st.text(t("settings.unchecked", n=len(unchecked)))
    if not profile.profile(store).privacy_officer:
        st.text(t("settings.no_officer"))
    st.text(t("settings.mail_set" if notices.server(store) else "settings.mail_not_set"))
    if may(person, Action.SEE_TECHNICAL):
        mail_standing.watches()
    if may(person, Action.SEE_TECHNICAL) and st.button(t("settings.verify"), key="verify"):
        found = verify.faults(store)
        if found:
            st.error(t("settings.verify_faults", n=len(found)))
        else:
            st.success(t("settings.verify_good"))

mine = [name for name, (action, _) in PARTS.items() if may(person, action)]
if len(mine) == 1:
    part = mine[0]
    st.subheader(t(f"settings.part_{part}"))
else:
    part = st.pills(
        t("settings.part"),
        mine,
        default=mine[0],
        format_func=lambda name: t(f"settings.part_{name}"),
        key="settings_part",
        label_visibility="collapsed",
        required=True,
    )
PARTS[part or mine[0]][1](person)
