"""Skjema: the school changes its report form, sees it as a student does, publishes, goes back."""

import streamlit as st

from core.forms import editing, problems
from core.forms import versions as form_versions
from core.people import directory
from core.ui.form_editor import question as editor
from core.ui.kit import form as screen
from core.ui.kit import press, prologue
from core.ui.kit.prologue import guard
from core.ui.kit.words import language, t
from core.words import day

person = guard("skjema")

store = prologue.store()
lang = language()
st.header(t("page.skjema"))
draft = form_versions.draft(store)
versions = form_versions.history(store)
if draft is None or not versions:
    st.info(t("form.none"))
    st.stop()

desk = editor.Desk(store, person, draft)
newest = versions[0]
st.markdown(
    t("form.state_published", number=newest.number, day=day(newest.published_at, lang, year=True))
)
st.caption(t("form.state_draft") if draft.version else t("form.intro"))
editor.say()

left, right = st.columns([3, 2], gap="large")
with left:
    question = desk.choose()
    desk.words(question)
    desk.options(question)
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

    found = problems.problems(draft.form)
    editor.problems(draft.form, found)
    with st.container(horizontal=True, key="form_acts"):
        press.button(t("form.save"), key="form_save", act=desk.save)
        press.button(
            t("form.publish"),
            key="form_publish",
            type="primary",
            act=desk.publish,
        )
        if draft.version:
            press.button(t("form.drop"), key="form_drop", type="tertiary", act=desk.drop)

    st.subheader(t("form.versions"))
    names = directory.names(store)
    for version in versions:
        with st.container(
            horizontal=True, vertical_alignment="center", key=f"form_version_{version.number}"
        ):
            st.markdown(
                t(
                    "form.version_copy" if version.copy_of else "form.version",
                    number=int(version.number),
                    day=day(version.published_at, lang, year=True),
                    copy=int(version.copy_of or 0),
                )
            )
            st.text(names.get(version.published_by, "") if version.published_by else "")
            if version == newest:
                st.markdown(t("form.in_force"))
            else:
                press.button(
                    t("form.go_back"),
                    key=f"form_back_{version.number}",
                    act=desk.go_back,
                    args=(version.number,),
                )
with right:
    st.subheader(t("form.preview"))
    with st.container(border=True, width=360, key="form_phone"):
        screen.draw(store, problems.drawable(draft.form, found), prefix="preview_")
