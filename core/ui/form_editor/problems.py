"""What is wrong with the draft, and in which question and option: said beside the form."""

import streamlit as st

from core.forms.form import Form
from core.forms.problems import Problem
from core.ui.kit.plain import typed_facts
from core.ui.kit.words import language, t
from core.words import LANGUAGES, pick


def draw(form: Form, found: list[Problem]) -> None:
    """What is wrong, what must be mended first; where it stands is the school's own words."""
    if not found:
        st.success(t("form.no_problems"))
    for stops, title in ((True, "form.problems"), (False, "form.warnings")):
        some = [p for p in found if p.stops is stops]
        if not some:
            continue
        st.subheader(t(title))
        for number, problem in enumerate(some):
            with st.container(border=True, gap="xsmall", key=f"form_problem_{stops}_{number}"):
                facts = told_facts({"name": problem.question_id, **problem.facts})
                told = t(problem.key, **typed_facts(facts))
                if stops:
                    st.error(told)
                else:
                    st.warning(told)
                _where(form, problem)


def _where(form: Form, problem: Problem) -> None:
    question = form.question(problem.question_id)
    if question is None:
        return
    st.text(f"{t('form.at_question')} {pick(question.label, language()) or question.id}")
    option = question.option(problem.option_id)
    if option is not None:
        number = question.options.index(option) + 1
        told = pick(option.label, language()) or t("form.option", n=number)
        st.text(f"{t('form.at_option')} {told}")


def told_facts(facts: dict[str, object]) -> dict[str, object]:
    """The facts of a problem as they are said."""
    if facts.get("language") in LANGUAGES:
        return {**facts, "language": t(f"form.language.{facts['language']}")}
    return facts
