"""What is kept as JSON is read in every format that landed, and in no newer one."""

import json
import uuid
from datetime import date

import pytest
import sqlalchemy as sa

from core.errors import Unsafe
from core.figures import plenary, releases
from core.figures.period import Period, PeriodKind
from core.forms import versions
from core.operations import readable, verify
from core.plan import sections
from core.presets import schools
from core.reports import reports
from core.reports.happened import Source
from core.school import functions
from core.store import checks, contents, once
from core.store.checks import Fault
from core.store.schema import figures, forms, metadata, people, plan, school, wheel
from core.store.schema.reports import report
from core.year import activities, bodies
from tests.conftest import NOW, add_person

NAMES = {"nb": "Rådgiver", "nn": "Rådgjevar"}
FORM = {
    "id": "report",
    "title": {"nb": "Meld fra"},
    "questions": [
        {
            "id": "place",
            "kind": "many",
            "label": {"nb": "Hvor?"},
            "hint": {},
            "required": False,
            "relevant": "",
            "options": [{"id": "a", "label": {"nb": "Inne"}, "law": "", "area": "indoors"}],
        }
    ],
}
FIGURES = {
    "total": 15,
    "kind": {"rows": [["mobbing", 15]], "told": False},
    "area": {"rows": [], "told": False},
}
RELEASE = {
    "format": 1,
    "from": "2025-08-01",
    "to": "2025-12-31",
    "figures": FIGURES,
    "names": {"kind": {"mobbing": {"nb": "Mobbing"}}, "area": {}},
    "definition": {"nb": "Slik er det telt."},
}
HASH = "9def5e33d32815d2f5afcd06581d9a31221c068c6ecd0cf2d19ecf851ec03d25"
TEXTS = {"nb": {"title": "Mål", "text": "Alle er trygge", "points": ["En"]}}
NO_TEXTS = {"nb": "", "nn": ""}

# Each content as it landed before it had a number, the row around it, and what is read of it.
LANDED = {
    "function": (
        people.function.c.names,
        NAMES,
        {"function_id": "radgiver"},
        lambda store: functions.everyone(store)["radgiver"].names == NAMES,
    ),
    "form_version": (
        forms.form_version.c.content,
        FORM,
        {"form_id": "report", "number": 1, "published_at": NOW},
        lambda store: versions.current(store).form.question("place").option("a").area == "indoors",
    ),
    "form_draft": (
        forms.form_draft.c.content,
        FORM,
        {"form_id": "report", "saved_at": NOW, "version": 1},
        lambda store: versions.draft(store).form.question("place").label == {"nb": "Hvor?"},
    ),
    "activity": (
        wheel.activity.c.content,
        {
            "names": NAMES,
            "texts": NO_TEXTS,
            "functions": ["radgiver"],
            "rule": {"kind": "ISO", "first": 38, "last": 39},
            "as_written": "uke 38",
            "on_need": False,
            "per": "class",
            "area": "class",
            "lines": ["H16"],
            "steps": [{"id": "s1", "names": NAMES}],
            "school_steps": [],
            "count": "done",
            "body": "",
            "duties": ["follow"],
        },
        {"activity_id": "a", "position": 10, "active": True, "changed_at": NOW, "version": 1},
        lambda store: activities.find(store, "a").steps[0].names == NAMES,
    ),
    "body": (
        wheel.body.c.content,
        {
            "names": NAMES,
            "members": NO_TEXTS,
            "topics": NO_TEXTS,
            "as_written": "fire ganger",
            "least": 4,
            "most": 4,
            "by_class": False,
            "lines": ["S1"],
            "staff_only": True,
        },
        {"body_id": "su", "position": 10, "version": 1},
        lambda store: bodies.find(store, "su").least == 4,
    ),
    "plan_section": (
        plan.plan_section.c.content,
        {
            **TEXTS,
            "lines": ["M1"],
            "url": "",
            "paragraph": "",
            "supplied": False,
            "checked_on": "2026-10-01",
        },
        {
            "section_id": "goal-1",
            "version": 1,
            "position": 10,
            "kind": "goal",
            "active": True,
            "changed_at": NOW,
        },
        lambda store: sections.sections(store)[0].said("nb").points == ("En",),
    ),
    "plenary_batch": (
        figures.plenary_batch.c.content,
        {"of": "2025-H", "until": "2025-11-01", "figures": FIGURES | {"total": None}},
        {"number": 1, "made_on": date(2025, 11, 2), "reports": 15},
        lambda store: plenary.current(store).figures.kind.rows == (("mobbing", 15),),
    ),
    "release": (
        figures.release.c.content,
        RELEASE,
        {
            "number": 1,
            "period": "2025-H",
            "hash": HASH,
            "made_at": NOW,
            "approved_at": NOW,
            "published_at": NOW,
        },
        lambda store: (
            [
                (r.is_whole(), r.figures.total, r.name("kind", "mobbing", "nn"))
                for r in releases.listed(store, None)
            ]
            == [(True, 15, "Mobbing")]
        ),
    ),
}


def keep(store, column, content, row):
    store.write(lambda tx: tx.insert(column.table, row | {column.name: content}))


@pytest.mark.parametrize("name", LANDED)
def test_what_landed_before_there_were_numbers_is_read(store, name):
    column, content, row, is_read = LANDED[name]
    keep(store, column, content, row)
    readable.must_be(store)
    assert is_read(store)


@pytest.mark.parametrize("name", LANDED)
def test_what_is_written_now_carries_its_number_and_reads_as_before(store, name):
    column, content, row, is_read = LANDED[name]
    kept_as = dict(readable.CONTENTS)[column]
    keep(store, column, kept_as.write(content), row)
    kept = store.row(sa.select(column.label("kept")).where(store.mine(column.table))).kept
    assert kept["format"] == kept_as.number
    assert is_read(store)


@pytest.mark.parametrize("name", LANDED)
def test_what_a_newer_program_kept_is_refused_in_words_and_stays(store, name):
    column, content, row, is_read = LANDED[name]
    kept_as = dict(readable.CONTENTS)[column]
    keep(store, column, content | {"format": kept_as.number + 1}, row)
    for ask in (readable.must_be, is_read):
        with pytest.raises(Unsafe, match="content_newer") as refused:
            ask(store)
        assert refused.value.facts == {"name": kept_as.name}
    kept = store.row(sa.select(column.label("kept")).where(store.mine(column.table))).kept
    assert kept == content | {"format": kept_as.number + 1}


@pytest.mark.parametrize("name", LANDED)
def test_what_is_not_what_its_format_says_is_refused_in_words_and_verify_says_so(store, name):
    column, _, row, _ = LANDED[name]
    kept_as = dict(readable.CONTENTS)[column]
    keep(store, column, {"format": kept_as.number, "junk": 1}, row)
    with pytest.raises(Unsafe, match="content_unreadable") as refused:
        readable.must_be(store)
    assert refused.value.facts == {"name": kept_as.name}
    assert Fault("unreadable", kept_as.name) in verify.faults(store)


def misshapen(content):
    """(what is wrong, the content with it): each thing in it gone, or of another type."""
    others = (7, "x", True, ["x"], {"x": "y"}, [[]], None)
    for key in range(len(content)) if isinstance(content, list) else content:
        value = content[key]
        for other in (o for o in others if type(o) is not type(value)):
            yield f"{key} is {other}", put(content, key, other)
        if isinstance(value, dict | list):
            for what, inner in misshapen(value):
                yield f"{key}.{what}", put(content, key, inner)
        if isinstance(content, dict):
            yield f"{key} gone", {k: v for k, v in content.items() if k != key}


def put(content, key, value):
    changed = content.copy()
    changed[key] = value
    return changed


# What may lack: a language beside bokmål, any of a text that is not shown if it is empty, a row
# of a release; and a figure may be withheld, or not.
STILL_READ = {
    "function": {"nn gone"},
    "activity": {"names.nn gone", "texts.nb gone", "texts.nn gone", "steps.0.names.nn gone"},
    "body": {
        "names.nn gone",
        *(f"{text}.{language} gone" for text in ("members", "topics") for language in NAMES),
    },
    "plan_section": set(),
    "plenary_batch": {"figures.total is 7", "figures.kind.rows.0.1 is None"},
    "release": {
        "figures.total is None",
        "figures.kind.rows.0.1 is None",
        "names.kind.mobbing gone",
    },
}


@pytest.mark.parametrize("name", STILL_READ)
@pytest.mark.parametrize("act", ["read", "write"])
def test_what_has_another_shape_is_neither_written_nor_read(name, act):
    column, content, *_ = LANDED[name]
    content = {k: v for k, v in content.items() if k != "format"}
    taken, refusals = set(), set()
    kept_as = dict(readable.CONTENTS)[column]
    for what, wrong in misshapen(content):
        try:
            getattr(kept_as, act)(wrong)
            taken.add(what)
        except Unsafe as error:
            refusals.add((error.key, *error.facts.values()))
    assert refusals == {("unsafe.content_unreadable", kept_as.name)}
    assert taken == STILL_READ[name]


@pytest.mark.parametrize("wrong", ["[]", '"x"', '{"what_happened": 7}', "{", '{"kind": [7]}'])
def test_answers_of_another_shape_are_refused_in_words(store, wrong):
    report_id = answered(store, wrong)
    with pytest.raises(Unsafe, match="content_unreadable") as refused:
        reports.load(store, report_id)
    assert refused.value.facts == {"name": "answers"}


@pytest.mark.parametrize("name", LANDED)
def test_what_a_newer_program_kept_is_a_fault_that_verify_names(store, name):
    column, content, row, _ = LANDED[name]
    kept_as = dict(readable.CONTENTS)[column]
    keep(store, column, content | {"format": kept_as.number + 1}, row)
    assert Fault("unreadable", kept_as.name) in verify.faults(store)


def test_of_a_database_of_another_revision_no_more_is_said_than_that(store, monkeypatch):
    """Its tables may be missing, and then nothing of it is damaged."""
    monkeypatch.setattr(checks, "_at_head", lambda _: False)
    keep(store, *LANDED["form_version"][:1], {"format": 1, "junk": 1}, LANDED["form_version"][2])
    assert [fault.kind for fault in verify.faults(store)] == ["revision"]


def test_every_content_kept_as_json_has_its_format():
    others = {school.setting.c.value, school.audit.c.details}  # typed settings; names and numbers
    found = {c for t in metadata.sorted_tables for c in t.columns if isinstance(c.type, sa.JSON)}
    assert found - others == set(dict(readable.CONTENTS))
    assert {column for column, *_ in LANDED.values()} == found - others


@pytest.mark.parametrize("slug", schools.slugs())
def test_a_preset_is_installed_with_the_numbers_of_its_contents(store, slug):
    store.write(lambda tx: schools.install(tx, slug))
    filled = set()
    for column, kept_as in readable.CONTENTS:
        for row in store.rows(sa.select(column.label("kept")).where(store.mine(column.table))):
            assert row.kept["format"] == kept_as.number
            filled.add(kept_as.name)
    assert {"function", "form", "activity", "plan_section"} <= filled


def test_a_release_is_frozen_to_the_letter_as_it_was_when_it_first_landed():
    """Its hash is over what is kept: the portal of then and of now give the same one."""
    of = Period(2025, PeriodKind.AUTUMN)
    assert releases.digest(1, of, RELEASE) == HASH
    told = {name: value for name, value in RELEASE.items() if name != "format"}
    assert json.dumps(releases.CONTENT.write(told)) == json.dumps(RELEASE)


def answered(store, text):
    """A report whose answers are this sealed JSON."""
    report_id = uuid.uuid4()
    told = {"what_happened": "Hei."}
    store.write(lambda tx: reports.insert(tx, report_id, "team", told, source=Source.FORM))
    answers = report.c.answers
    store.write(
        lambda tx: tx.update(
            report, report.c.report_id == report_id, answers=tx.seal(answers, text, report_id)
        )
    )
    return report_id


def test_answers_that_landed_without_a_number_are_read(store):
    told = {"what_happened": "Hei.", "kind": ["bullying"], "format": "on_paper"}
    assert reports.load(store, answered(store, json.dumps(told))).answers == told


def test_answers_are_sealed_with_their_number_and_a_question_may_have_any_name(store):
    report_id = uuid.uuid4()
    told = {"what_happened": "Hei.", "format": "on_paper", "number": "2"}
    store.write(lambda tx: reports.insert(tx, report_id, "team", told, source=Source.FORM))
    sealed = store.row(sa.select(report.c.answers)).answers
    kept = json.loads(store.unseal(report.c.answers, sealed, report_id))
    assert kept == {"_format": reports.ANSWERS.number, **told}
    assert reports.load(store, report_id).answers == told


def test_answers_of_a_newer_program_are_refused_in_words(store):
    newer = {"_format": reports.ANSWERS.number + 1, "told": "KANARI"}
    report_id = answered(store, json.dumps(newer))
    with pytest.raises(Unsafe, match="content_newer") as refused:
        reports.load(store, report_id)
    assert refused.value.facts == {"name": "answers"}


@pytest.mark.parametrize("answer", [None, True, "2026-001", 3])
def test_what_was_sent_before_an_upgrade_is_not_done_again_after_it(store, answer):
    """Form tokens live a day: the portal may be replaced while a page is open."""
    person = add_person(store, "eli")
    device = {"device_hash": "x", "person_id": person.person_id, "made_at": NOW}
    with once.sending(store, person.person_id, "page", "form"):
        store.write(lambda tx: tx.insert(people.device, device))
    f = people.form_token.c
    (row,) = store.rows(sa.select(f.token, f.person_id))
    own = (row.person_id, row.token)
    bare = json.dumps(answer)
    store.write(lambda tx: tx.update(people.form_token, answer=tx.seal(f.answer, bare, *own)))
    with once.sending(store, person.person_id, "page", "form") as here:
        assert here.repeated
        assert here.answer == answer


def test_a_format_reads_each_number_with_its_own_reader():
    kept_as = contents.Format("thing", {1: lambda old: {"name": old}, 2: contents.as_it_is})
    assert kept_as.read("bare") == kept_as.read(kept_as.write({"name": "bare"})) == {"name": "bare"}
    assert kept_as.unpack(kept_as.pack({"name": "x"})) == {"name": "x"}
    for wrong in (0, 3, "2", None):
        with pytest.raises(Unsafe):
            kept_as.read({"format": wrong, "name": "x"})
