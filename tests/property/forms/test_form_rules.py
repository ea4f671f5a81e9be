"""A rule that is accepted is cheap and never fails, whatever is answered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.forms import logic
from core.forms import rules as form_rules
from core.forms.form import Form, Question
from core.forms.rules import BadRule

NAMES = ("kind", "place", "n")
leaf = st.one_of(
    st.sampled_from([*(f"${{{name}}}" for name in NAMES), "true()", "false()"]),
    st.sampled_from(["''", "'online'", '"1e9"', "0", "3", ".5", "9" * 400]),
)


def larger(inner):
    two = st.sampled_from(["and", "or", "=", "!=", "<", ">=", "+", "-", "*", "div", "mod"])
    calls = [(name, takes) for name, (takes, _) in form_rules.FUNCTIONS.items() if takes]
    return st.one_of(
        st.builds(lambda a, sign, b: f"({a} {sign} {b})", inner, two, inner),
        inner.map(lambda a: f"-{a}"),
        st.sampled_from(calls).flatmap(
            lambda call: st.lists(inner, min_size=call[1], max_size=call[1]).map(
                lambda parts: f"{call[0]}({', '.join(parts)})"
            )
        ),
    )


rules = st.recursive(leaf, larger, max_leaves=40)
# What somebody may type: pieces of the language in any order.
WORDS = "${kind} ${x 'a ' \" ( ) selected( not( , and or = ! - 1 . / // ancestor::* [1] | @ div"
pieces = st.sampled_from([*WORDS.split(), " ", "\n", "é", "\ud800"])
values = st.one_of(st.text(max_size=20), st.sampled_from(["", "online", "3", "1e999", "-0", "nan"]))


@given(
    st.one_of(rules, st.lists(pieces, max_size=60).map("".join)),
    st.dictionaries(st.sampled_from(NAMES), values),
)
@settings(max_examples=400, deadline=None)
def test_an_accepted_rule_is_weighed_in_fewer_steps_than_it_has_characters(rule, answers):
    try:
        tree = form_rules.read(rule)
    except BadRule:
        return
    taken = []
    with pytest.MonkeyPatch.context() as patch:
        weighed = form_rules._evaluated
        patch.setattr(form_rules, "_evaluated", lambda s, a: (taken.append(s), weighed(s, a))[1])
        assert form_rules.holds(tree, answers) in (True, False)
    assert len(taken) <= len(rule) <= form_rules.LONGEST_RULE


@given(st.text(min_size=1, max_size=600))
@settings(max_examples=100, deadline=None)
def test_a_question_whose_rule_cannot_be_read_is_asked_rather_than_lost(rule):
    form = Form("f", {}, (Question(id="last", kind="text", label={}, relevant=rule),))
    try:
        form_rules.read(rule)
    except BadRule:
        assert logic.asked(form, {}) == ["last"]
