"""The period that a new tallrapport is made of."""

from collections.abc import Sequence

import streamlit as st

from core.access import Person
from core.figures import releases
from core.figures.period import Period
from core.store.engine import Store
from core.ui.kit import press
from core.ui.kit.plain import plain
from core.ui.kit.words import t
from core.ui.releases.outcome import act


def draw(store: Store, person: Person, periods: Sequence[Period]) -> None:
    """The choice of a period that has no release yet, and the button that makes one."""
    by_code = {p.code: p for p in periods}
    with st.container(border=True):
        st.subheader(t("release.make.title"))
        plain(t("release.make.how"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(
                t("release.make.period"),
                list(by_code),
                format_func=lambda code: _name(by_code[code]),
                key="release_period",
            )
            press.button(
                t("release.make.button"),
                key="release_make",
                act=lambda: act(person, "made", lambda: _make(store, person, by_code[chosen])),
            )


def _make(store: Store, person: Person, of: Period) -> None:
    """A new release, opened at once."""
    st.session_state.nr = str(releases.make(store, person, of))


def _name(of: Period) -> str:
    """A period in words: an option of a choice is plain text."""
    return t(f"school.period.{of.kind}", first=of.start.year, second=of.end.year % 100)
