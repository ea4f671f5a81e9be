"""Whether a rule can come true at all: what is said of it before its form is published."""

import itertools
from collections.abc import Iterator, Mapping

from core.forms.form import MANY, Question
from core.forms.rules import BadRule, RuleStep, holds, names, read

MOST_WEIGHED = 5_000  # sets of answers that a rule is tried with; past that nothing is said of it
# What reads an answer letter by letter, so that any set of options may matter.
BY_LETTERS = {"contains", "starts-with", "string-length"}


def check(rule: str, earlier: Mapping[str, Question]) -> None:
    """Raise BadRule if no answers to the questions before it, as they are, make the rule true.

    That is: it has a fault, names a question or an option that is not there, asks what somebody
    wrote in their own words, or contradicts itself or the rule of a question that it asks about.
    """
    step = read(rule)
    for name in names(step):
        if name not in earlier:
            raise BadRule("unknown_question", name=name)
        if not earlier[name].options:
            raise BadRule("own_words", name=name)
    for name, option in _options(step):
        if earlier[name].option(option) is None:
            raise BadRule("unknown_option", name=name, option=option)
    if not _can_hold(step, earlier):
        raise BadRule("never")


def compares_many(rule: str, earlier: Mapping[str, Question]) -> str:
    """The question of many answers that the rule holds against one answer alone, or ""."""
    try:
        found = _compared(read(rule))
        return next((n for n, _ in found if n in earlier and earlier[n].kind == MANY), "")
    except BadRule:
        return ""


def _options(step: RuleStep) -> Iterator[tuple[str, str]]:
    """(question, option) wherever a rule asks whether an option was chosen."""
    yield from _compared(step)
    for part in _all(step):
        if part.does == "call" and part.word == "selected":
            answer, option = part.parts
            if answer.does == "reference" and option.does == "text":
                yield answer.word, option.word


def _compared(step: RuleStep) -> Iterator[tuple[str, str]]:
    """(question, text) wherever an answer is held against a text; "" is that nothing was chosen."""
    for part in _all(step):
        if part.does != "equal":
            continue
        for one, other in itertools.pairwise(part.parts):
            for answer, text in ((one, other), (other, one)):
                if answer.does == "reference" and text.does == "text" and text.word:
                    yield answer.word, text.word


def _all(step: RuleStep) -> Iterator[RuleStep]:
    yield step
    for part in step.parts:
        yield from _all(part)


def _can_hold(step: RuleStep, earlier: Mapping[str, Question]) -> bool:
    """Whether some answers make the rule true; also if there are too many to try."""
    rules = {n: _rule(q) for n, q in earlier.items()}
    asked: set[str] = set()
    new = set(names(step))
    while new:
        asked |= new
        new = {n for q in new if (rule := rules[q]) for n in names(rule)} & earlier.keys() - asked
    inside = [step, *(rule for n in asked if (rule := rules[n]))]
    inner = [part for rule in inside for part in _all(rule)]
    said = {part.word for part in inner if part.does == "text"}
    by_letters = any(part.does == "call" and part.word in BY_LETTERS for part in inner)
    order = [q for n, q in earlier.items() if n in asked]
    choices = [_choices(q, said, by_letters) for q in order]
    weighed = 1
    for some in choices:
        weighed *= len(some)
    if weighed > MOST_WEIGHED:
        return True
    for answers in itertools.product(*choices):
        given: dict[str, str] = {}
        for question, answer in zip(order, answers, strict=True):
            rule = rules[question.id]
            given[question.id] = answer if rule is None or holds(rule, given) else ""
        if holds(step, given):
            return True
    return False


def _rule(question: Question) -> RuleStep | None:
    """When the question is asked; None if always, as with a rule that cannot be read."""
    try:
        return read(question.relevant) if question.relevant else None
    except BadRule:
        return None


def _choices(question: Question, said: set[str], by_letters: bool) -> list[str]:
    """Answers that a rule may tell apart: of options that none names, only how many there are."""
    ids = [o.id for o in question.options]
    if question.kind != MANY:
        return ["", *ids]
    named = [i for i in ids if by_letters or i in said]
    if len(named) > 12:
        return [""] * (MOST_WEIGHED + 1)
    others = [i for i in ids if i not in named]
    sets = itertools.chain.from_iterable(
        itertools.combinations(named, n) for n in range(len(named) + 1)
    )
    return [" ".join((*some, *others[:n])) for some in sets for n in range(len(others) + 1)]
