"""A text of which nothing is seen is no text, wherever something must be written."""

import re

import pytest

from core.access import Role
from core.errors import Invalid
from core.forms import answers, editing, problems, versions, xlsform
from core.forms.form import FormVersion
from core.reports import messages
from core.store import blank
from core.today import staff_report
from tests.conftest import ROOT, add_person

UNSEEN = [
    *("", " \t\r\n", "\u200b", " \u200b\u200d ", "\u00ad", "\ufeff", "\u2060\u2063", "\u202e"),
    *("\u3164", "\u115f\u1160", "\u2800", "\ufe0f", "\u034f", "\u00a0\u2003\u3000", "\U000e0041"),
    *("\x00\x1b", "\x85\u2028\u2029", "\U000e01ef"),
]
FORM = xlsform.read_file(versions.STANDARD)


@pytest.mark.parametrize("text", UNSEEN)
def test_what_nobody_sees_is_blank_and_trimmed_to_nothing(text):
    assert blank.is_blank(text)
    assert blank.trimmed(text) == ""
    assert blank.without_unseen(f"a{text}b") == "ab"


@pytest.mark.parametrize("text", ["a", ".", "ø", "‘", "❤\ufe0f", "\U0001fae8", "नि", "هي", "́"])
def test_whatever_is_seen_is_a_text_and_stays_letter_by_letter(text):
    assert blank.trimmed(f" {text}\n") == text
    assert blank.trimmed(f"a\u200b{text}\u200d") == f"a\u200b{text}\u200d"


@pytest.mark.parametrize("text", ["\u200b", "\u3164 \u2060"])
def test_a_report_of_nothing_that_is_seen_is_empty(store, text):
    with pytest.raises(Invalid, match=r"report\.error\.required"):
        answers.check(FormVersion(FORM, 1), {"what_happened": text})
    with pytest.raises(Invalid, match=r"follow_up\.error\.empty"):
        messages.checked(text)
    larer = add_person(store, "larer", Role.LARER, Role.ANSATT)
    with pytest.raises(Invalid, match=r"staff_report\.error\.empty"):
        staff_report.send(store, larer, text, "no")


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_label_of_nothing_that_is_seen_stops(language):
    when = FORM.question("when")
    words = {**when.label, language: "\u200b\u2060"}
    changed = editing.reword(FORM, "when", words, when.hint, "", {})
    option = when.options[0]
    other = editing.reword(
        FORM, "when", when.label, {}, "", {option.id: ({**option.label, language: "\u3164"}, "")}
    )
    for form, option_id in ((changed, ""), (other, option.id)):
        [found] = problems.problems(form)
        assert (found.key, found.option_id) == ("form.problem.no_words", option_id)
        assert found.facts == {"language": language}
        assert found.stops


def test_no_service_takes_only_spaces_for_nothing():
    services = ("administration", "cases", "figures", "forms", "plan", "reports", "today", "year")
    files = [f for wing in services for f in sorted((ROOT / "core" / wing).glob("*.py"))]
    assert len(files) > 60
    found = [f"{f.name}: {m}" for f in files for m in re.findall(r"\w\.strip\(\)", f.read_text())]
    assert found == []
