"""How the catalogues speak: one full stop, the right form for a number."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(st.lists(st.text("ABab (1)2", max_size=8), max_size=6))
def test_choices_that_read_alike_are_told_apart_and_the_rest_are_left_as_they_are(said):
    choices = dict(enumerate(said))
    told = words.apart(choices)
    assert len(set(told.values())) == len(said)
    if len({text.casefold().strip() for text in said}) == len(said) and not any(
        "(" in text or " " in text for text in said
    ):
        assert told == choices


def test_two_people_of_one_name_are_called_by_their_sign_in_names_too():
    names = {1: "Kari Nordmann", 2: "Ola Dahl", 3: "kari  nordmann"}
    told = words.apart(names, {1: "kari", 2: "ola", 3: "karin"})
    assert told == {1: "Kari Nordmann (kari)", 2: "Ola Dahl", 3: "kari  nordmann (karin)"}


# What no screen and no plan may claim, since the law does not say it: where it was said, and why.
NEVER_CLAIMED = {
    "that zero tolerance is the school's own word: it heads § 12-3": r"Skolens ord|Skulen sitt ord",
    "that the accused never learns of the case: as a rule he is heard": (
        r"får (ikke|ikkje) vite at sak(en|a) fin(ne|)s"
    ),
    "that § 20-2 asks for a second yes: it asks for knowledge": r"sagt ja \(.*§ 20-2",
    "that the third paragraph of § 12-4 asks for one plan a student": r"tredje ledd: planen",
    "that delegation stands in § 12-4": r"(Tatt opp|Teke opp) med rektor .*§ 12-4",
    "that § 12-5 moves the school's duties: it is about notice": (
        r"(behandles|handsama) av (skoleeier|skuleeigar) \(§ 12-5"
    ),
    "that nothing is decided without hearing more: the answer alone lets a case end": (
        r"De avgjør ikke noe|Dei avgjer ikkje noko|They decide nothing"
    ),
    "that the school nurse must tell rektor": (
        r"(helsesykepleier|helsesjukepleiar|school nurse)[^.]*\. (Alle som|Everyone who)"
    ),
}


@pytest.mark.parametrize("claim", NEVER_CLAIMED)
def test_no_screen_and_no_plan_says_of_the_law_what_it_does_not_say(claim):
    rooms = [*(words.FOLDER.rglob("*.toml")), *(words.FOLDER.parent / "schools").rglob("*.toml")]
    assert len(rooms) > 50
    found = [f.name for f in rooms if re.search(NEVER_CLAIMED[claim], f.read_text("utf-8"))]
    assert not found
