"""How the catalogues speak: one full stop, the right form for a number."""

import re
import tomllib
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


# One word for one thing: what a catalogue says no more, and what it says instead.
SETTLED = {
    "nb": {
        r"gjennom koden": "i meldingen (med kode), or spør den som meldte fra",
        r"\bTilstand(er)?\b": "status",
        r"\bover tiden\b|\bover tida\b": "forsinket",
        r"^(Hvilke|Hvem sine)$": "what the choice is of: status, ansvarlig",
        r"\b(ditt|et) ja\b|sagt ja til det": "godkjenning; a student's own yes is an answer",
        r"\b[Dd]en som meldte(?! fra)": "den som meldte fra",
        r"Skal ha gjort|skal ha gjort": "elev det er meldt om: nobody is said to have done it",
        r"\b[Tt]r(er|e|ådt) til side": "melder meg inhabil",
        r"\bstår på (saken|den|noen|listen)|sto på": "har tilgang",
        r"[Pp]likten?e? går videre": "skolen har fortsatt plikt til å undersøke",
        r"\b[Nn]oter(t|er)?\b|skrevet (ned|inn)\b": "registrert",
        r"\b(tida|lista|fila|linja|mappa|skoleruta)\b": "tiden, listen, filen, linjen, mappen",
        r"\borientert\b": "meldt fra",
    },
    "nn": {
        r"gjennom koden": "i meldinga (med kode), or spør den som melde frå",
        r"\bTilstand(ar)?\b": "status",
        r"\bover tida\b": "forseinka",
        r"^(Kva for nokre|Kven sine)$": "what the choice is of: status, ansvarleg",
        r"\b(ditt|eit) ja\b|sagt ja til det": "godkjenning; a student's own yes is an answer",
        r"\b[Dd]en som melde(?! frå)": "den som melde frå",
        r"Skal ha gjort|skal ha gjort": "elev det er meldt om",
        r"\b(går|gått|Gå) til side": "melder meg inhabil",
        r"\bstår på (saka|ho|noka|lista)|stod på": "har tilgang",
        r"[Pp]liktene? går vidare|[Pp]likta går vidare": "skulen har framleis plikt",
        r"\b[Nn]oter(t|er)?\b|skriv(en|ne) (ned|inn)\b|er skrive (ned|inn)\b": "registrert",
        r"[Tt]enar": "server",
        r"[Rr]eservekopi": "tryggingskopi",
        r"[Ee]inskild": "enkelt-",
        r"handsam": "behandle, følgje opp",
        r"\bkomme\b": "kome",
        r"\baleine\b": "åleine",
        r"\b[Gg]je(v|ve)?\b|givast": "gi, gir",
        r"\batt\b": "igjen",
        r"på hausten": "om hausten",
        r"[Jj]obbar": "arbeider",
        r"\bòg\b": "også",
        r"\bLat\b": "la",
        r"\bhenn(e|ar)\b": "ho",
        r"[Mm]akkar": "makker: VIP-makkerskap is a name",
    },
    "en": {
        r"into use": "start using",
        r"\b[Mm]end(ed)?\b": "fix",
        r"Web site": "website",
        r"[Ll]ook once more": "check again",
        r"environment worker": "school social worker (miljøveileder)",
        r"Report on figures": "statistics report",
        r"something else than the number": "you cannot add up the rows",
    },
}


def _said(found):
    """Every sentence in what a catalogue or a preset holds."""
    match found:
        case str():
            yield found
        case dict():
            for value in found.values():
                yield from _said(value)
        case list():
            for value in found:
                yield from _said(value)


def _of_language(found, language):
    """What a preset says in one language."""
    match found:
        case dict():
            for name, value in found.items():
                yield from _said(value) if name == language else _of_language(value, language)
        case list():
            for value in found:
                yield from _of_language(value, language)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_catalogue_and_no_preset_goes_back_to_a_word_that_was_settled(language):
    catalogues = [tomllib.loads(f.read_text("utf-8")) for f in (words.FOLDER / language).glob("*")]
    folder = words.FOLDER.parent / "schools"
    presets = [tomllib.loads(f.read_text("utf-8")) for f in folder.rglob("*.toml")]
    said = [*_said(catalogues), *_of_language(presets, language)]
    assert len(said) > 200
    found = [
        (text, SETTLED[language][old])
        for old in SETTLED[language]
        for text in said
        if re.search(old, text)
    ]
    assert not found


def test_a_group_of_the_figures_is_called_the_same_on_every_page():
    for language in words.LANGUAGES:
        known = words.catalogue(language)
        for group in ("law", "area"):
            told = {
                k.split(".")[2]: v for k, v in known.items() if k.startswith(f"report.{group}.")
            }
            assert told == {
                k.split(".")[2]: v for k, v in known.items() if k.startswith(f"school.{group}.")
            }


def test_what_is_called_an_internal_target_is_never_called_a_deadline_of_the_law():
    for language in ("nb", "nn"):
        for text in _said([*words.catalogue(language).values()]):
            assert not re.search(r"(lovens|lova sin) frist|frist(en)? (i|etter) lov", text, re.I), (
                text
            )
