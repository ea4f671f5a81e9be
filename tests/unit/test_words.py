"""How the catalogues speak: one full stop, the right form for a number."""

from datetime import date

import pytest

from core import words
from core.words import day, word


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("month", range(1, 13))
def test_a_sentence_that_ends_in_a_date_has_one_full_stop(language, month):
    when = day(date(2026, month, 12), language)
    said = word(language, "help.checked", day=when)
    assert said.endswith(f"{when.removesuffix('.')}.")
    assert not said.endswith("..")


def test_a_date_inside_a_sentence_keeps_its_own(monkeypatch):
    known = {"x.y": "Fra {a} til {b}. Så {n}...", "x.z": "{a}.no"}
    monkeypatch.setattr(words, "catalogue", lambda _: known)
    told = word("nb", "x.y", a="12. nov.", b="3. des.", n="1.")
    assert told == "Fra 12. nov. til 3. des. Så 1..."
    assert word("nb", "x.z", a="kl.") == "kl..no"
