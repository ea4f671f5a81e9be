"""NUL and half a character are in nothing that is kept, and nothing is known by them."""

import json
import uuid

import pytest
import sqlalchemy as sa

from core.access import Role
from core.administration import accounts
from core.cases import journal, listing, opening, reading
from core.errors import Invalid, Refused
from core.forms import versions
from core.people import passwords, sessions
from core.plan import cycle, sections
from core.presets import schools
from core.reports import reports
from core.school import settings
from core.school.profile import Profile
from core.store import writable
from core.store.schema import metadata
from core.store.schema.drafts import draft
from core.store.writable import Written
from core.today import drafts, follow_up, staff_report
from core.year import activities, bodies, meetings, needs
from tests.conftest import NOW, add_person

ODD = ("\x00", "\ud800")
TEXTS = [c for t in metadata.sorted_tables for c in t.columns if isinstance(c.type, Written)]


@pytest.fixture
def rektor(store):
    return add_person(store, "rektor", Role.REKTOR, Role.ANSATT)


def case_of(store, rektor):
    report_id = uuid.uuid4()
    told = {"what_happened": "Jeg blir stengt ute."}
    store.write(
        lambda tx: reports.insert(tx, report_id, "team", told, source="form", reporter="self")
    )
    number = opening.from_report(store, rektor, report_id, True)
    return reading.by_number(store, rektor, number)


def test_every_column_of_text_keeps_what_can_be_kept():
    assert not [
        c for t in metadata.sorted_tables for c in t.columns if type(c.type) is sa.String
    ], "declare it with key, must or can"
    assert len(TEXTS) > 50


@pytest.mark.parametrize("odd", ODD)
def test_each_of_them_can_be_asked_for_it_and_has_it_in_no_row(store, rektor, odd):
    for column in TEXTS:
        for asked in (column == f"rektor{odd}", column.in_([f"rektor{odd}"]), column == odd):
            assert store.row(sa.select(column).where(asked)) is None
    p = metadata.tables["person"]
    changed = store.write(lambda tx: tx.update(p, p.c.sign_in_name == f"rektor{odd}", name="Nei"))
    assert changed == 0
    assert store.write(lambda tx: tx.delete(p, p.c.sign_in_name == f"rektor{odd}")) == 0


@pytest.mark.parametrize("odd", ODD)
def test_a_name_or_number_with_it_is_as_unknown_as_any(store, rektor, odd):
    unknown = sessions.password_hash(store, "ukjent")
    for name in (f"rektor{odd}", f"{odd}rektor", odd):
        assert sessions.password_hash(store, name) == unknown
        assert accounts.find(store, name) is None
        assert sessions.begin_try(store, name)
        sessions.failed(store, name)
    assert sessions.who(store, odd) is None
    number = case_of(store, rektor).number
    for asked in (number + odd, odd, "2026-" + odd):
        with pytest.raises(Refused):
            reading.by_number(store, rektor, asked)
    assert follow_up.with_code(store, f"kode{odd}") is None
    for ask in (
        lambda: needs.say(store, rektor, odd),
        lambda: meetings.plan(store, rektor, odd, NOW.date()),
        lambda: sections.remove(store, rektor, odd, 1),
        lambda: activities.remove(store, rektor, odd, 1),
    ):
        with pytest.raises(Refused):
            ask()
    assert bodies.find(store, odd) is None
    assert listing.page(store, rektor, listing.CaseFilter("all", law=odd)) == []


@pytest.mark.parametrize("odd", ODD)
def test_a_password_with_it_is_weighed_as_any_other(store, odd):
    value = passwords.hashed("ei lita grøn øy")
    assert not passwords.fits(f"ei lita grøn øy{odd}", value)
    assert not passwords.fits(odd, value)


@pytest.mark.parametrize(("odd", "kept"), [("\x00", "Nora gråt"), ("\ud800", "Nora? gråt")])
def test_what_is_kept_is_without_it(store, rektor, odd, kept):
    store.write(lambda tx: schools.install(tx, "hvam"))
    typed = f"Nora{odd} gråt"
    cycle.revise(store, rektor, NOW.date(), typed)
    assert cycle.revisions(store)[0].note == kept
    case = case_of(store, rektor)
    journal.write(case, "follow", typed)
    assert journal.of(case)[0].body == kept
    report_id = staff_report.send(store, rektor, typed, "no")
    assert reports.load(store, report_id).answers["what_happened"] == kept
    section = sections.sections(store)[0]
    sections.save(
        store,
        rektor,
        section.section_id,
        {"nb": sections.written(typed)},
        section.url,
        section.version,
    )
    assert sections.sections(store)[0].said("nb").title == kept
    store.write(lambda tx: settings.change(tx, Profile, lambda now: Profile(name=typed)))
    assert settings.load(store, Profile).name == kept
    seen = versions.draft(store)
    named = type(seen.form)(seen.form.id, {"nb": typed}, seen.form.questions)
    versions.save_draft(store, rektor, named, 0)
    assert versions.draft(store).form.title == {"nb": kept}


@pytest.mark.parametrize("odd", ODD)
def test_what_is_sealed_under_a_name_with_it_opens_again(store, rektor, odd):
    page = drafts.Thing("page", "meld-rektor")
    drafts.keep(store, rektor, page, f"text{odd}", f"Nora{odd}")
    (row,) = store.rows(sa.select(draft.c.field))
    (text,) = drafts.begun(store, rektor, page).values()
    assert writable.storable(row.field) == row.field
    assert writable.storable(text) == text


@pytest.mark.parametrize("odd", ODD)
def test_a_new_account_is_not_called_so(store, odd):
    for name, called in ((f"kari{odd}", "Kari"), ("kari", f"Kari{odd}")):
        with pytest.raises(Invalid):
            accounts.add(store, None, name, called, frozenset({Role.LARER}))


def test_other_texts_are_kept_to_the_letter():
    for text in ("Nora 👩‍👧", "æøå", "\t\n", "\ufffd", "𝒳"):
        assert writable.storable(text) == text
    value = {"a": ["x", 1, None, {"b": True}]}
    assert json.loads(writable.as_json(value)) == value
    assert json.loads(writable.as_json({"a\x00": ["b\x00"]})) == {"a": ["b"]}
