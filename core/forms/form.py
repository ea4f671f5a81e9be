"""A form as pages and services read it: questions with their options, in the languages it has.

The compiled form is plain JSON in the database, frozen with its version; XLSForm (`form_source`)
is how it is written, carried out and brought in.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from core.access import Route
from core.store import contents

Answer = str | list[str]
Answers = Mapping[str, Answer]

LAWS = ("mobbing", "vold", "diskriminering", "trakassering", "annet")  # § 12-3, and the rest
TEXT, ONE, MANY = "text", "one", "many"
LONGEST = {"what_happened": 8_000, "name": 200}  # characters; a page of a report is 3,000
LONGEST_OTHER = 2_000

# Whom a report goes to, by what it says of staff (contract); unanswered counts as no.
ROUTES = {
    "": Route.TEAM,
    "no": Route.TEAM,
    "employee": Route.EMPLOYEE,
    "unsure": Route.EMPLOYEE,
    "handler": Route.HANDLER,
    "leadership": Route.LEADERSHIP,
}
# A kind that says by itself that it is about an employee, whatever `about_staff` says.
BY_EMPLOYEE = "by_employee"


@dataclass(frozen=True)
class Option:
    """One choice, with the group that a table counts it under."""

    id: str
    label: dict[str, str]
    law: str = ""
    area: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question; `relevant` is XLSForm's own language, empty if it is always asked."""

    id: str
    kind: str  # text, one, many
    label: dict[str, str]
    hint: dict[str, str] = field(default_factory=dict)
    required: bool = False
    relevant: str = ""
    options: tuple[Option, ...] = ()

    def option(self, option_id: str) -> Option | None:
        """The option with this id, or None."""
        return next((o for o in self.options if o.id == option_id), None)

    @property
    def longest(self) -> int:
        """How many characters a text may have."""
        return LONGEST.get(self.id, LONGEST_OTHER)


@dataclass(frozen=True)
class Form:
    """A whole form."""

    id: str
    title: dict[str, str]
    questions: tuple[Question, ...]

    def question(self, question_id: str) -> Question | None:
        """The question with this id, or None."""
        return self._by_id.get(question_id)

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {q.id: q for q in reversed(self.questions)}  # of two with one id the first

    def to_json(self) -> dict[str, Any]:
        """The shape that the database keeps."""
        return CONTENT.write(asdict(self))


@dataclass(frozen=True)
class FormVersion:
    """A form as it was published: what answers are weighed against and shown with."""

    form: Form
    number: int


def from_json(kept: Mapping[str, Any]) -> Form:
    """The form that `to_json` gave, now or in any version before."""
    return CONTENT.read(kept)


def _first(content: Mapping[str, Any]) -> Form:
    questions = tuple(
        Question(**{**q, "options": tuple(Option(**o) for o in q["options"])})
        for q in content["questions"]
    )
    return Form(content["id"], dict(content["title"]), questions)


CONTENT = contents.Format("form", {1: _first})
# Of a draft that was published or dropped an empty content is left, since format 2.
DRAFT = contents.Format[Form | None](
    "form_draft", {1: _first, 2: lambda content: _first(content) if content else None}
)


def chosen(answers: Answers, question_id: str) -> list[str]:
    """The options that were chosen for a question, however many it takes."""
    value = answers.get(question_id, [])
    if isinstance(value, str):
        return [value] if value else []
    return list(value)


def one(answers: Answers, question_id: str) -> str:
    """The option that was chosen for a question that takes one, or ""."""
    return next(iter(chosen(answers, question_id)), "")


def laws(form: Form, answers: Answers) -> tuple[str, ...]:
    """The law's groups that the answer to `kind` mentions, sorted."""
    return _groups(form, answers, "kind", "law")


def areas(form: Form, answers: Answers) -> tuple[str, ...]:
    """The groups of places that the answer to `place` mentions, sorted."""
    return _groups(form, answers, "place", "area")


def _groups(form: Form, answers: Answers, question_id: str, group: str) -> tuple[str, ...]:
    question = form.question(question_id)
    if question is None:
        return ()
    options = (question.option(option_id) for option_id in chosen(answers, question_id))
    return tuple(sorted({getattr(o, group) for o in options if o} - {""}))


def route(answers: Answers) -> Route:
    """Who reads a report with these answers: team, employee, handler or leadership.

    An answer that the form does not have counts as none; it is refused when it is weighed.
    """
    found = ROUTES.get(one(answers, "about_staff"), Route.TEAM)
    if found == Route.TEAM and BY_EMPLOYEE in chosen(answers, "kind"):
        return Route.EMPLOYEE  # else it would be read by the colleagues of the accused
    return found
