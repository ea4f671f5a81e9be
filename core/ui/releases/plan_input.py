"""What the committee wants changed in the action plan, and the answers it has had."""

import streamlit as st

from core import words
from core.access import Person
from core.plan import inputs
from core.store.engine import Store
from core.today.drafts import Thing
from core.ui.kit import phrases, press, written
from core.ui.kit.plain import plain, quoted
from core.ui.kit.words import language, t
from core.ui.releases.outcome import send


def draw(store: Store, person: Person) -> None:
    """A box to write in, and under it what was sent before."""
    with st.container(border=True, key="plan_input"):
        st.subheader(t("release.input.title"))
        plain(t("release.input.how"))
        written.area(
            Thing("page", "su"),
            t("release.input.label"),
            "plan_input_text",
            max_chars=inputs.LONGEST,
        )
        press.button(
            t("release.input.send"),
            key="plan_input_send",
            act=lambda: send(
                person,
                "input",
                "plan_input_text",
                lambda body: inputs.submit(store, person, body, "su"),
            ),
        )
        for given in inputs.visible(store, person):
            plain(words.day(phrases.day_of(given.at), language(), year=True))
            quoted(given.body, key=f"input_{given.input_id.hex}")
            if given.answer:
                plain(t("release.input.answer"))
                quoted(given.answer, key=f"input_answer_{given.input_id.hex}")
