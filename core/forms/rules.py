"""The language of a form's rules: a closed part of XLSForm's, read once and cheap to weigh.

What is not named here is no rule: no paths, no axes, no loops. A rule is a tree of at most as many
steps as it has characters, so that weighing it costs no more than reading it, and never fails.
"""

import functools
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_RULE = 500  # characters; the longest that a form needed had 80
DEEPEST_RULE = 20  # steps inside each other; the deepest that a form needed had 4

Value = str | float | bool

GRAMMAR = r"""
?start: or_
?or_: and_ ("or" and_)*
?and_: equal ("and" equal)*
?equal: order (EQUAL order)*
?order: sum (ORDER sum)*
?sum: product (SIGN product)*
?product: signed (TIMES signed)*
?signed: "-" signed -> minus
       | value
?value: NUMBER -> number
      | STRING -> text
      | REFERENCE -> reference
      | FUNCTION "(" [or_ ("," or_)*] ")" -> call
      | "(" or_ ")"
EQUAL: "=" | "!="
ORDER: "<=" | ">=" | "<" | ">"
SIGN: "+" | "-"
TIMES: "*" | "div" | "mod"
FUNCTION.2: /[A-Za-z][\w:-]*(?=\s*\()/
REFERENCE: /\$\{\s*[A-Za-z_][\w.-]*\s*\}/
NUMBER: /[0-9]+(\.[0-9]*)?|\.[0-9]+/
STRING: /"[^"]*"|'[^']*'/
%ignore /\s+/
"""
NAME = re.compile(r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}")
NUMERAL = re.compile(r"\s*-?([0-9]+(\.[0-9]*)?|\.[0-9]+)\s*")


class BadRule(Exception):
    """A rule that is none; `why` names the fault and its cure, `facts` say where it stands."""

    def __init__(self, why: str, **facts: object) -> None:
        super().__init__(why)
        self.why, self.facts = why, facts


@dataclass(frozen=True)
class RuleStep:
    """One step of a rule: what is done, with what stands in it."""

    does: str
    word: str = ""
    parts: "tuple[RuleStep, ...]" = ()
    signs: tuple[str, ...] = ()


def number(value: Value) -> float:
    """The value as XPath counts it: what is no number is NaN, which equals nothing."""
    if isinstance(value, str):
        return float(value) if NUMERAL.fullmatch(value) else math.nan
    return float(value)


def text(value: Value) -> str:
    """The value as XPath writes it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if math.isnan(value):
        return "NaN"
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)


def truth(value: Value) -> bool:
    """Whether the value counts as yes."""
    if isinstance(value, float):
        return not math.isnan(value) and value != 0
    return bool(value)


FUNCTIONS: dict[str, tuple[int, Callable[..., Value]]] = {
    "selected": (2, lambda answer, option: text(option) in text(answer).split()),
    "count-selected": (1, lambda answer: float(len(text(answer).split()))),
    "not": (1, lambda value: not truth(value)),
    "true": (0, lambda: True),
    "false": (0, lambda: False),
    "if": (3, lambda condition, then, otherwise: then if truth(condition) else otherwise),
    "coalesce": (2, lambda first, second: text(first) or text(second)),
    "number": (1, number),
    "string-length": (1, lambda value: float(len(text(value)))),
    "contains": (2, lambda value, part: text(part) in text(value)),
    "starts-with": (2, lambda value, part: text(value).startswith(text(part))),
}


@functools.cache
def _grammar() -> Any:
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=False)


def read(rule: str) -> RuleStep:
    """The rule as a tree; raises BadRule with why, where and what would be right."""
    if len(rule) > LONGEST_RULE:
        raise BadRule("too_long", longest=LONGEST_RULE)
    return _read(rule)


@functools.lru_cache(512)
def _read(rule: str) -> RuleStep:
    from lark import UnexpectedCharacters, UnexpectedInput

    # Counted before anything walks the tree: each step inward is a bracket or a sign.
    if _deepest(rule) > DEEPEST_RULE:
        raise BadRule("too_deep", most=DEEPEST_RULE)
    try:
        tree = _grammar().parse(rule)
    except UnexpectedCharacters as error:
        raise BadRule("syntax", near=rule[error.pos_in_stream :][:12]) from None
    except UnexpectedInput as error:
        at = getattr(getattr(error, "token", None), "start_pos", None)
        if at is None or getattr(error, "token", None) == "":
            raise BadRule("unfinished") from None
        raise BadRule("syntax", near=rule[at:][:12]) from None
    return _step(tree)


def _deepest(rule: str) -> int:
    bare = re.sub(r""""[^"]*"|'[^']*'""", "", rule)
    deepest = depth = 0
    for char in bare:
        depth += (char == "(") - (char == ")")
        deepest = max(deepest, depth)
    signs = re.findall(r"-(?:\s*-)+", bare)
    return deepest + max((run.count("-") for run in signs), default=0)


def _step(tree: Any) -> RuleStep:
    does, parts = str(tree.data), list(tree.children)
    if does in ("number", "text", "reference"):
        word = str(parts[0])
        if does == "text":
            word = word[1:-1]
        return RuleStep(does, NAME.sub(r"\1", word) if does == "reference" else word)
    if does == "call":
        name, inner = str(parts[0]), tuple(_step(part) for part in parts[1:])
        if name not in FUNCTIONS:
            raise BadRule("unknown_function", name=name)
        takes = FUNCTIONS[name][0]
        if len(inner) != takes:
            raise BadRule("wrong_count", name=name, takes=takes, given=len(inner))
        return RuleStep(does, name, inner)
    if does in ("equal", "order", "sum", "product"):
        signs = tuple(str(sign) for sign in parts[1::2])
        return RuleStep(does, "", tuple(_step(part) for part in parts[::2]), signs)
    return RuleStep(does, "", tuple(_step(part) for part in parts))


def names(step: RuleStep) -> Iterator[str]:
    """The questions that a rule asks about, in its order."""
    if step.does == "reference":
        yield step.word
    for part in step.parts:
        yield from names(part)


def holds(step: RuleStep, answers: Mapping[str, str]) -> bool:
    """Whether the rule is true of these answers; each step of the tree is weighed at most once."""
    return truth(_evaluated(step, answers))


def _evaluated(step: RuleStep, answers: Mapping[str, str]) -> Value:
    match step.does:
        case "number":
            return float(step.word)
        case "text":
            return step.word
        case "reference":
            return answers.get(step.word, "")
        case "minus":
            return -number(_evaluated(step.parts[0], answers))
        case "or_":
            return any(truth(_evaluated(part, answers)) for part in step.parts)
        case "and_":
            return all(truth(_evaluated(part, answers)) for part in step.parts)
        case "call":
            return FUNCTIONS[step.word][1](*(_evaluated(part, answers) for part in step.parts))
    value = _evaluated(step.parts[0], answers)
    for sign, part in zip(step.signs, step.parts[1:], strict=True):
        value = OPERATORS[sign](value, _evaluated(part, answers))
    return value


def _same(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, float) or isinstance(right, float):
        return number(left) == number(right)
    return left == right


def _divided(left: float, right: float) -> float:
    return left / right if right else math.nan


def _rest(left: float, right: float) -> float:
    return math.fmod(left, right) if right and math.isfinite(left) else math.nan


OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "=": _same,
    "!=": lambda left, right: not _same(left, right),
    "<": lambda left, right: number(left) < number(right),
    "<=": lambda left, right: number(left) <= number(right),
    ">": lambda left, right: number(left) > number(right),
    ">=": lambda left, right: number(left) >= number(right),
    "+": lambda left, right: number(left) + number(right),
    "-": lambda left, right: number(left) - number(right),
    "*": lambda left, right: number(left) * number(right),
    "div": lambda left, right: _divided(number(left), number(right)),
    "mod": lambda left, right: _rest(number(left), number(right)),
}
