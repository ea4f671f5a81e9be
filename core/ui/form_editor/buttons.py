"""The form editor's buttons: what is done with the question on the desk, and with the draft."""

import streamlit as st

from core.forms import editing
from core.forms.form import Question
from core.ui.form_editor.desk import Desk
from core.ui.kit import press
from core.ui.kit.words import t


def of_question(desk: Desk, question: Question) -> None:
    """Move the question, or take it out if the portal does not need it."""
    with st.container(horizontal=True, key="form_question_acts"):
        for by, word in ((-1, "up"), (1, "down")):
            press.button(
                t(f"form.{word}"),
                key=f"form_question_{word}",
                act=desk.change,
                args=(editing.move_question, question.id, by),
            )
        if editing.may_remove_question(question.id):
            press.button(
                t("form.remove_question"),
                key="form_question_remove",
                type="tertiary",
                act=desk.remove_question,
                args=(question.id,),
            )


def new_question(desk: Desk) -> None:
    """One more question, of the kind that is chosen."""
    with st.container(border=True, key="form_new_question"):
        kind = st.selectbox(
            t("form.add_kind"),
            ["text", "one", "many"],
            key="form_new_kind",
            format_func=lambda k: t(f"form.kind_{k}"),
        )
        press.button(
            t("form.add_question"),
            key="form_question_add",
            act=desk.add_question,
            args=(kind,),
        )


def of_draft(desk: Desk) -> None:
    """Keep the draft, publish it, throw it away."""
    with st.container(horizontal=True, key="form_acts"):
        press.button(t("form.save"), key="form_save", act=desk.save)
        press.button(
            t("form.publish"),
            key="form_publish",
            type="primary",
            act=desk.publish,
        )
        if desk.draft.version:
            press.button(t("form.drop"), key="form_drop", type="tertiary", act=desk.drop)
