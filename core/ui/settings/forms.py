"""The forms of /innstillinger, one a part of the settings."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import streamlit as st

from core.access import Action, Person, may
from core.administration import settings as school_edits
from core.errors import PortalError, Stale
from core.people import directory
from core.school import days as school_days
from core.school import goals as targets
from core.school import settings
from core.school.days import Holiday, SchoolCalendar, Year
from core.school.goals import Goals
from core.school.profile import Profile
from core.school.reading import ReadingRules
from core.school.year import label, school_year
from core.today import notices
from core.ui.kit import editing, mail_standing, notice, once, outlived, press, prologue
from core.ui.kit.words import language, t
from core.words import pick

WIDTH = 560  # px; a line of text that is easy to read


def _save(name: str, act: Callable[[], None]) -> None:
    """Save, say so, and show what was saved; a stale form offers to begin again."""
    try:
        with once.sending(f"settings {name}"):
            act()
    except Stale as error:
        notice.wrong(error)
        press.button(t("settings.reload"), key=f"reload_{name}", act=editing.forget, args=(name,))
    except PortalError as error:
        notice.wrong(error)
    else:
        editing.forget(name)
        notice.done("settings.saved")
        st.rerun()


def _text(key: str, label_key: str, now: str, longest: int = school_edits.LONGEST) -> str:
    outlived.first(key, now)
    return st.text_input(t(label_key), key=key, max_chars=longest)


def _number(key: str, label_key: str, now: int, least: int, most: int) -> int:
    outlived.first(key, now)
    return int(st.number_input(t(label_key), least, most, key=key))


def profile(person: Person) -> None:
    """The school's own words: name, contacts, committee, quick exit."""
    store = prologue.store()
    now, version = settings.edited(store, Profile)
    n = editing.seen("profile", version, "profile_name")
    st.caption(t("settings.profile_note"))
    with st.form(f"profile_form_{n}", border=False), st.container(width=WIDTH):
        new: dict[str, Any] = {
            name: _text(f"profile_{name}_{n}", f"settings.{name}", getattr(now, name))
            for name in school_edits.TEXTS
        }
        st.caption(t("settings.exit_note"))
        for field in ("committee", "values"):
            own = getattr(now, field)
            new[field] = {}
            for lang in ("nb", "nn", "en"):
                key = f"profile_{field}_{lang}_{n}"
                outlived.first(key, own.get(lang, ""))
                new[field][lang] = st.text_input(
                    t(f"settings.{field}_{lang}"), key=key, max_chars=school_edits.LONGEST
                )
        sent = st.form_submit_button(t("settings.save"), key="profile_save", type="primary")
    if sent:
        _save("profile", lambda: school_edits.save_texts(store, person, new, n))


def privacy(person: Person) -> None:
    """Who answers for the data."""
    store = prologue.store()
    now, version = settings.edited(store, Profile)
    n = editing.seen("privacy", version, "privacy_controller")
    st.caption(t("settings.privacy_note"))
    with st.form(f"privacy_form_{n}", border=False), st.container(width=WIDTH):
        new = {
            name: _text(f"privacy_{name}_{n}", f"settings.{name}", getattr(now, name))
            for name in school_edits.PRIVACY
        }
        sent = st.form_submit_button(t("settings.save"), key="privacy_save", type="primary")
    if sent:
        _save("privacy", lambda: school_edits.save_privacy(store, person, new, n))


def reading(person: Person) -> None:
    """Who reads, and when."""
    store = prologue.store()
    now, version = settings.edited(store, ReadingRules)
    n = editing.seen("reading", version, "reading_from")
    rektor = may(person, Action.SET_DEPUTY)
    st.caption(t("settings.reading_note"))
    among = [person_id for person_id, _ in school_edits.delegates(store)]
    names = {str(i): name for i, name in directory.told_apart(store, among).items()}
    with st.form(f"reading_form_{n}", border=False), st.container(width=WIDTH):
        start = _number(f"reading_from_{n}", "settings.from_hour", now.from_hour, 0, 23)
        end = _number(f"reading_to_{n}", "settings.to_hour", now.to_hour, 1, 24)
        outlived.first(f"reading_deputy_{n}", now.deputy)
        deputy = st.checkbox(t("settings.deputy"), key=f"reading_deputy_{n}", disabled=not rektor)
        options = ["", *names]  # Streamlit takes None for a choice not made yet
        held = str(now.delegate) if str(now.delegate) in names else ""
        outlived.first(f"reading_delegate_{n}", held)
        delegate = st.selectbox(
            t("settings.delegate"),
            options,
            format_func=lambda i: names.get(i) or t("settings.nobody"),
            key=f"reading_delegate_{n}",
            disabled=not rektor,
        )
        st.caption(t("settings.deputy_note"))
        sent = st.form_submit_button(t("settings.save"), key="reading_save", type="primary")
    if sent:
        new = replace(now, from_hour=start, to_hour=end)
        if rektor:
            new = replace(new, deputy=deputy, delegate=UUID(delegate) if delegate else None)
        _save("reading", lambda: school_edits.save_reading(store, person, new, n))


def goals(person: Person) -> None:
    """The school's internal targets."""
    store = prologue.store()
    now, version = settings.edited(store, Goals)
    n = editing.seen("goals", version, "goal_tell")
    st.caption(t("settings.goals_note"))
    with st.form(f"goals_form_{n}", border=False), st.container(width=WIDTH):
        new = {
            name: _number(
                f"goal_{name}_{n}",
                f"settings.goal_{name}",
                getattr(now, name),
                1,
                targets.LONGEST,
            )
            for name in school_edits.GOALS
        }
        sent = st.form_submit_button(t("settings.save"), key="goals_save", type="primary")
    if sent:
        _save("goals", lambda: school_edits.save_goals(store, person, Goals(**new), n))


def calendar(person: Person) -> None:
    """First and last school day, and days off, for this school year and the next."""
    store = prologue.store()
    here = school_year(store.today())
    year = st.selectbox(
        t("settings.year"), (here, here + 1), format_func=label, key="calendar_year", width=200
    )
    kept, version = settings.edited(store, SchoolCalendar)
    now = school_days.SchoolDays(kept.years).year(year)
    first_key = f"year_first_{year}"
    n = editing.seen("calendar", version, first_key)
    st.caption(t("settings.calendar_note"))
    with st.form(f"calendar_form_{year}_{n}", border=False), st.container(width=WIDTH):
        outlived.first(f"{first_key}_{n}", now.first)
        outlived.first(f"year_last_{year}_{n}", now.last)
        first = st.date_input(t("settings.year_first"), key=f"{first_key}_{n}", format="DD.MM.YYYY")
        last = st.date_input(
            t("settings.year_last"), key=f"year_last_{year}_{n}", format="DD.MM.YYYY"
        )
        typed_before = "\n".join(
            f"{h.first:%d.%m.%Y}–{h.last:%d.%m.%Y} {pick(h.names, language())}".strip()
            for h in now.holidays
        )
        outlived.first(f"year_holidays_{year}_{n}", typed_before)
        typed = st.text_area(
            t("settings.holidays"), key=f"year_holidays_{year}_{n}", height=180, max_chars=2000
        )
        st.caption(t("settings.holidays_note"))
        autumn, spring = school_days.halves(year, now)
        st.markdown(t("settings.school_days", autumn=autumn, spring=spring, total=autumn + spring))
        sent = st.form_submit_button(t("settings.save"), key="calendar_save", type="primary")
    if sent:

        def act() -> None:
            days = school_edits.holidays(typed, year)
            known = {h.names.get(language(), ""): h.names for h in now.holidays}
            off = tuple(
                Holiday(a, b, known.get(name) or {"nb": name, "nn": name}) for a, b, name in days
            )
            school_edits.save_year(store, person, year, Year(first, last, off), n)

        _save("calendar", act)


def post(person: Person) -> None:
    """The school's own mail server; without one no mail is sent."""
    store = prologue.store()
    now, version = settings.edited(store, notices.Server)
    n = editing.seen("mail", version, "mail_host")
    st.caption(t("settings.mail_note"))
    mail_standing.draw(person)
    with st.form(f"mail_form_{n}", border=False), st.container(width=WIDTH):
        host = _text(f"mail_host_{n}", "settings.mail_host", now.host)
        port = _number(f"mail_port_{n}", "settings.mail_port", now.port, 1, 65535)
        outlived.first(f"mail_security_{n}", now.security)
        security = st.selectbox(
            t("settings.mail_security"),
            notices.SECURITY,
            format_func=lambda s: t(f"settings.security_{s}"),
            key=f"mail_security_{n}",
        )
        user = _text(f"mail_user_{n}", "settings.mail_user", now.user)
        password = st.text_input(
            t("settings.mail_password"),
            type="password",
            key=f"mail_password_{n}",
            autocomplete="off",
        )
        sender = _text(f"mail_sender_{n}", "settings.mail_sender", now.sender)
        outlived.first(f"mail_hours_{n}", list(now.hours))
        hours = st.multiselect(
            t("settings.mail_hours"), list(range(6, 21)), key=f"mail_hours_{n}", placeholder=""
        )
        sent = st.form_submit_button(t("settings.save"), key="mail_save", type="primary")
    if sent:
        new = notices.Server(
            host=host.strip(),
            port=port,
            security=security,
            user=user,
            password=password,
            sender=sender,
            hours=tuple(hours),
        )
        _save("mail", lambda: notices.save(store, person, new, n))
