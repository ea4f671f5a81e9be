"""Several reports closed at once: ticked in the list, one reason, rektor's yes, one act back."""

from typing import Any

import streamlit as st

from core.access import Person
from core.people import directory
from core.store.engine import Store, norwegian_date
from core.today import closing, inbox
from core.ui.kit import notice
from core.ui.kit.plain import plain
from core.ui.kit.words import filled, language, t
from core.words import day


def switch(person: Person, cards: list[inbox.Card]) -> None:
    """What brings the boxes: a day without a flood is not in need of them."""
    if any(closing.may_be_among(person, card) for card in cards):
        st.toggle(t("inbox.several.switch"), key="several_on")


def tick(person: Person, card: inbox.Card) -> None:
    """The box beside a report that may be closed together with others."""
    if st.session_state.get("several_on") and closing.may_be_among(person, card):
        st.checkbox(t("inbox.several.tick"), key=f"several_{card.report_id}")


def form(store: Store, person: Person, cards: list[inbox.Card]) -> None:
    """The reason and the button, once something is ticked."""
    keys = {f"several_{card.report_id}": card for card in cards}
    chosen = [card for key, card in keys.items() if st.session_state.get(key)]
    if not chosen or not st.session_state.get("several_on"):
        return
    now = all(closing.alone(person, card.route) for card in chosen)
    with st.container(border=True, key="several"):
        st.subheader(t("inbox.several.title", n=len(chosen)))
        st.caption(t("inbox.several.help" if now else "inbox.several.help_ask"))
        reason = st.text_area(t("inbox.act.close_reason"), key="several_reason")
        made_up = st.checkbox(
            t("inbox.act.not_real"), key="several_not_real", help=t("inbox.act.not_real_help")
        )
        said = "inbox.several.closed" if now else "inbox.several.asked"
        if st.button(t("inbox.several.close" if now else "inbox.several.ask"), key="several_save"):
            empty: dict[str, Any] = dict.fromkeys(
                (key for key in keys if key in st.session_state), False
            )
            with notice.acting(said, several_reason="", several_not_real=False, **empty):
                closing.close(
                    store, person, [c.report_id for c in chosen], reason or "", real=not made_up
                )


def asked(store: Store, person: Person) -> None:
    """What waits for rektor's yes."""
    for found in closing.waiting(store, person):
        with st.container(border=True, key=f"several_asked_{found.key}"):
            _said(store, found, "inbox.several.waits")
            with st.container(horizontal=True):
                yes = st.button(t("inbox.several.yes"), key=f"several_yes_{found.key}")
                no = st.button(t("inbox.several.no"), key=f"several_no_{found.key}")
            if yes or no:
                with notice.acting("inbox.several.closed" if yes else "inbox.several.refused"):
                    closing.answer(store, person, found, yes)


def undo(store: Store, person: Person) -> None:
    """What was closed together of late, with the button that opens all of it again."""
    for found in closing.closed(store, person):
        with st.container(border=True, key=f"several_done_{found.key}"):
            _said(store, found, "inbox.several.done")
            if st.button(t("inbox.several.undo"), key=f"several_undo_{found.key}"):
                with notice.acting("inbox.several.undone"):
                    closing.undo(store, person, found)


def _said(store: Store, found: closing.Together, key: str) -> None:
    who = directory.names(store).get(found.by, "")
    when = day(norwegian_date(found.at), language())
    plain(filled(key, n=len(found.report_ids), who=who, day=when))
    plain(found.reason)
