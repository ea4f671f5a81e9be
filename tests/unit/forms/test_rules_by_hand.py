"""The language of a form's rules, each step of it worked out by hand."""

import pytest

from core.forms import fulfilment, logic, rules
from core.forms.form import Form, Option, Question
from core.forms.rules import BadRule

HUGE = "9" * 400  # more than a number can be


def holds(rule: str, **answers: str) -> bool:
    return rules.holds(rules.read(rule), answers)


@pytest.mark.parametrize(
    "rule",
    [
        *("0.5 + .5 = 1", "2 - 3 = -1", "2 * 3 = 6", "6 div 4 = 1.5", "7 mod 4 = 3"),
        *("-7 mod 4 = -3", "10 - 3 - 2 = 5", "2 * 3 mod 4 = 2", "1 + 2 * 3 = 7", "(1 + 2) * 3 = 9"),
        *("1 < 2", "2 <= 2", "1 <= 2", "2 > 1", "3 >= 3", "3 >= 2", "1 != 2", "1 = 1 = true()"),
        *("1 < 2 < 2", "not(3 > 2 > 1)", "not(2 < 2)", "not(3 > 3)", "- -1 = 1", "--1 = 1"),
        # What is no number equals nothing, and is smaller and larger than nothing.
        *("not(1 div 0 = 1 div 0)", "1 div 0 != 1 div 0", "not('x' < 4)", "not('x' >= 4)"),
        *("not(1 mod 0 = 1 mod 0)", f"not({HUGE} mod 3 = 0)", "not(number('1e9') = 1000000000)"),
        *("'3' < 4", "number(' -3 ') = -3", "number(true()) = 1", "number('.5') = 0.5"),
        # Two words are compared as words, a word and a number as numbers, with yes or no as such.
        *("'a' = 'a'", "'1' != '1.0'", "'1' = 1", "1 = '1.0'", "true() = 2", "2 = true()"),
        *("true() = 'x'", "false() = ''", "true() != ''", "0 = false()"),
        *("1", "-1", "'0'", "not(0)", "not('')", "not(1 div 0)", "true()", "not(false())"),
        *("false() or false() or true()", "not(true() and true() and false())"),
        *("true() or false() and false()", "1 and 'x'", "not(0 or '')"),
        # A value as a word.
        *("string-length('ab') = 2", "string-length(1.5) = 3", "string-length(12) = 2"),
        *("string-length(true()) = 4", "string-length(false()) = 5", "string-length(1 div 0) = 3"),
        *("not(contains(999999999999999, '.'))", "contains(1000000000000000, '.')"),
        *("selected('a b', 'a')", "selected('a b', 'b')", "not(selected('ab', 'a'))"),
        *("count-selected('a b c') = 3", "count-selected('') = 0", "if('x', 'a', 'b') = 'a'"),
        *("if('', 'a', 'b') = 'b'", "coalesce('', 'x') = 'x'", "coalesce('y', 'x') = 'y'"),
        *("starts-with('skole', 'sk')", "not(starts-with('skole', 'k'))", "contains('skole', 'k')"),
        "not(contains('skole', 'x'))",
    ],
)  # fmt: skip
def test_what_is_true(rule):
    assert holds(rule) is True


def test_a_rule_asks_about_answers_in_its_order_and_what_is_not_answered_is_nothing():
    rule = rules.read("${ b } = '2' and (${a.x} = '' or not(${c-d} = '1'))")
    assert list(rules.names(rule)) == ["b", "a.x", "c-d"]
    assert rules.holds(rule, {"b": "2", "c-d": "1"})
    assert not rules.holds(rule, {"b": "2", "a.x": "y", "c-d": "1"})
    assert not rules.holds(rule, {})


@pytest.mark.parametrize(
    "rule",
    [
        "1" * 500,
        "(" * 20 + "1" + ")" * 20,
        "-" * 20 + "1",
        "(" * 10 + "-" * 10 + "1" + ")" * 10,
        "(1) + " * 30 + "1",
        "'" + "(" * 30 + "' = ''",
        '"' + "-" * 30 + '" = ""',
        "1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1",
    ],
)
def test_what_is_short_and_flat_enough_is_read(rule):
    assert holds(rule) in (True, False)


@pytest.mark.parametrize(
    ("rule", "why", "facts"),
    [
        ("1" * 501, "too_long", {"longest": 500}),
        ("(" * 21 + "1" + ")" * 21, "too_deep", {"most": 20}),
        ("-" * 21 + "1", "too_deep", {"most": 20}),
        ("(" * 11 + "- " * 10 + "1" + ")" * 11, "too_deep", {"most": 20}),
        ("1 = ", "unfinished", {}),
        ("(1", "unfinished", {}),
        ("1 ! 2 og noe mer", "syntax", {"near": "! 2 og noe m"}),
        ("1 2 3 4 5 6 7 8 9", "syntax", {"near": "2 3 4 5 6 7 "}),
        ("1 = ) og noe mer", "syntax", {"near": ") og noe mer"}),
        ("document('/a')", "unknown_function", {"name": "document"}),
        ("selected('a')", "wrong_count", {"name": "selected", "takes": 2, "given": 1}),
        ("true(1)", "wrong_count", {"name": "true", "takes": 0, "given": 1}),
    ],
)
def test_what_is_none_says_why_and_where(rule, why, facts):
    with pytest.raises(BadRule) as told:
        rules.read(rule)
    assert (told.value.why, told.value.facts) == (why, facts)


def a_form(*questions: Question) -> Form:
    return Form("f", {}, questions)


YES = Option("yes", {"nb": "Ja"})
ASKED = Question(id="afraid", kind="one", label={"nb": "Redd?"}, options=(YES,))
WRITTEN = Question(id="what", kind="text", label={"nb": "Hva?"})


def after(rule: str) -> Question:
    return Question(id="last", kind="text", label={"nb": "Mer?"}, relevant=rule)


def test_a_question_is_asked_when_its_rule_holds_of_what_was_chosen_before_it():
    form = a_form(ASKED, after("${afraid} = 'yes'"))
    assert logic.asked(form, {"afraid": ["yes"]}) == ["afraid", "last"]
    assert logic.asked(form, {}) == ["afraid"]


def test_what_somebody_wrote_decides_no_rule_and_a_hidden_question_answers_nothing():
    assert logic.asked(a_form(WRITTEN, after("${what} != ''")), {"what": "yes"}) == ["what"]
    hidden = Question(
        id="hidden", kind="one", label={"nb": "?"}, options=(YES,), relevant="false()"
    )
    form = a_form(hidden, after("${hidden} = 'yes'"))
    assert logic.asked(form, {"hidden": ["yes"]}) == []


def test_a_rule_may_name_what_is_asked_before_it_alone():
    fulfilment.check("${afraid} = 'yes'", {"afraid": ASKED})
    with pytest.raises(BadRule) as told:
        fulfilment.check("${afraid} = 'yes' or ${last} = 'x'", {"afraid": ASKED})
    assert (told.value.why, told.value.facts) == ("unknown_question", {"name": "last"})


def test_the_questions_that_rules_ask_about_and_a_broken_rule_asks_about_none():
    form = a_form(ASKED, WRITTEN, after("${what} = "), after("${afraid} = 'yes'"))
    assert logic.named(form) == {"afraid"}
    assert logic.asked(form, {}) == ["afraid", "what", "last"], "asked rather than lost"
