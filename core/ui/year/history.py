"""Who ticked what, and when, under an opened row."""

import streamlit as st

from core import words
from core.access import Action, Person, may
from core.people import directory
from core.store.engine import Store
from core.ui.kit.plain import plain
from core.ui.kit.words import filled, language, t
from core.year.tasks import Task


def draw(store: Store, person: Person, found: list[Task]) -> None:
    """Who ticked, when, and the note: plain words, newest first.

    What a meeting spoke of is told to those who sit in the body.
    """
    names = directory.names(store)
    rows = []
    for task in found:
        where = task.school_class.name if task.school_class else ""
        for x in task.ticks:
            who = names.get(x.person_id, "") if x.person_id else ""
            frequent = task.activity.frequent and x.note
            note = filled("wheel.exception", note=x.note) if frequent else x.note
            rows.append((x.day, " · ".join(filter(None, (where, who, note)))))
        for m in task.meetings:
            who = names.get(m.held_by, "") if m.held_by else ""
            themes = m.note if may(person, Action.SEE_BODY, m.body_id) else ""
            rows.append((m.day, " · ".join(filter(None, (where, who, themes)))))
    if not rows:
        return
    with st.expander(t("wheel.history")):
        for day, said in sorted(rows, key=lambda r: r[0], reverse=True):
            plain(f"{words.day(day, language())} · {said}")
