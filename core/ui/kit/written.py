"""A box that staff write in: what stands in it is kept until it is saved or a week old.

The script in the browser sends it at each pause of five seconds (`st-key-draft_…`), so a page
change, a lost line or an idle sign-out takes nothing away, and whoever writes is somebody acting.
A box shows what was begun about this thing alone: another case gets another text.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict, TypeGuard, Unpack

import streamlit as st

from core.access import Person
from core.errors import PortalError
from core.people import sessions
from core.store.blank import trimmed
from core.today import drafts
from core.today.drafts import Thing
from core.ui.kit import outlived, press, prologue
from core.ui.kit.words import t
from core.words import Words


@dataclass(frozen=True, kw_only=True)
class DrawnBox:
    """What a box was drawn for: the thing, the field, what is saved, whether a draft is kept."""

    thing: Thing
    field: str
    saved: str
    first: str = ""  # what the box begins with
    kept: bool = False
    brought_back: bool = False


class LineOptions(TypedDict, total=False):
    """What may be said of a box of one line, as Streamlit calls it."""

    max_chars: int
    help: Words


class Area(LineOptions, total=False):
    """And of one of several."""

    height: int


def area(thing: Thing, label: Words, key: str, saved: str = "", **more: Unpack[Area]) -> str:
    """A box of several lines; `saved` is what stands there before anybody types."""

    def box(first: str, person: Person | None) -> str | None:
        return st.text_area(label, first, key=key, on_change=_typed, args=(person, key), **more)

    return _draw(box, thing, key, saved)


def line(thing: Thing, label: Words, key: str, saved: str = "", **more: Unpack[LineOptions]) -> str:
    """A box of one line."""

    def box(first: str, person: Person | None) -> str | None:
        return st.text_input(label, first, key=key, on_change=_typed, args=(person, key), **more)

    return _draw(box, thing, key, saved)


def fresh(
    thing: Thing, key: str, value: object, of: str = "", options: Iterable[object] = ()
) -> str:
    """The key of a choice or a day that belongs to one thing: for another it begins anew.

    `of` is the box that it is chosen for: while a draft is kept of what stands there, the choice
    (one of `options`, or a day) is kept with it and comes back with it.
    """
    state = st.session_state
    begins = key not in state or state.get(_of(key)) != str(thing)
    first = _chosen(thing, key, value, options) if of and begins else value
    if _of(key) not in state:
        outlived.first(key, first)
    elif begins:
        state[key] = first
    state[_of(key)] = str(thing)
    if of:
        state[_with(of)] = {*state.get(_with(of), ()), key}
        _keep_choice(thing, key, value, of)
    return key


def saved(*keys: str) -> None:
    """What stands in these boxes has been saved: their drafts are gone."""
    for key in keys:
        box = st.session_state.get(_of(key))
        if isinstance(box, DrawnBox):
            _discard(prologue.person(), key, box)


def left(drawn: Collection[str]) -> list[DrawnBox]:
    """The boxes with a draft that the browser had on its page and that are not drawn any more."""
    state = st.session_state
    boxes = [box for box in state.values() if isinstance(box, DrawnBox) and box.kept]
    return [box for box in boxes if box.field in state and box.field not in drawn]


def _of(key: str) -> str:
    return f"{key}__of"


def _with(key: str) -> str:
    """The choices that are made for what stands in this box."""
    return f"{key}__with"


def _kept(key: str) -> str:
    """Of which thing a choice is kept, and what."""
    return f"{key}__kept"


def _chosen(thing: Thing, key: str, value: object, options: Iterable[object]) -> object:
    """What was chosen when the draft was left, if it can be chosen still; else `value`."""
    person = prologue.person()
    begun = _begun(person, thing).get(drafts.CHOICE + key) if person else None
    if begun is None:
        return value
    st.session_state[_kept(key)] = str(thing), begun
    for option in options:
        if str(option) == begun:
            return option
    try:
        return date.fromisoformat(begun)
    except ValueError:
        return value


def _keep_choice(thing: Thing, key: str, value: object, of: str) -> None:
    """Keep what is chosen while the text that it belongs to is kept, if it is not the first."""
    state, person = st.session_state, prologue.person()
    box = state.get(_of(of))
    if person is None or not isinstance(box, DrawnBox) or not box.kept or box.thing != thing:
        return
    now = str(thing), str(state.get(key, value))
    before = state.get(_kept(key))
    if before is None or before[0] != now[0]:
        before = str(thing), str(value)
    if now != before and _keep(person, thing, drafts.CHOICE + key, now[1]):
        state[_kept(key)] = now


def _keep(person: Person, thing: Thing, field: str, text: str) -> bool:
    store = prologue.store()
    try:
        sessions.must_stand(store, person)
        drafts.keep(store, person, thing, field, text)
    except PortalError:
        return False  # their sign-in or their right has ended: the page says so itself
    return True


def _draw(
    element: Callable[[str, Person | None], str | None], thing: Thing, key: str, stands: str
) -> str:
    state, person = st.session_state, prologue.person()
    box = state.get(_of(key))
    there = key in state
    if not there or not _stands(box, thing, stands):
        box = _begin(thing, key, stands)
    with st.container(gap=None, key=f"draft_{key}"):
        # Given as the box's first value, it gives way to what a browser brings from before a
        # restart; that run knows of no change, and what came is kept here.
        text = element(box.first, person)
        if not there and (text or "") != box.first:
            _typed(person, key)
        if box.brought_back:
            with st.container(horizontal=True, vertical_alignment="center", key=f"back_{key}"):
                st.caption(t("draft.back"))
                press.button(
                    t("draft.drop"),
                    key=f"draft_drop_{key}",
                    type="tertiary",
                    act=_dropped,
                    args=(person, key),
                )
    return text or ""


def _stands(box: object, thing: Thing, stands: str) -> TypeGuard[DrawnBox]:
    """Whether a box is still drawn for this thing, with this saved in it."""
    return isinstance(box, DrawnBox) and (box.thing, box.saved) == (thing, stands)


def _begin(thing: Thing, key: str, stands: str) -> DrawnBox:
    """The box as it is first drawn for a thing: with what was begun there, else what is saved."""
    person = prologue.person()
    begun = _begun(person, thing).get(key) if person else None
    text = stands if begun is None else begun
    box = DrawnBox(
        thing=thing,
        field=key,
        saved=stands,
        first=text,
        kept=begun is not None,
        brought_back=begun is not None,
    )
    if key in st.session_state:  # what stands there is about another thing
        st.session_state[key], box = text, replace(box, first="")
    st.session_state[_of(key)] = box
    return box


def _begun(person: Person, thing: Thing) -> dict[str, str]:
    """Asked once a run, however many boxes the page has."""
    return prologue.asked_once(
        f"drafts {thing}", lambda: drafts.begun(prologue.store(), person, thing)
    )


def _typed(person: Person | None, key: str) -> None:
    """Before the page is drawn anew: keep what has come in."""
    box, text = st.session_state.get(_of(key)), st.session_state.get(key) or ""
    if person is None or not isinstance(box, DrawnBox):
        return
    if text == box.saved or not trimmed(text):
        if box.kept:
            _discard(person, key, box)
        return
    if _keep(person, box.thing, box.field, text):
        st.session_state[_of(key)] = replace(box, kept=True)


def _dropped(person: Person | None, key: str) -> None:
    box = st.session_state.get(_of(key))
    if isinstance(box, DrawnBox):
        _discard(person, key, box)
        st.session_state[key] = box.saved


def _discard(person: Person | None, key: str, box: DrawnBox) -> None:
    if person is not None and box.kept:
        drafts.discard(prologue.store(), person, box.thing, box.field)
        for choice in st.session_state.get(_with(key), ()):
            if st.session_state.pop(_kept(choice), None):
                drafts.discard(prologue.store(), person, box.thing, drafts.CHOICE + choice)
    st.session_state[_of(key)] = replace(box, first="", kept=False, brought_back=False)
