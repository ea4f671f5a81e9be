"""When a question is asked: XLSForm's `relevant`, evaluated as XPath over the answers.

XPath 1.0 knows no files and no network; what is added to it are XLSForm's own functions. The same
rule therefore means the same here as in other tools that read XLSForm.
"""

import functools
import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from core.forms import Answers, Form, chosen

NAME = re.compile(r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}")
LONGEST_RULE = 500  # characters; the longest that a form needed had 80


class BadRule(Exception):
    """A rule that cannot be evaluated; `why` is syntax, unknown_question or too_long."""

    def __init__(self, why: str, name: str = "") -> None:
        super().__init__(why)
        self.why, self.name = why, name


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, str):
        return value
    return (value.text or "") if hasattr(value, "text") else str(value)


def _selected(_context: Any, answer: Any, option: Any) -> bool:
    return _text(option) in _text(answer).split()


def _count_selected(_context: Any, answer: Any) -> float:
    return float(len(_text(answer).split()))


def _if(_context: Any, condition: Any, then: Any, otherwise: Any) -> Any:
    return then if condition else otherwise


def _coalesce(_context: Any, first: Any, second: Any) -> str:
    return _text(first) or _text(second)


FUNCTIONS: dict[tuple[str | None, str], Callable[..., Any]] = {
    (None, "selected"): _selected,
    (None, "count-selected"): _count_selected,
    (None, "if"): _if,
    (None, "coalesce"): _coalesce,
}


@functools.lru_cache(512)
def _compiled(rule: str) -> etree.XPath:
    return etree.XPath(
        "boolean(" + NAME.sub(r"/answers/\1", rule) + ")", extensions=FUNCTIONS, regexp=False
    )


@functools.lru_cache(4096)
def _true(rule: str, answers: tuple[tuple[str, str], ...]) -> bool:
    root = etree.Element("answers")
    for question_id, answer in answers:
        etree.SubElement(root, question_id).text = answer
    return bool(_compiled(rule)(root))


def _holds(rule: str, answers: Answers) -> bool:
    # The few answers that a rule names are all that is remembered with its truth.
    named = dict.fromkeys(n for n in NAME.findall(rule) if n in answers)
    return _true(rule, tuple((n, " ".join(chosen(answers, n))) for n in named))


def check(rule: str, earlier: set[str]) -> None:
    """Raise BadRule where the rule has a fault or names a question that is not asked before it."""
    if len(rule) > LONGEST_RULE:
        raise BadRule("too_long")
    for name in NAME.findall(rule):
        if name not in earlier:
            raise BadRule("unknown_question", name)
    if "${" in NAME.sub("", rule) or "/" in rule:
        raise BadRule("syntax")
    try:
        _holds(rule, dict.fromkeys(earlier, ""))
    except (etree.XPathError, TypeError, ValueError):
        raise BadRule("syntax") from None


def asked(form: Form, answers: Answers) -> list[str]:
    """The questions that are asked with these answers, in order; a hidden one answers nothing."""
    seen: dict[str, Any] = {}
    for question in form.questions:
        if not question.relevant or _holds(question.relevant, seen):
            # What somebody wrote in her own words decides no rule, and may not be XML.
            seen[question.id] = chosen(answers, question.id) if question.options else ""
    return list(seen)
