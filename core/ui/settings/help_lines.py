"""Help lines in /innstillinger: each confirmed by itself, with the day on which that was done."""

from datetime import date
from typing import Any

import streamlit as st

from core.access import Person
from core.administration import settings as school_edits
from core.school import settings
from core.ui.kit import editing, notice, prologue
from core.ui.kit.words import language, t
from core.words import day, pick

LANGUAGES = ("nb", "nn", "en")


def help_lines(person: Person) -> None:
    """Those in force, then the suggestions, then a new one."""
    store = prologue.store()
    version = settings.version(store, "help_lines")
    every = school_edits.lines(store)
    st.caption(t("settings.lines_note"))
    for line in [x for x in every if not x["suggested"]]:
        _line(person, line, version)
    suggestions = [x for x in every if x["suggested"]]
    if suggestions:
        st.subheader(t("settings.suggestions"))
        st.caption(t("settings.suggestions_note"))
        for line in suggestions:
            _line(person, line, version)
    with st.expander(t("settings.new_line"), key="line_new"):
        _form(person, {"id": "", "name": {}, "number": "", "hours": {}, "web": ""}, version)


def _line(person: Person, line: dict[str, Any], version: int) -> None:
    store, lang, own = prologue.store(), language(), line["id"]
    with st.container(border=True, key=f"line_{own}", gap="xsmall"):
        notice.show(own)
        st.text(" · ".join(x for x in (pick(line["name"], lang), line["number"]) if x))
        rest = (pick(line["hours"], lang) if line["hours"] else "", line["web"])
        if any(rest):
            st.text(" · ".join(x for x in rest if x))
        checked = line.get("checked_on")
        if checked:
            st.caption(t("settings.checked_on", day=day(date.fromisoformat(checked), lang, True)))
        else:
            st.caption(t("settings.never_checked"))
        with st.container(horizontal=True):
            if line["suggested"]:
                if st.button(t("settings.take_in_use"), key=f"line_use_{own}"):
                    with notice.acting("settings.line_used", own):
                        school_edits.use_line(store, person, own, True, version)
            else:
                if st.button(t("settings.confirm_line"), key=f"line_confirm_{own}"):
                    with notice.acting("settings.line_confirmed", own):
                        school_edits.confirm_line(store, person, own, version)
                if st.button(t("settings.take_out"), key=f"line_out_{own}", type="tertiary"):
                    with notice.acting("settings.line_out", own):
                        school_edits.use_line(store, person, own, False, version)
            changing = st.toggle(t("settings.change"), key=f"line_change_{own}")
        if changing:
            _form(person, line, version)


def _form(person: Person, line: dict[str, Any], version: int) -> None:
    own = line["id"] or "new"
    version = editing.seen(f"line_{own}", version, f"line_name_nb_{own}")
    with st.form(f"line_form_{own}_{version}", border=False), st.container(width=560):
        new: dict[str, Any] = {"name": {}, "hours": {}}
        for lang in LANGUAGES:
            new["name"][lang] = _text(
                f"line_name_{lang}_{own}_{version}",
                f"settings.line_name_{lang}",
                line["name"].get(lang, ""),
            )
        new["number"] = _text(
            f"line_number_{own}_{version}", "settings.line_number", line["number"]
        )
        for lang in LANGUAGES:
            new["hours"][lang] = _text(
                f"line_hours_{lang}_{own}_{version}",
                f"settings.line_hours_{lang}",
                line["hours"].get(lang, ""),
            )
        new["web"] = _text(f"line_web_{own}_{version}", "settings.line_web", line["web"])
        sent = st.form_submit_button(t("settings.save"), key=f"line_save_{own}")
    if sent:
        with notice.acting("settings.line_saved", line["id"], **{f"line_change_{own}": False}):
            school_edits.save_line(prologue.store(), person, line["id"], new, version)


def _text(key: str, label_key: str, now: str) -> str:
    st.session_state.setdefault(key, now)
    return st.text_input(t(label_key), key=key, max_chars=school_edits.LONGEST)
