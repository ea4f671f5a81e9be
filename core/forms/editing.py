"""Changing a form: each act gives a new form, whole; nothing here is in force before publishing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from core.forms.form import MANY, ONE, TEXT, Form, Option, Question
from core.forms.problems import FIXED, NEEDED
from core.store.blank import trimmed

T = TypeVar("T")


def may_remove_question(question_id: str) -> bool:
    """Whether a report form can be without this question."""
    return question_id not in FIXED


def may_change_options(question_id: str) -> bool:
    """Whether options may be added to this question or taken from it."""
    return question_id not in FIXED


def may_remove_option(question_id: str, option_id: str) -> bool:
    """Whether the portal can do without this option."""
    return may_change_options(question_id) and option_id not in NEEDED.get(question_id, ())


def group_of(question_id: str) -> str:
    """What the options of this question must carry: law, area or nothing."""
    return {"kind": "law", "place": "area"}.get(question_id, "")


def reword(
    form: Form,
    question_id: str,
    label: Mapping[str, str],
    hint: Mapping[str, str],
    relevant: str,
    options: Mapping[str, tuple[Mapping[str, str], str]],
) -> Form:
    """New words for a question and its options (words and group by option id)."""
    group = group_of(question_id)

    def change(question: Question) -> Question:
        new = []
        for option in question.options:
            words, value = options.get(option.id, (option.label, ""))
            changed = {group: value} if group and option.id in options else {}
            new.append(replace(option, label=_filled(words), **changed))
        return replace(
            question,
            label=_filled(label),
            hint=_filled(hint),
            relevant=trimmed(relevant),
            options=tuple(new),
        )

    return _changed(form, question_id, change)


def add_option(form: Form, question_id: str) -> Form:
    """One more option without words, last but one if the last is "something else"."""

    def change(question: Question) -> Question:
        new = Option(_free({o.id for o in question.options}), {})
        at = len(question.options)
        if question.options and question.options[-1].id in ("other", "elsewhere", "unknown"):
            at -= 1
        return replace(question, options=(*question.options[:at], new, *question.options[at:]))

    return _changed(form, question_id, change)


def remove_option(form: Form, question_id: str, option_id: str) -> Form:
    """The form without an option; older answers keep the words they were given under."""
    if not may_remove_option(question_id, option_id):
        return form
    return _changed(
        form,
        question_id,
        lambda q: replace(q, options=tuple(o for o in q.options if o.id != option_id)),
    )


def move_option(form: Form, question_id: str, option_id: str, by: int) -> Form:
    """An option one place up (-1) or down (1)."""
    return _changed(
        form,
        question_id,
        lambda q: replace(q, options=_moved(q.options, [o.id for o in q.options], option_id, by)),
    )


def add_question(form: Form, kind: str) -> tuple[Form, str]:
    """One more question without words, last; and its id."""
    if kind not in (TEXT, ONE, MANY):
        raise ValueError(f"no kind of question is called {kind!r}")
    new_id = _free({q.id for q in form.questions})
    options = () if kind == TEXT else (Option("own_1", {}), Option("own_2", {}))
    question = Question(id=new_id, kind=kind, label={}, options=options)
    return replace(form, questions=(*form.questions, question)), new_id


def remove_question(form: Form, question_id: str) -> Form:
    """The form without a question."""
    if not may_remove_question(question_id):
        return form
    return replace(form, questions=tuple(q for q in form.questions if q.id != question_id))


def move_question(form: Form, question_id: str, by: int) -> Form:
    """A question one place up (-1) or down (1)."""
    ids = [q.id for q in form.questions]
    return replace(form, questions=_moved(form.questions, ids, question_id, by))


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: trimmed(text) for language, text in texts.items() if trimmed(text)}


def _free(taken: set[str]) -> str:
    number = 1
    while f"own_{number}" in taken:
        number += 1
    return f"own_{number}"


def _changed(form: Form, question_id: str, change: Callable[[Question], Question]) -> Form:
    return replace(
        form,
        questions=tuple(change(q) if q.id == question_id else q for q in form.questions),
    )


def _moved(things: tuple[T, ...], ids: list[str], wanted: str, by: int) -> tuple[T, ...]:
    at = ids.index(wanted)
    to = max(0, min(len(things) - 1, at + by))
    kept = list(things)
    kept.insert(to, kept.pop(at))
    return tuple(kept)
