"""The plan and the case as PDF: what was written comes out as written, and breaks nothing."""

import io
import uuid
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pypdf import PdfReader

from core.access import Role
from core.cases import journal, measures, milestones, opening, people, reading
from core.cases.clock import Kind
from core.cases.happened import Part
from core.documents import case_pdf, typefaces
from core.documents.pdf import Page, clean
from core.errors import Refused
from core.reports import reports
from core.words import word
from tests.conftest import add_person, to

NASTY = [
    "{nb} {page}",
    "**fet** __under__ [x](javascript:alert(1)) <b>html</b>",
    "\ud800 \x00 \u202egpj.exe \ue000nb\ue000 \ufffe",
    "a" * 5_000,
    "Z̸̡̢̛͉̤̫̈́͌̑a̶l̷g̸o̵",
    "æøå ÆØÅ čđŋšŧž 😀 漢字 مرحبا",
    "\n\n\n",
    "",
]


def text_of(data):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


@pytest.mark.parametrize("nasty", NASTY)
def test_no_text_breaks_a_page(nasty):
    page = Page("Skolen", nasty or "t", "nb", datetime(2026, 11, 23))
    page.heading(nasty)
    page.paragraph(nasty)
    page.fact(nasty, nasty)
    reader = PdfReader(io.BytesIO(page.bytes()))
    assert word("nb", "document.exempt") in reader.pages[0].extract_text()
    assert all("/Annots" not in p for p in reader.pages)


SCRIPTS = {
    "arabic": "مرحبا سارة",
    "hebrew": "שרה",
    "tigrinya": "ሳራ ኣብ ትምህርቲ",
    "thai": "สารา กลัว",
    "hindi": "सारा",
    "tamil": "சாரா",
    "chinese": "萨拉害怕",
    "korean": "사라",
    "japanese": "さくら",
    "emoji": "😀",
    "ukrainian": "Сара Україна",
    "tick": "✔",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_is_written_in_its_own_script(script, caplog):
    name = SCRIPTS[script]
    page = Page("Skolen", "Plan", "nb", datetime(2026, 11, 23))
    page.paragraph(f"Eleven planen gjelder: {name}")
    page.paragraph("Neste linje")
    data = page.bytes()
    found = text_of(data)
    # Read from right to left, the letters of a word may come out the other way around.
    assert {c for c in name if not c.isspace()} <= set(found)
    assert "Neste linje" in found
    assert "Side 1 av 1" in found
    assert not page.lacks
    assert not caplog.records


def test_what_no_typeface_can_write_is_a_mark_and_said(caplog):
    page = Page("Skolen", "Plan", "nb", datetime(2026, 11, 23))
    page.fact("Elev", "ᚠᚢᚦᚨᚱᚲ Nora")
    assert page.lacks
    assert "[?] Nora" in text_of(page.bytes())
    assert not caplog.records


def test_marks_that_few_typefaces_have_are_written_with_others():
    assert clean("non\u2011breaking ✓ ☐ ☑ ❤\ufe0f") == "non-breaking ✔ [ ] [x] ❤"


def test_a_usual_document_opens_no_other_typeface(monkeypatch):
    opened = []
    letters = typefaces.letters
    monkeypatch.setattr(typefaces, "letters", lambda file: opened.append(file) or letters(file))
    page = Page("Skolen", "Plan", "nb", datetime(2026, 11, 23))
    page.paragraph("Noora får følgje i friminutta – «trygt», čđŋšŧž.")
    assert set(opened) == {typefaces.fonts()[""]}
    assert len(page.bytes()) < 30_000


def test_how_letters_join_is_left_out_early_and_the_file_is_the_same(monkeypatch):
    def made():
        page = Page("Skolen", "Plan", "nb", datetime(2026, 11, 23))
        page.paragraph(f"Noora AV Tor {SCRIPTS['arabic']}")
        return page.bytes(), [file.ttfont for file in page._pdf.fonts.values()]

    early, files = made()
    assert not [tag for file in files for tag in typefaces.LAYOUT if tag in file]
    monkeypatch.setattr(typefaces, "finish", lambda _: None)
    assert made()[0] == early


@settings(max_examples=3, deadline=None)  # reading the typeface is the cost, not the texts
@given(some.lists(some.text(max_size=200), min_size=30, max_size=40))
def test_any_text_makes_a_file_that_opens(texts):
    page = Page("Skolen", "Plan", "nb", datetime(2026, 11, 23))
    for text in texts:
        page.paragraph(text)
    assert len(PdfReader(io.BytesIO(page.bytes())).pages) >= 1


@given(some.text())
def test_clean_leaves_nothing_that_bends_a_page(text):
    out = clean(text)
    assert not set(out) & set("\x00\u202e\u202d\u2066\ue000\ufffe\r\t")
    assert clean(out) == out


def test_words_with_braces_stay_as_they_were_written():
    page = Page("Skolen", "Plan", "nb", datetime(2026, 11, 23))
    page.paragraph("antall {nb} og {page} og __x__")
    assert "antall {nb} og {page} og __x__" in text_of(page.bytes())
    assert "Side 1 av 1" in text_of(page.bytes())


@pytest.fixture
def filled(store):
    """A case with two exposed students."""
    rektor = add_person(store, "rektor", Role.REKTOR, Role.ANSATT)
    report_id = uuid.uuid4()
    store.write(
        lambda tx: reports.insert(
            tx,
            report_id,
            "team",
            {"what_happened": "De stenger meg ute {nb}."},
            source="form",
            reporter="self",
        )
    )
    number = opening.from_report(store, rektor, report_id, True)
    found = reading.by_number(store, rektor, number)
    first = people.of(found)[0].case_person_id
    people.name(found, first, "Nora Elevsen")
    second = people.add(found, Part.EXPOSED, "Per Medelev")
    for who, what in ((first, "Voksen i gangen"), (second, "Ny plass i klasserommet")):
        points = measures.Points(
            "Står alene", what, date(2026, 11, 25), "Miljøveileder", date(2026, 12, 9)
        )
        measures.save(found, who, points)
        people.said(found, who, Kind.HEARD, f"Sier noe om {what}")
    journal.write(found, "investigate", "Snakket med begge.")
    return rektor, found, first, second


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_students_plan_has_the_five_points_and_no_other_student(store, filled, language):
    rektor, found, first, _ = filled
    text = text_of(case_pdf.plan(to(rektor, found), first, language))
    for part in ("Nora Elevsen", "Står alene", "Voksen i gangen", "25. nov. 2026", "Miljøveileder"):
        assert part in text
    assert "Per Medelev" not in text
    assert "Ny plass" not in text


def test_the_whole_case_holds_everything_that_was_written(store, filled):
    rektor, found, _, _ = filled
    text = text_of(case_pdf.whole(to(rektor, found), "nb"))
    for part in ("Nora Elevsen", "Per Medelev", "Snakket med begge.", "De stenger meg ute {nb}."):
        assert part in text


def test_the_document_tells_that_rektor_was_told_from_that_it_was_taken_up_with_her(store):
    rektor = add_person(store, "rektor", Role.REKTOR, Role.ANSATT)
    eli = add_person(store, "eli", Role.ELEVTJENESTE, Role.ANSATT)
    values = {"source": "form", "reporter": "saw_or_heard"}
    report_id = uuid.uuid4()
    store.write(
        lambda tx: reports.insert(tx, report_id, "team", {"what_happened": "Så det."}, **values)
    )
    number = opening.from_report(store, eli, report_id)
    found = reading.by_number(store, eli, number)
    milestones.told_by_hand(
        found,
        date(2026, 11, 20),
        eli.person_id,
        "På morgenmøtet.",
    )
    told = text_of(case_pdf.whole(to(eli, found), "nb"))
    assert f"20. nov. 2026 · Meldt fra til rektor · {eli.name}" in told
    assert "Tatt opp med rektor" not in told
    milestones.taken_up_by_hand(found, date(2026, 11, 19), "Mor ringte.")
    text = text_of(case_pdf.whole(to(rektor, found), "nb"))
    assert "19. nov. 2026 · Tatt opp med rektor av eleven eller foresatte" in text
    assert "Mor ringte." in text


def test_a_document_is_made_for_those_on_the_list_alone(store, filled):
    _, found, first, _ = filled
    other = add_person(store, "liv", Role.LARER, Role.ANSATT)
    with pytest.raises(Refused):
        case_pdf.whole(to(other, found), "nb")
    with pytest.raises(Refused):
        case_pdf.plan(to(other, found), first, "nb")
