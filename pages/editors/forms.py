"""Skjema: the school changes its report form, sees it as a student does, publishes, goes back."""

import streamlit as st

from core.forms import problems as form_problems
from core.forms import versions as form_versions
from core.ui.form_editor import buttons, history, options, problems, question
from core.ui.form_editor.desk import Desk
from core.ui.kit import form as screen
from core.ui.kit import notice, phrases, prologue, unanswered
from core.ui.kit.prologue import guard
from core.ui.kit.words import language, t
from core.words import day

person = guard("skjema")

store = prologue.store()
st.header(t("page.skjema"))
draft = form_versions.draft(store)
versions = form_versions.history(store)
if draft is None or not versions:
    st.info(t("form.none"))
    unanswered.stop()

desk = Desk(store, person, draft)
newest = versions[0]
on = day(phrases.day_of(newest.published_at), language(), year=True)
st.markdown(t("form.state_published", number=newest.number, day=on))
st.caption(t("form.state_draft") if draft.version else t("form.intro"))
notice.show()

left, right = st.columns([3, 2], gap="large")
with left:
    chosen = question.choose(desk)
    question.draw(chosen)
    options.draw(desk, chosen)
    buttons.of_question(desk, chosen)
    buttons.new_question(desk)
    found = form_problems.problems(draft.form)
    problems.draw(draft.form, found)
    buttons.of_draft(desk)
    history.draw(desk, versions)
with right:
    st.subheader(t("form.preview"))
    with st.container(border=True, width=360, key="form_phone"):
        drawable = form_problems.drawable(draft.form, found)
        screen.draw(store, drawable, screen.standing(drawable, "preview_"), prefix="preview_")
