"""What is wrong with a form before it is published: where, what, and how to mend it.

A problem that stops is one that would break a report's route, a figure or the reporter's anonymity;
the others are said, and the school decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from core.forms import fulfilment
from core.forms.form import LAWS, MANY, ROUTES, TEXT, Form, Option, Question
from core.forms.rules import BadRule
from core.store.blank import trimmed

MOST_KINDS, MOST_PLACES, MOST_AREAS = 10, 10, 5  # contract: more could point at one person
LONGEST_LABEL = 200  # characters; longer is no question on a phone
MOST_QUESTIONS = 20
# What a report form cannot be without, with exactly these options (contract).
FIXED: dict[str, frozenset[str]] = {
    "what_happened": frozenset(),
    "reporter": frozenset({"self", "saw_or_heard", "guardian", "class", "other"}),
    "about_staff": frozenset(ROUTES) - {""},
}
# Where the portal itself acts on an answer, this option must be there.
NEEDED = {"afraid_now": {"yes"}, "contact_wish": {"code", "name"}}
ID = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
BOARDERS = re.compile(r"internat|hybel|borteboer|boarding|lodging", re.I)
ASKS_WHO = re.compile(
    r"\b(navn\w*|namn\w*|heter|heiter|name\w*"
    r"|hvem (er|var|gjorde)|kven (er|var|gjorde)|who (is|was|did)"
    r"|hvilken klasse|kva klasse|telefon\w*|mobilnummer\w*|e-post\w*"
    r"|fødselsdato\w*|personnummer\w*)\b",
    re.I,
)
ASKS_WHEN_EXACTLY = re.compile(r"\b(dato\w*|klokka|klokken|klokkeslett\w*|date)\b", re.I)
# These ask who it is about in a way that the portal knows, and `name` only if it was wished.
MAY_ASK_WHO = {"reporter", "about_staff", "name"}


@dataclass(frozen=True)
class Problem:
    """One fault: the word that names it and its cure, and where it stands."""

    key: str
    question_id: str = ""
    option_id: str = ""
    stops: bool = True
    facts: dict[str, object] = field(default_factory=dict)


def problems(form: Form) -> list[Problem]:
    """Everything that is wrong with the form, what stops first."""
    found = [*_whole(form), *_fixed(form), *_groups(form), *_logic(form), *_words(form)]
    return sorted(found, key=lambda p: not p.stops)


def drawable(form: Form, found: list[Problem]) -> Form:
    """The form as a preview can draw it: without the rules that cannot be read."""
    broken = {p.question_id for p in found if p.stops and p.key.startswith("form.problem.rule_")}
    return replace(
        form,
        questions=tuple(replace(q, relevant="") if q.id in broken else q for q in form.questions),
    )


def _whole(form: Form) -> Iterator[Problem]:
    if len(form.questions) > MOST_QUESTIONS:
        yield Problem("form.problem.too_many_questions", facts={"most": MOST_QUESTIONS})
    seen: set[str] = set()
    for question in form.questions:
        if not ID.match(question.id):
            yield Problem("form.problem.bad_id", question.id)
        if question.id in seen:
            yield Problem("form.problem.same_id", question.id)
        seen.add(question.id)
        options = [o.id for o in question.options]
        if question.kind != TEXT and len(options) < 2:
            yield Problem("form.problem.too_few_options", question.id)
        if question.kind == TEXT and options:
            yield Problem("form.problem.text_with_options", question.id)
        for option_id in options:
            if not ID.match(option_id):
                yield Problem("form.problem.bad_id", question.id, option_id)
            if options.count(option_id) > 1:
                yield Problem("form.problem.same_id", question.id, option_id)
        if question.required and question.id != "what_happened":
            yield Problem("form.problem.only_one_required", question.id)


def _fixed(form: Form) -> Iterator[Problem]:
    for question_id, options in FIXED.items():
        question = form.question(question_id)
        if question is None:
            yield Problem("form.problem.missing_question", question_id)
            continue
        kind = "one" if options else TEXT
        if question.kind != kind:
            yield Problem("form.problem.wrong_kind", question_id)
        if question.relevant:
            yield Problem("form.problem.always_asked", question_id)
        there = {o.id for o in question.options}
        for option_id in sorted(options - there):
            yield Problem("form.problem.missing_option", question_id, option_id)
        for option_id in sorted(there - options):
            yield Problem("form.problem.strange_option", question_id, option_id)
    happened = form.question("what_happened")
    if happened is not None and not happened.required:
        yield Problem("form.problem.must_be_required", "what_happened")
    for question_id, needed in NEEDED.items():
        question = form.question(question_id)
        for option_id in sorted(needed - {o.id for o in question.options} if question else ()):
            yield Problem("form.problem.missing_option", question_id, option_id)


def _groups(form: Form) -> Iterator[Problem]:
    for question_id, group, most in (
        ("kind", "law", MOST_KINDS),
        ("place", "area", MOST_PLACES),
    ):
        question = form.question(question_id)
        if question is None:
            continue
        if question.kind != MANY:  # the figures lean on it: no row takes from another
            yield Problem("form.problem.wrong_kind", question_id)
        if len(question.options) > most:
            yield Problem("form.problem.too_many_options", question_id, facts={"most": most})
        for option in question.options:
            value = getattr(option, group)
            if not value:
                yield Problem(f"form.problem.no_{group}", question_id, option.id)
            elif group == "law" and value not in LAWS:
                yield Problem("form.problem.unknown_law", question_id, option.id)
            elif not ID.match(value):
                yield Problem("form.problem.bad_area", question_id, option.id)
    place = form.question("place")
    if place is None:
        return
    by_area: dict[str, list[Option]] = {}
    for option in place.options:
        by_area.setdefault(option.area, []).append(option)
    if len(by_area.keys() - {""}) > MOST_AREAS:
        yield Problem("form.problem.too_many_areas", "place", facts={"most": MOST_AREAS})
    for area, options in by_area.items():
        if area and all(_boards(option) for option in options):
            yield Problem("form.problem.boarders_alone", "place", options[0].id)


def _boards(option: Option) -> bool:
    return any(BOARDERS.search(text) for text in (option.id, *option.label.values()))


def _logic(form: Form) -> Iterator[Problem]:
    earlier: dict[str, Question] = {}
    for question in form.questions:
        if question.relevant:
            try:
                fulfilment.check(question.relevant, earlier)
            except BadRule as error:
                yield Problem(f"form.problem.rule_{error.why}", question.id, facts=error.facts)
            if name := fulfilment.compares_many(question.relevant, earlier):
                facts: dict[str, object] = {"name": name}
                yield Problem(
                    "form.problem.rule_one_of_many", question.id, stops=False, facts=facts
                )
        if ID.match(question.id):
            earlier.setdefault(question.id, question)


def _words(form: Form) -> Iterator[Problem]:
    for question in form.questions:
        yield from _texts(question, "", question.label)
        for option in question.options:
            yield from _texts(question, option.id, option.label)
        for text in question.hint.values():
            yield from _text(question.id, "", text)
        if question.id in MAY_ASK_WHO:
            continue
        words = " ".join(question.label.values())
        if ASKS_WHO.search(words):
            yield Problem("form.problem.asks_who", question.id, stops=False)
        if ASKS_WHEN_EXACTLY.search(words):
            yield Problem("form.problem.asks_when", question.id, stops=False)


def _texts(question: Question, option_id: str, texts: dict[str, str]) -> Iterator[Problem]:
    for language, stops in (("nb", True), ("nn", True), ("en", False)):
        if not trimmed(texts.get(language, "")):
            yield Problem(
                "form.problem.no_words",
                question.id,
                option_id,
                stops,
                {"language": language},
            )
    for text in texts.values():
        yield from _text(question.id, option_id, text)


def _text(question_id: str, option_id: str, text: str) -> Iterator[Problem]:
    if "![" in text:
        yield Problem("form.problem.picture", question_id, option_id)
    if "${" in text:
        yield Problem("form.problem.reference", question_id, option_id)
    if len(text) > LONGEST_LABEL:
        yield Problem(
            "form.problem.too_long", question_id, option_id, facts={"longest": LONGEST_LABEL}
        )
