"""Help lines in /innstillinger: each confirmed by itself, with the day on which that was done."""

import streamlit as st

from core.access import Person
from core.administration import settings as school_edits
from core.school import settings
from core.school.help_lines import HelpLine, HelpLines
from core.ui.kit import editing, notice, outlived, prologue
from core.ui.kit.words import language, t
from core.words import day, pick

LANGUAGES = ("nb", "nn", "en")


def help_lines(person: Person) -> None:
    """Those in force, then the suggestions, then a new one."""
    store = prologue.store()
    found, version = settings.edited(store, HelpLines)
    every = found.lines
    st.caption(t("settings.lines_note"))
    for line in [x for x in every if not x.suggested]:
        _line(person, line, version)
    suggestions = [x for x in every if x.suggested]
    if suggestions:
        st.subheader(t("settings.suggestions"))
        st.caption(t("settings.suggestions_note"))
        for line in suggestions:
            _line(person, line, version)
    with st.expander(t("settings.new_line"), key="line_new"):
        _form(person, HelpLine(id="", name={}), version)


def _line(person: Person, line: HelpLine, version: int) -> None:
    store, lang, own = prologue.store(), language(), line.id
    with st.container(border=True, key=f"line_{own}", gap="xsmall"):
        notice.show(own)
        st.text(" · ".join(x for x in (pick(line.name, lang), line.number) if x))
        rest = (pick(line.hours, lang) if line.hours else "", line.web)
        if any(rest):
            st.text(" · ".join(x for x in rest if x))
        if line.checked_on:
            st.caption(t("settings.checked_on", day=day(line.checked_on, lang, True)))
        else:
            st.caption(t("settings.never_checked"))
        with st.container(horizontal=True):
            if line.suggested:
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


def _form(person: Person, line: HelpLine, version: int) -> None:
    own = line.id or "new"
    version = editing.seen(f"line_{own}", version, f"line_name_nb_{own}")
    with st.form(f"line_form_{own}_{version}", border=False), st.container(width=560):
        name = _texts("name", f"{own}_{version}", line.name)
        number = _text(f"line_number_{own}_{version}", "settings.line_number", line.number)
        hours = _texts("hours", f"{own}_{version}", line.hours)
        web = _text(f"line_web_{own}_{version}", "settings.line_web", line.web)
        sent = st.form_submit_button(t("settings.save"), key=f"line_save_{own}")
    if sent:
        new = HelpLine(id=line.id, name=name, number=number, hours=hours, web=web)
        with notice.acting("settings.line_saved", line.id, **{f"line_change_{own}": False}):
            school_edits.save_line(prologue.store(), person, new, version)


def _texts(field: str, own: str, now: dict[str, str]) -> dict[str, str]:
    """A text in each language."""
    return {
        lang: _text(
            f"line_{field}_{lang}_{own}", f"settings.line_{field}_{lang}", now.get(lang, "")
        )
        for lang in LANGUAGES
    }


def _text(key: str, label_key: str, now: str) -> str:
    outlived.first(key, now)
    return st.text_input(t(label_key), key=key, max_chars=school_edits.LONGEST)
