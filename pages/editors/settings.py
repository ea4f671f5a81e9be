"""Innstillinger: how the portal stands, and each part for those who may change it."""

import streamlit as st

from core.access import Action, may
from core.ui.kit import alarm, notice, prologue
from core.ui.kit.prologue import guard
from core.ui.kit.words import t
from core.ui.settings import forms, health, help_lines

person = guard("innstillinger")

# Which part is for whom.
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
alarm.full(prologue.store(), person)
health.draw(person)

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
