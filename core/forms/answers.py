"""Weighing answers against the frozen version they were given under: the server's own limits.

What a browser allows is the browser's; a hand-made client sends anything.
"""

from collections.abc import Mapping

from core.errors import Invalid
from core.forms import logic
from core.forms.form import MANY, TEXT, Answer, Answers, FormVersion, Question
from core.store.blank import trimmed
from core.store.writable import storable
from core.words import pick


def check(version: FormVersion | None, given: Mapping[str, object]) -> Answers:
    """The answers as they will be kept: trimmed, without empty ones.

    Raises Invalid with the question's id in `field`; nothing that was given is changed.
    """
    if version is None:
        raise Invalid("report.error.version_gone")
    form = version.form
    kept: dict[str, Answer] = {}
    for question_id, value in given.items():
        question = form.question(question_id)
        if question is None:
            raise Invalid("report.error.unknown_question", field=question_id[:60])
        answer = _validate(question, value)
        if answer:
            kept[question_id] = answer
    asked = logic.asked(form, kept)
    for question_id in kept:
        if question_id not in asked:
            raise Invalid("report.error.not_asked", field=question_id)
    for question in form.questions:
        if question.required and question.id in asked and question.id not in kept:
            raise Invalid("report.error.required", field=question.id)
    return kept


def _validate(question: Question, value: object) -> Answer:
    if value is None:
        return ""
    if question.kind == TEXT:
        if not isinstance(value, str):
            raise Invalid("report.error.not_text", field=question.id)
        text = trimmed(storable(value))
        if len(text) > question.longest:
            raise Invalid(
                "report.error.too_long",
                field=question.id,
                longest=question.longest,
                length=len(text),
            )
        return text
    if question.kind == MANY:
        if not isinstance(value, list | tuple):
            raise Invalid("report.error.no_such_option", field=question.id)
        chosen = [_option(question, v) for v in value]
        return sorted(set(chosen), key=chosen.index)
    if value == "":
        return ""
    return _option(question, value)


def _option(question: Question, value: object) -> str:
    if not isinstance(value, str) or question.option(value) is None:
        raise Invalid("report.error.no_such_option", field=question.id)
    return value


def shown(version: FormVersion | None, answers: Answers, language: str) -> list[tuple[str, str]]:
    """(question, answer) in the words they were given under, in the form's order.

    The labels are the school's own words, the answers also a reporter's: both are plain text.
    """
    if version is None:
        return [(question_id, _joined(value)) for question_id, value in answers.items()]
    rows = []
    for question in version.form.questions:
        value = answers.get(question.id)
        if not value:
            continue
        if question.kind == TEXT:
            text = _joined(value)
        else:
            ids = [value] if isinstance(value, str) else value
            options = (question.option(option_id) for option_id in ids)
            text = ", ".join(pick(o.label, language) for o in options if o)
        rows.append((pick(question.label, language), text))
    return rows


def _joined(value: Answer) -> str:
    return value if isinstance(value, str) else ", ".join(value)
