"""Where a tallrapport is, draft, approved or published, and what rektor can do with it there."""

from collections.abc import Callable
from typing import Literal

import streamlit as st

from core.access import Person
from core.figures import releases
from core.figures.releases import Release
from core.store.engine import Store
from core.ui.figures import release as release_view
from core.ui.kit import notice, press, sure
from core.ui.kit.address import choice
from core.ui.kit.words import filled, t
from core.ui.releases.outcome import act

DONE = {"approve": "approved", "publish": "published"}  # what is said of it then


def of(release: Release) -> Literal["published", "approved", "draft"]:
    """Where it is."""
    return "published" if release.published_at else "approved" if release.approved_at else "draft"


def choose(found: dict[int, Release]) -> Release:
    """The one that is looked at, by its number; each option says where it is."""
    number = choice(
        t("release.choose"),
        [str(n) for n in found],
        "nr",
        lambda n: filled(
            f"release.option.{of(found[int(n)])}",
            n=n,
            period=release_view.period_name(found[int(n)]),
        ),
    )
    return found[int(number)]


def draw(store: Store, person: Person, release: Release) -> None:
    """Where it is in words, and the buttons of that state."""
    number = release.number
    with st.container(border=True, key="release_acts"):
        st.subheader(t(f"release.state.{of(release)}"))
        with st.container(horizontal=True):
            if of(release) == "draft":
                _asking(store, person, release, "approve", releases.approve)
                press.button(
                    t("release.drop"),
                    key="release_drop",
                    act=lambda: act(
                        person, "dropped", lambda: releases.drop(store, person, number)
                    ),
                )
            elif of(release) == "approved":
                _asking(store, person, release, "publish", releases.publish)
            else:
                press.button(
                    t("release.withdraw"),
                    key="release_withdraw",
                    act=lambda: act(
                        person,
                        "withdrawn",
                        lambda: releases.withdraw(store, person, number),
                    ),
                )


def _asking(
    store: Store,
    person: Person,
    release: Release,
    step: Literal["approve", "publish"],
    work: Callable[[Store, Person, int], object],
) -> None:
    """A button whose act lets others see the report: it asks first."""
    key = f"release_{step}_{release.number}"
    first: Literal["primary", "secondary"] = "primary" if step == "approve" else "secondary"
    press.button(t(f"release.{step}"), key=f"release_{step}", type=first, act=sure.ask, args=(key,))
    period = release_view.period_name(release)

    def act() -> None:
        with notice.acting(f"release.done.{DONE[step]}", row=release.number):
            work(store, person, release.number)
            sure.answered()

    sure.draw(
        key,
        sure.Asking(
            title=t(f"release.sure.{step}"),
            about=filled("release.option.approved", n=release.number, period=period),
            tells=t(f"release.sure.{step}_tells"),
            yes=t(f"release.{step}"),
            no=t("release.sure.no"),
        ),
        act,
    )
