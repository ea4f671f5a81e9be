"""The sections of the plan on screen: read, written anew, and every version of each."""

import streamlit as st

from core.access import Person
from core.errors import PortalError, Stale
from core.people import directory
from core.plan import sections
from core.plan.sections import Section, Text
from core.today.drafts import Thing
from core.ui.kit import editing, notice, once, outlived, prologue, written
from core.ui.kit.words import language, t
from core.words import STAFF_LANGUAGES, clock, day

PAGE = Thing("page", "handlingsplan")


def section(person: Person, found: Section, edits: bool) -> None:
    """One section: title, text, points, paragraph and link; all of it plain text."""
    said = found.said(language())
    with st.container(key=f"section_{found.section_id}", gap="xsmall"):
        notice.show(found.section_id)
        if said.text or said.points or found.url or edits:
            # On a phone the text stands under its title, nearer to it than to the next section.
            left, right = st.columns([1, 2], gap="xsmall")
            left.text(said.title)
            with right:
                _body(person, found, said, edits)
        else:
            st.text(said.title)
        if edits and st.session_state.get("plan_editing") == found.section_id:
            edit(person, found)
        if edits and st.session_state.get("plan_history") == found.section_id:
            history(person, found)


def _body(person: Person, found: Section, said: Text, edits: bool) -> None:
    with st.container(gap="xxsmall", key=f"body_{found.section_id}"):
        if said.text:
            st.text(said.text)
        if said.points:
            st.text("\n".join(f"– {point}" for point in said.points))
        if found.paragraph or found.url:
            _link(person, found, edits)
        if edits:
            _tools(found)


def _link(person: Person, found: Section, edits: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if found.paragraph:
            st.text(found.paragraph)
        if not found.url:
            return
        st.link_button(
            t("plan.lovdata" if found.url.startswith("https://lovdata.no/") else "plan.open_link"),
            found.url,
            type="tertiary",
            key=f"link_{found.section_id}",
        )
        if found.kind not in ("link", "instrument"):
            return
        if found.checked_on:
            st.caption(t("plan.checked_on", day=day(found.checked_on, language(), year=True)))
        else:
            st.caption(t("plan.never_checked"))
        if edits and st.button(t("plan.checked_today"), key=f"link_check_{found.section_id}"):
            with notice.acting("plan.link_checked", found.section_id):
                sections.check_link(prologue.store(), person, found.section_id, found.version)


def _tools(found: Section) -> None:
    with st.container(horizontal=True):
        for name in ("editing", "history"):
            label = t("plan.change") if name == "editing" else t("plan.history")
            key = f"section_{name}_{found.section_id}"
            if st.button(label, key=key, type="tertiary"):
                held = st.session_state.get(f"plan_{name}")
                st.session_state[f"plan_{name}"] = (
                    None if held == found.section_id else found.section_id
                )
                st.rerun()


def texts_form(stamp: str, now: dict[str, Text]) -> tuple[dict[str, tuple[str, str, str]], bool]:
    """Fields for title, text and points in both languages; what was typed, and whether sent."""
    typed: dict[str, tuple[str, str, str]] = {}
    for lang in STAFF_LANGUAGES:
        own = now.get(lang, Text(""))
        keys = [f"section_{part}_{lang}_{stamp}" for part in ("title", "text", "points")]
        typed[lang] = (
            written.line(
                PAGE,
                t(f"plan.title_{lang}"),
                keys[0],
                own.title,
                max_chars=sections.LONGEST["title"],
            ),
            written.area(
                PAGE, t(f"plan.text_{lang}"), keys[1], own.text, max_chars=sections.LONGEST["text"]
            ),
            written.area(
                PAGE, t(f"plan.points_{lang}"), keys[2], "\n".join(own.points), height=140
            ),
        )
    return typed, st.button(t("plan.save"), key=f"section_save_{stamp}", type="primary")


def boxes(stamp: str) -> list[str]:
    """The keys of the fields that `texts_form` draws."""
    parts = ("title", "text", "points")
    return [f"section_{part}_{lang}_{stamp}" for part in parts for lang in STAFF_LANGUAGES]


def read(typed: dict[str, tuple[str, str, str]]) -> dict[str, Text]:
    """What was typed as texts; a language whose title is empty is left out, bokmål never."""
    return {
        lang: sections.written(*parts) for lang, parts in typed.items() if lang == "nb" or parts[0]
    }


def edit(person: Person, found: Section) -> None:
    """The form for one section."""
    store = prologue.store()
    name = f"section_{found.section_id}"
    n = editing.seen(name, found.version, f"section_title_nb_{found.section_id}")
    with st.container(border=True, key=f"section_form_{found.section_id}_{n}"):
        url = ""
        if found.kind in ("link", "instrument", "law", "duty", "body", "value"):
            outlived.first(f"section_url_{found.section_id}_{n}", found.url)
            url = st.text_input(
                t("plan.url"), key=f"section_url_{found.section_id}_{n}", max_chars=300
            )
        typed, sent = texts_form(f"{found.section_id}_{n}", found.texts)
    if sent:
        try:
            with once.sending(f"section {found.section_id}"):
                sections.save(store, person, found.section_id, read(typed), url, n)
        except PortalError as error:
            notice.wrong(error)
            if isinstance(error, Stale):
                st.caption(t("plan.stale_help"))
        else:
            st.session_state.plan_editing = None
            written.saved(*boxes(f"{found.section_id}_{n}"))
            notice.done("plan.saved", found.section_id)
            st.rerun()
    if st.button(t("plan.take_out"), key=f"section_remove_{found.section_id}", type="tertiary"):
        st.session_state.plan_editing = None
        with notice.acting("plan.taken_out", row=found.section_id):
            sections.remove(store, person, found.section_id, found.version)


def history(person: Person, found: Section) -> None:
    """Every version, and the way back to each."""
    store = prologue.store()
    names = directory.names(store)
    with st.container(border=True, key=f"history_{found.section_id}"):
        for old in sections.history(store, found.section_id):
            said = old.said(language())
            who = names.get(old.changed_by, "") if old.changed_by else t("plan.from_preset")
            st.text(f"{clock(old.changed_at, language())} · {who}")
            st.text("\n".join([said.title, said.text, *said.points]).strip())
            if old.version == found.version and found.active:
                st.caption(t("plan.in_force"))
            elif st.button(t("plan.put_back"), key=f"put_back_{found.section_id}_{old.version}"):
                with notice.acting("plan.was_put_back", row=found.section_id):
                    sections.put_back(store, person, found.section_id, old.version)


def new(person: Person) -> None:
    """A section of the school's own."""
    with st.expander(t("plan.new"), key="section_new"):
        kinds = [k for k in sections.KINDS if k != "law"]
        with st.container(key="section_form_new"):
            kind = st.selectbox(
                t("plan.kind"), kinds, format_func=lambda k: t(f"plan.kinds.{k}"), key="new_kind"
            )
            url = st.text_input(t("plan.url"), key="section_url_new", max_chars=300)
            typed, sent = texts_form("new", {})
        if sent:
            empty = dict.fromkeys(boxes("new"), "")
            with notice.acting("plan.added", section_url_new="", **empty):
                sections.add(prologue.store(), person, kind, read(typed), url)
