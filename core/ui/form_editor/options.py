"""The options of the question that is edited: words, group and place in the row of each."""

import streamlit as st

from core.forms import editing
from core.forms.form import LAWS, Question
from core.ui.form_editor.desk import PREFIX, Desk
from core.ui.form_editor.question import text
from core.ui.kit import outlived, press
from core.ui.kit.words import t
from core.words import LANGUAGES, has


def draw(desk: Desk, question: Question) -> None:
    """Each option with its words, its group, and its place in the row."""
    group = editing.group_of(question.id)
    groups = LAWS if group == "law" else _areas(desk)
    for number, option in enumerate(question.options, 1):
        with st.container(border=True, gap="xsmall", key=f"form_option_{option.id}"):
            st.caption(t("form.option", n=int(number)))
            columns = st.columns(3)
            for column, lang in zip(columns, LANGUAGES, strict=True):
                with column:
                    name = t(f"form.language.{lang}")
                    text(
                        t("form.option_label", language=name),
                        f"{option.id}_{lang}",
                        option.label.get(lang),
                    )
            with st.container(
                horizontal=True,
                vertical_alignment="bottom",
                key=f"form_option_acts_{option.id}",
            ):
                if group:
                    key = f"{PREFIX}{question.id}_{option.id}_group"
                    outlived.first(key, getattr(option, group) or None)
                    st.selectbox(
                        t(f"form.{group}"),
                        groups,
                        key=key,
                        format_func=lambda g, kind=group: _group_word(kind, g),
                        placeholder=t(f"form.{group}"),
                    )
                for by, word in ((-1, "up"), (1, "down")):
                    press.button(
                        t(f"form.{word}"),
                        key=f"form_{word}_{option.id}",
                        act=desk.change,
                        args=(editing.move_option, question.id, option.id, by),
                    )
                if editing.may_remove_option(question.id, option.id):
                    press.button(
                        t("form.remove"),
                        key=f"form_remove_{option.id}",
                        type="tertiary",
                        act=desk.change,
                        args=(editing.remove_option, question.id, option.id),
                    )
    if question.options and editing.may_change_options(question.id):
        press.button(
            t("form.add_option"),
            key="form_option_add",
            act=desk.change,
            args=(editing.add_option, question.id),
        )


def _areas(desk: Desk) -> list[str]:
    place = desk.draft.form.question("place")
    return sorted({o.area for o in place.options if o.area}) if place else []


def _group_word(kind: str, group: str) -> str:
    key = f"report.{kind}.{group}"
    return t(key) if has(key) else group
