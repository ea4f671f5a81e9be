"""The question that is edited: which it is, and its own words in each language."""

import streamlit as st

from core.forms import editing
from core.forms.form import Question
from core.ui.form_editor.desk import PREFIX, Desk
from core.ui.kit import outlived
from core.ui.kit.words import language, t
from core.words import LANGUAGES, Words, apart, pick


def choose(desk: Desk) -> Question:
    """The question being edited; what was typed for the one before is kept."""
    form = desk.draft.form
    ids = [q.id for q in form.questions]
    if st.session_state.get("form_question") not in ids:
        st.session_state.form_question = ids[0]
    if st.session_state.get("form_question_in", language()) != language():
        # The browser keeps the words it was chosen under; set here, the choice is what counts.
        st.session_state.form_question = st.session_state.form_question
    st.session_state.form_question_in = language()
    labels = apart({q.id: pick(q.label, language()) or q.id for q in form.questions})
    chosen = st.selectbox(
        t("form.question"),
        ids,
        key="form_question",
        format_func=labels.__getitem__,
        on_change=desk.keep,
    )
    st.session_state.form_drawn = chosen
    question = form.question(chosen)
    assert question is not None
    return question


def draw(question: Question) -> None:
    """The question's own words in each language, and when it is asked."""
    st.caption(t(f"form.kind_{question.kind}"))
    if not editing.may_remove_question(question.id):
        st.caption(t("form.fixed"))
    for lang in LANGUAGES:
        name = t(f"form.language.{lang}")
        text(t("form.label", language=name), f"label_{lang}", question.label.get(lang))
    for lang in LANGUAGES:
        name = t(f"form.language.{lang}")
        text(t("form.hint", language=name), f"hint_{lang}", question.hint.get(lang))
    if editing.may_remove_question(question.id):
        text(t("form.relevant"), "relevant", question.relevant, hint=t("form.relevant_help"))


def text(label: Words, name: str, value: str | None, *, hint: Words | None = None) -> None:
    """A box for a part of the question that is drawn, filled with what the draft has."""
    key = f"{PREFIX}{st.session_state.form_drawn}_{name}"
    outlived.first(key, value or "")
    st.text_input(label, key=key, help=hint)
