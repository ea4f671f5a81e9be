"""Where a tallrapport is, draft, approved or published, and what rektor can do with it there."""

from typing import Literal

import streamlit as st

from core.access import Person
from core.figures import releases
from core.figures.releases import Release
from core.store.engine import Store
from core.ui.figures import release as release_view
from core.ui.kit import press
from core.ui.kit.address import choice
from core.ui.kit.words import filled, t
from core.ui.releases.outcome import act


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
                press.button(
                    t("release.approve"),
                    key="release_approve",
                    type="primary",
                    act=lambda: act(
                        person,
                        "approved",
                        lambda: releases.approve(store, person, number),
                    ),
                )
                press.button(
                    t("release.drop"),
                    key="release_drop",
                    act=lambda: act(
                        person, "dropped", lambda: releases.drop(store, person, number)
                    ),
                )
            elif of(release) == "approved":
                press.button(
                    t("release.publish"),
                    key="release_publish",
                    act=lambda: act(
                        person,
                        "published",
                        lambda: releases.publish(store, person, number),
                    ),
                )
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
