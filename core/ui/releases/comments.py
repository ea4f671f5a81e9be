"""What the members of the committee say about a tallrapport."""

import streamlit as st

from core import words
from core.access import Action, Person, may
from core.figures import releases
from core.people import directory
from core.store.engine import Store
from core.today.drafts import Thing
from core.ui.kit import phrases, press, written
from core.ui.kit.plain import plain, quoted
from core.ui.kit.words import language, t
from core.ui.releases.outcome import act, send


def draw(store: Store, person: Person, number: int) -> None:
    """Each comment with who and when; a box for whoever may write one."""
    with st.container(border=True, key="release_comments"):
        st.subheader(t("release.comments"))
        names = directory.names(store)
        said = releases.comments(store, person, number)
        if not said:
            plain(t("release.no_comments"))
        for comment in said:
            when = words.day(phrases.day_of(comment.at), language(), year=True)
            plain(f"{names.get(comment.person_id, '')}, {when}")
            quoted(comment.body, key=f"comment_{comment.comment_id.hex}")
            if comment.person_id == person.person_id:
                press.button(
                    t("release.comment.remove"),
                    key=f"comment_remove_{comment.comment_id.hex}",
                    type="tertiary",
                    act=lambda c=comment: act(
                        person,
                        "removed",
                        lambda: releases.remove_comment(store, person, c.comment_id),
                        c.comment_id,
                    ),
                )
        if may(person, Action.COMMENT_RELEASE):
            written.area(
                Thing("page", "su"),
                t("release.comment.label"),
                "comment_text",
                max_chars=releases.LONGEST_COMMENT,
            )
            press.button(
                t("release.comment.send"),
                key="comment_send",
                act=lambda: send(
                    person,
                    "commented",
                    "comment_text",
                    lambda body: releases.comment(store, person, number, body),
                ),
            )
