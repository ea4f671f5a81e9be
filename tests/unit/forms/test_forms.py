"""The form: compiled from XLSForm, weighed on the server, changed by staff, then frozen."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa

from core.access import Role
from core.errors import Invalid, InvalidFile, Refused, Stale
from core.forms import answers, editing, logic, problems, rules, versions, xlsform
from core.forms import form as forms
from core.forms.form import FormVersion, Option
from core.operations import readable
from core.presets import form as form_file
from core.store.schema.forms import form_draft
from tests.conftest import ROOT, add_person

STANDARD = xlsform.read_file(versions.STANDARD)
VERSION = FormVersion(STANDARD, 1)
SCHOOLS = ROOT / "data" / "schools"


# Eight axes inside each other: XPath at large walks the tree of answers once for each.
AXES = "count(" + "descendant-or-self::node()[count(" * 8 + "." + ")]" * 8 + ") > 0"


def keys(form):
    return {p.key.removeprefix("form.problem.") for p in problems.problems(form) if p.stops}


def with_options(form, question_id, *options):
    return replace(
        form,
        questions=tuple(
            replace(q, options=options) if q.id == question_id else q for q in form.questions
        ),
    )


@pytest.fixture
def school(store, once):
    def made():
        store.write(lambda tx: form_file.install(tx, SCHOOLS / "hvam"))
        return add_person(store, "redaktor", Role.REDAKTOR)

    return store, once("hvam", made)


YES_NO = ["yes", "no", "unknown"]
OPTIONS = {
    "reporter": ["self", "saw_or_heard", "guardian", "class", "other"],
    "kind": [
        *("bullying", "exclusion", "violence", "discrimination", "sexual_harassment"),
        *("harassment", "online", "by_employee", "not_well", "other"),
    ],
    "place": [
        *("classroom", "corridor", "outdoors", "changing_room", "online", "on_the_way"),
        "elsewhere",
    ],
    "when": ["in_class", "in_break", "before_after", "evening_weekend", "often", "unknown"],
    "still_going_on": YES_NO,
    "afraid_now": YES_NO,
    "about_staff": ["no", "employee", "handler", "leadership", "unsure"],
    "contact_wish": ["code", "name"],
}


def test_the_standard_form_is_the_contracts():
    ids = [q.id for q in STANDARD.questions]
    assert ids == [
        *("what_happened", "reporter", "kind", "place", "when", "still_going_on"),
        *("afraid_now", "about_staff", "contact_wish", "name"),
    ]
    assert [q.id for q in STANDARD.questions if q.required] == ["what_happened"]
    assert {q.id: [o.id for o in q.options] for q in STANDARD.questions if q.options} == OPTIONS
    groups = {o.id: o.law for o in STANDARD.question("kind").options}
    assert groups["harassment"] == groups["sexual_harassment"] == "trakassering"
    assert len({o.area for o in STANDARD.question("place").options}) <= 5
    assert problems.problems(STANDARD) == []
    assert xlsform.compile_form(STANDARD) == STANDARD
    assert forms.from_json(STANDARD.to_json()) == STANDARD


def test_every_word_of_the_standard_form_is_there_in_three_languages():
    for question in STANDARD.questions:
        assert set(question.label) == {"nb", "nn", "en"}
        for option in question.options:
            assert set(option.label) == {"nb", "nn", "en"}


def test_jonsberg_has_its_own_places_in_groups_with_others(store):
    store.write(lambda tx: form_file.install(tx, SCHOOLS / "jonsberg"))
    place = versions.current(store).form.question("place")
    assert {"boarding", "lodging", "farm"} <= {o.id for o in place.options}
    assert len(place.options) <= 10
    assert len({o.area for o in place.options}) <= 5
    assert keys(versions.current(store).form) == set()


def test_boarders_alone_are_no_group():
    place = STANDARD.question("place")
    alone = (*place.options, Option("x", {"nb": "Internatet", "nn": "Internatet"}, area="bo"))
    assert "boarders_alone" in keys(with_options(STANDARD, "place", *alone))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda f: editing.remove_option(f, "kind", "other"), None),
        (lambda f: editing.add_option(f, "kind"), "no_law"),
        (lambda f: editing.add_option(f, "kind"), "too_many_options"),
        (lambda f: editing.add_option(f, "place"), "no_area"),
        (lambda f: with_options(f, "about_staff", *f.question("about_staff").options[:3]),
         "missing_option"),
        (lambda f: with_options(f, "reporter", Option("x", {"nb": "X"})), "strange_option"),
        (lambda f: replace(f, questions=f.questions[1:]), "missing_question"),
        (lambda f: reworded(f, "when", label={"nb": "![x](http://x)", "nn": "x"}), "picture"),
        (lambda f: reworded(f, "when", label={"nb": "Når?"}), "no_words"),
        (lambda f: reworded(f, "when", relevant="${kind} = 'x"), "rule_syntax"),
        (lambda f: reworded(f, "when", relevant="${name} = 'x'"), "rule_unknown_question"),
        (lambda f: reworded(f, "when", relevant="selected(${kind}, 'on')"), "rule_unknown_option"),
        (lambda f: reworded(f, "when", relevant="'me' = ${reporter}"), "rule_unknown_option"),
        (lambda f: reworded(f, "when", relevant="${reporter} != 'Self'"), "rule_unknown_option"),
        (lambda f: reworded(f, "when", relevant="${what_happened} = 'x'"), "rule_own_words"),
        (lambda f: reworded(f, "when", relevant="string-length(${what_happened}) > 5"),
         "rule_own_words"),
        (lambda f: reworded(f, "when", relevant="${reporter} = 'self' and ${reporter} = 'class'"),
         "rule_never"),
        (lambda f: reworded(f, "when", relevant="${reporter} = 1"), "rule_never"),
        (lambda f: reworded(f, "when", relevant="count-selected(${kind}) > 10"), "rule_never"),
        (lambda f: reworded(f, "when", relevant="selected(${kind}, 'online') and ${kind} = ''"),
         "rule_never"),
        (lambda f: reworded(f, "when", relevant="contains(${reporter}, 'z')"), "rule_never"),
        (lambda f: reworded(f, "when", relevant="false()"), "rule_never"),
        (lambda f: behind_when(f, "${when} = 'often' and ${reporter} = 'class'"), "rule_never"),
        (lambda f: behind_when(f, "${when} = 'often' or ${reporter} = 'class'"), None),
        (lambda f: reworded(f, "when", relevant="count-selected(${kind}) = 10"), None),
        (lambda f: reworded(f, "when", relevant="${ kind } = '' and ${ reporter } != ''"), None),
        (lambda f: reworded(f, "when", relevant="not(selected(${kind}, 'online'))"), None),
        (lambda f: reworded(f, "when", relevant="starts-with(${reporter}, 'gua')"), None),
        (lambda f: reworded(f, "when", relevant="document('/a')"), "rule_unknown_function"),
        (lambda f: reworded(f, "when", relevant=AXES), "rule_syntax"),
        (lambda f: reworded(f, "when", relevant="selected(${kind}) = "), "rule_unfinished"),
        (lambda f: reworded(f, "when", relevant="selected(${kind})"), "rule_wrong_count"),
        (lambda f: reworded(f, "when", relevant="(" * 30 + "1" + ")" * 30), "rule_too_deep"),
        (lambda f: reworded(f, "when", relevant="1" * 501), "rule_too_long"),
        (lambda f: reworded(f, "when", relevant="selected(${kind}, 'online')"), None),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_place_before_publishing(change, problem):
    found = keys(change(STANDARD))
    assert problem in found if problem else not found


@pytest.mark.parametrize("question_id", ["kind", "place"])
def test_a_report_may_tick_several_kinds_and_places_or_none(question_id):
    """What is shown of them leans on it: then no row binds another, nor all rows the total."""
    for change, problem in (
        ({"kind": "one"}, "wrong_kind"),
        ({"required": True}, "only_one_required"),
    ):
        asked = [replace(q, **change) if q.id == question_id else q for q in STANDARD.questions]
        assert keys(replace(STANDARD, questions=tuple(asked))) == {problem}


def reworded(form, question_id, label=None, relevant=""):
    question = form.question(question_id)
    return editing.reword(form, question_id, label or question.label, question.hint, relevant, {})


@pytest.mark.parametrize(
    ("rule", "warned"),
    [
        ("${kind} = 'online'", True),
        ("${reporter} = 'self' or 'online' != ${ kind }", True),
        ("${kind} = ''", False),
        ("${reporter} = 'self' and selected(${kind}, 'online')", False),
    ],
)
def test_an_equals_sign_on_a_question_of_many_answers_is_warned_about(rule, warned):
    changed = reworded(STANDARD, "when", relevant=rule)
    found = [(p.key, p.question_id, p.stops, p.facts) for p in problems.problems(changed)]
    told = [("form.problem.rule_one_of_many", "when", False, {"name": "kind"})]
    assert found == (told if warned else [])
    drawn = problems.drawable(changed, problems.problems(changed))
    assert drawn.question("when").relevant == rule


def test_a_rule_over_more_answers_than_can_be_tried_is_let_be():
    kind = STANDARD.question("kind")
    many = tuple(Option(f"o{n}", {}, "annet") for n in range(30))
    form = with_options(STANDARD, "kind", *many)
    rule = "contains(${kind}, 'o1 o2 o3 o4') and contains(${place}, 'online')"
    assert "rule_never" not in keys(reworded(form, "when", relevant=rule))
    assert kind.kind == "many"


def behind_when(form, rule):
    """A rule about a question that is itself asked of some alone."""
    return reworded(
        reworded(form, "when", relevant="${reporter} = 'self'"), "still_going_on", relevant=rule
    )


def test_a_question_that_asks_for_names_is_warned_about_and_not_refused():
    changed = reworded(STANDARD, "when", {"nb": "Hva heter den som gjorde det?", "nn": "x"})
    assert [p.key for p in problems.problems(changed) if p.question_id == "when"] == [
        "form.problem.no_words",
        "form.problem.asks_who",
    ]
    assert keys(changed) == set()


def test_a_fault_in_a_rule_says_where_it_stands():
    changed = reworded(STANDARD, "when", relevant="selected(${kind}, 'online') og 1")
    [problem] = [p for p in problems.problems(changed) if p.stops]
    assert (problem.question_id, problem.facts) == ("when", {"near": "og 1"})


@pytest.mark.parametrize(
    ("rule", "answers", "true"),
    [
        ("selected(${kind}, 'online')", {"kind": "bullying online"}, True),
        ("selected(${kind}, 'on')", {"kind": "bullying online"}, False),
        ("${kind} = '' or count-selected(${kind}) > 1", {}, True),
        ("not(${reporter} = 'self') and true()", {"reporter": "self"}, False),
        ("if(${reporter} = 'self', '1', '') = 1", {"reporter": "self"}, True),
        ("1 + 2 * 3 = 7 and 7 mod 4 = 3 and 6 div 4 = 1.5 and -2 < -1", {}, True),
        ("1 div 0 = 1 div 0", {}, False),
        ("coalesce(${kind}, 'x') = 'x' and starts-with('skole', 'sk')", {}, True),
        ("contains(${kind}, 'l') and string-length('ab') = number('2')", {"kind": "online"}, True),
        ("${reporter} != 'self'", {}, True),
    ],
)  # fmt: skip
def test_a_rule_means_what_it_means_in_xlsform(rule, answers, true):
    assert rules.holds(rules.read(rule), answers) is true


def test_a_hidden_question_is_asked_only_when_its_rule_holds():
    assert "name" not in logic.asked(STANDARD, {"contact_wish": "code"})
    assert "name" in logic.asked(STANDARD, {"contact_wish": "name"})


@pytest.mark.parametrize(
    ("given", "field", "key"),
    [
        ({}, "what_happened", "required"),
        ({"what_happened": "   "}, "what_happened", "required"),
        ({"what_happened": "x" * 8_001}, "what_happened", "too_long"),
        ({"what_happened": "x", "kind": ["nonsense"]}, "kind", "no_such_option"),
        ({"what_happened": "x", "kind": "bullying"}, "kind", "no_such_option"),
        ({"what_happened": "x", "about_staff": "rektor"}, "about_staff", "no_such_option"),
        ({"what_happened": "x", "when": ["in_class"]}, "when", "no_such_option"),
        ({"what_happened": "x", "name": "Per"}, "name", "not_asked"),
        ({"what_happened": "x", "secret": "y"}, "secret", "unknown_question"),
        ({"what_happened": ["x"]}, "what_happened", "not_text"),
    ],
)
def test_bad_answers_are_refused_at_their_question(given, field, key):
    with pytest.raises(Invalid) as refused:
        answers.check(VERSION, given)
    assert refused.value.field == field
    assert refused.value.key == f"report.error.{key}"


def test_a_version_that_is_gone_is_said():
    with pytest.raises(Invalid, match="version_gone"):
        answers.check(None, {"what_happened": "x"})


def test_answers_are_trimmed_and_what_cannot_be_stored_is_taken_out():
    kept = answers.check(VERSION, {"what_happened": " hei\x00\ud800 ", "kind": [], "when": None})
    assert kept == {"what_happened": "hei?"}


def test_publishing_gives_the_next_version_and_older_answers_keep_their_words(school):
    store, redaktor = school
    old = versions.current(store)
    changed = reworded(old.form, "when", {"nb": "Når var det?", "nn": "Når var det?"})
    versions.save_draft(store, redaktor, changed, 0)
    assert versions.publish(store, redaktor, 1) == 2
    assert versions.current(store).form.question("when").label["nb"] == "Når var det?"
    given = {"what_happened": "x", "when": "often"}
    assert ("Når skjer det?", "Ofte, hele tiden") in answers.shown(
        versions.get(store, 1), given, "nb"
    )
    assert versions.draft(store).version == 0
    assert versions.go_back(store, redaktor, 1) == 3
    assert versions.current(store).form == old.form
    assert [v.copy_of for v in versions.history(store)] == [1, None, None]
    assert versions.get(store, 99) is None


def test_words_are_published_letter_by_letter(school):
    store, redaktor = school
    label = {"nb": "Hva sa «de»:  ‘dust’ eller “taper”?", "nn": "Kva  sa dei – “det”?"}
    hint = {"nb": "Skriv  det ‘ordrett’"}
    form = versions.current(store).form
    when = form.question("when").options[0]
    options = {when.id: ({"nb": "I  timen, “alltid”", "nn": "I timen"}, "")}
    changed = editing.reword(form, "when", label, hint, "selected(${ kind },  'online')", options)
    versions.save_draft(store, redaktor, changed, 0)
    versions.publish(store, redaktor, 1)
    found = versions.current(store).form
    assert found == changed
    assert found.question("when").label == label
    versions.go_back(store, redaktor, 1)
    versions.go_back(store, redaktor, 2)
    assert versions.current(store).form == changed


def test_a_faulty_draft_is_not_published_and_the_old_form_stays(school):
    store, redaktor = school
    versions.save_draft(
        store, redaktor, editing.add_option(versions.current(store).form, "kind"), 0
    )
    with pytest.raises(Invalid):
        versions.publish(store, redaktor, 1)
    assert versions.current(store).number == 1


@pytest.mark.parametrize("question_id", ["reporter", "about_staff"])
def test_a_form_from_before_an_answer_was_fixed_gets_it_and_can_be_published(school, question_id):
    store, redaktor = school
    now = versions.current(store).form
    lacks = replace(
        now,
        questions=tuple(
            replace(q, options=tuple(o for o in q.options if o.id not in ("class", "unsure")))
            if q.id == question_id
            else q
            for q in now.questions
        ),
    )
    found = problems.problems(lacks)
    assert [(p.key, p.question_id, p.stops) for p in found] == [
        ("form.problem.missing_option", question_id, True)
    ]
    store.write(lambda tx: versions.append(tx, lacks, None))
    versions.save_draft(store, redaktor, lacks, 0)
    assert versions.draft(store).form == now
    assert versions.publish(store, redaktor, 1) == 3
    assert versions.current(store).form == now
    assert versions.go_back(store, redaktor, 2) == 4
    assert versions.current(store).form == now


@pytest.mark.parametrize("question_id", ["what_happened", "reporter", "about_staff"])
def test_a_report_form_without_a_fixed_question_is_not_published(school, question_id):
    store, redaktor = school
    now = versions.current(store).form
    lacks = replace(now, questions=tuple(q for q in now.questions if q.id != question_id))
    versions.save_draft(store, redaktor, lacks, 0)
    with pytest.raises(Invalid, match="missing_question"):
        versions.publish(store, redaktor, 1)
    assert versions.current(store).form == now


def test_two_who_edit_at_once_do_not_overwrite_each_other(school):
    store, redaktor = school
    form = versions.current(store).form
    versions.save_draft(store, redaktor, form, 0)
    with pytest.raises(Stale):
        versions.save_draft(store, redaktor, form, 0)


def test_what_another_published_meanwhile_is_not_undone_by_an_edit_begun_before_it(school):
    store, redaktor = school
    seen = versions.draft(store)
    versions.save_draft(store, redaktor, replace(seen.form, title={"nb": "Ny"}), 0, seen.base)
    other = versions.draft(store)
    versions.publish(store, redaktor, other.version, other.base)
    for late in (seen, other):
        with pytest.raises(Stale):
            versions.save_draft(store, redaktor, late.form, late.version, late.base)
        with pytest.raises(Stale):
            versions.publish(store, redaktor, late.version, late.base)
    assert versions.current(store).form.title["nb"] == "Ny"


def test_a_draft_that_another_has_gone_on_with_is_not_thrown_away_unseen(school):
    store, redaktor = school
    form = versions.current(store).form
    versions.save_draft(store, redaktor, form, 0)
    seen = versions.draft(store)
    versions.save_draft(store, redaktor, form, seen.version, seen.base)
    with pytest.raises(Stale):
        versions.drop_draft(store, redaktor, seen.version, seen.base)
    now = versions.draft(store)
    versions.drop_draft(store, redaktor, now.version, now.base)
    versions.drop_draft(store, redaktor, now.version, now.base)  # a second press
    assert versions.draft(store).version == 0


def gone(end, store, redaktor):
    """A draft that somebody has seen, and that was then ended."""
    seen = versions.draft(store)
    versions.save_draft(store, redaktor, replace(seen.form, title={"nb": "Ny"}), 0, seen.base)
    late = versions.draft(store)
    end(store, redaktor, late.version)
    assert versions.draft(store).version == 0
    return late


@pytest.mark.parametrize("end", [versions.drop_draft, versions.publish])
def test_a_page_with_a_draft_that_is_gone_does_not_overwrite_the_next_one(school, end):
    store, redaktor = school
    late = gone(end, store, redaktor)
    new = replace(late.form, title={"nb": "Den nye"})
    for _ in range(3):
        versions.save_draft(store, redaktor, new, versions.draft(store).version)
        assert versions.draft(store).version != late.version
        for act in (
            lambda: versions.save_draft(store, redaktor, late.form, late.version),
            lambda: versions.drop_draft(store, redaktor, late.version),
            lambda: versions.publish(store, redaktor, late.version),
        ):
            with pytest.raises(Stale):
                act()
    assert versions.draft(store).form.title["nb"] == "Den nye"


def test_of_a_draft_that_is_gone_no_word_is_left(school):
    store, redaktor = school
    gone(versions.drop_draft, store, redaktor)
    (row,) = store.rows(sa.select(form_draft.c.content))
    assert row.content == {"format": 2}
    readable.must_be(store)


def test_only_those_who_may_change_the_form(school):
    store, _ = school
    larer = add_person(store, "larer", Role.LARER, Role.ANSATT)
    form = versions.current(store).form
    for act in (
        lambda: versions.save_draft(store, larer, form, 0),
        lambda: versions.publish(store, larer, 0),
        lambda: versions.go_back(store, larer, 1),
        lambda: versions.drop_draft(store, larer),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("[[place]\n", "1"),
        ('[[place]]\nid = "x"\n', "1"),
        ('\n[[place]]\nid = "x"\narea = "bo"\n'
         'label = {nb = "Internat", nn = "Internat", en = "Boarding house"}\n', "place"),
        ('[[place]]\nid = "online"\narea = "nett"\n'
         'label = {nb = "Her", nn = "Her", en = "Here"}\n', "1"),
    ],
)  # fmt: skip
def test_a_preset_with_a_mistake_is_refused_with_file_and_row(store, tmp_path: Path, content, row):
    folder = tmp_path / "blank"
    folder.mkdir()
    (folder / "places.toml").write_text(content)
    with pytest.raises(InvalidFile) as refused:
        store.write(lambda tx: form_file.install(tx, folder))
    assert refused.value.field == row
    assert versions.current(store) is None


def test_a_form_file_with_a_mistake_names_its_row(tmp_path: Path):
    text = versions.STANDARD.read_text("utf-8")
    place = tmp_path / "report.md"
    place.write_text(text.replace("select_one when  ", "select_one naar  "))
    with pytest.raises(InvalidFile) as refused:
        xlsform.read_file(place)
    assert refused.value.facts["file"] == "report.md"
    assert refused.value.facts["row"].isdigit()


def saved(place, book, kind):
    """The book of XLSForm in a file of its kind."""
    sheets = [
        (name, list(dict.fromkeys(h for row in rows for h in row)), rows)
        for name, rows in book.items()
    ]
    if kind == "xlsx":
        workbook = openpyxl.Workbook()
        for name, headers, rows in sheets:
            sheet = workbook.create_sheet(name)
            sheet.append(headers)
            for row in rows:
                sheet.append([row.get(h) for h in headers])
        workbook.remove(workbook.worksheets[0])
        workbook.save(place)
        return
    out = io.StringIO()
    writer = csv.writer(out)
    for name, headers, rows in sheets:
        writer.writerows([[name], ["", *headers]])
        writer.writerows(["", *(row.get(h, "") for h in headers)] for row in rows)
    place.write_text(out.getvalue(), "utf-8-sig")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_form_is_read_from_a_workbook_and_from_text_with_commas(tmp_path: Path, kind):
    form = reworded(STANDARD, "when", {"nb": "Når «skjer»  det, ‘egentlig’?", "nn": "Når  då?"})
    place = tmp_path / f"report.{kind}"
    saved(place, xlsform.workbook(form), kind)
    assert xlsform.read_file(place) == form


def in_file(tmp_path, change):
    """The standard form as a file of text with commas, changed."""
    book = xlsform.workbook(STANDARD)
    place = tmp_path / "report.csv"
    saved(place, change(book) or book, "csv")
    return place


def renamed(book, sheet, old, new):
    book[sheet] = [{new if h == old else h: v for h, v in row.items()} for row in book[sheet]]


@pytest.mark.parametrize(
    ("sheet", "column", "alias"),
    [
        *(("survey", "relevant", a) for a in ("relevance", "Relevant", "bind::relevant")),
        *(("survey", "label::Bokmål (nb)", a) for a in ("label", "caption", "Label :: nb")),
        *(("survey", "hint::English (en)", a) for a in ("hint::en", "hint::English")),
        ("survey", "type", "command"),
        ("survey", "name", "tag"),
        ("choices", "name", "value"),
        ("choices", "list_name", "list name"),
        ("choices", "law", "Law"),
        ("choices", "label::Nynorsk (nn)", "caption::Nynorsk (nn)"),
        ("settings", "form_id", "id_string"),
        ("settings", "form_title", "set_form_title"),
    ],
)  # fmt: skip
def test_the_other_names_of_xlsforms_columns_hold(tmp_path: Path, sheet, column, alias):
    place = in_file(tmp_path, lambda book: renamed(book, sheet, column, alias))
    assert xlsform.read_file(place) == STANDARD


@pytest.mark.parametrize(
    ("sheet", "column", "wrong"),
    [
        ("survey", "relevant", "relevnt"),
        ("survey", "relevant", "constraint"),
        ("survey", "required", "requierd"),
        ("survey", "hint::English (en)", "hint::Deutsch (de)"),
        ("survey", "hint::English (en)", "guidance_hint"),
        ("survey", "required", "required::Bokmål (nb)"),
        ("choices", "law", "laws"),
        ("choices", "area", "media::image"),
        ("choices", "area", "Law"),
        ("settings", "form_title", "version"),
    ],
)
def test_a_column_that_is_not_read_is_refused_by_name(tmp_path: Path, sheet, column, wrong):
    place = in_file(tmp_path, lambda book: renamed(book, sheet, column, wrong))
    with pytest.raises(InvalidFile) as refused:
        xlsform.read_file(place)
    assert refused.value.key == "form.error.column"
    assert refused.value.facts["column"] == wrong
    assert (refused.value.facts["sheet"], refused.value.facts["row"]) == (sheet, "1")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_sheet_that_is_not_read_is_refused_by_name(tmp_path: Path, kind):
    place = tmp_path / f"report.{kind}"
    saved(place, xlsform.workbook(STANDARD) | {"chioces": [{"name": "x"}]}, kind)
    with pytest.raises(InvalidFile, match=r"form\.error\.sheet") as refused:
        xlsform.read_file(place)
    assert refused.value.facts["sheet"] == "chioces"


def test_a_sheet_of_notes_is_let_be(tmp_path: Path):
    place = tmp_path / "report.xlsx"
    saved(place, xlsform.workbook(STANDARD) | {"_notes": [{"what": "x"}]}, "xlsx")
    assert xlsform.read_file(place) == STANDARD


@pytest.mark.parametrize("yes", ["yes", "Yes", "YES", "true", "True", "TRUE", "true()"])
def test_required_is_read_as_xlsform_says_it(tmp_path: Path, yes):
    def change(book):
        book["survey"][0]["required"] = yes
        book["survey"][1]["required"] = "FALSE"

    assert xlsform.read_file(in_file(tmp_path, change)) == STANDARD


def test_required_that_is_neither_yes_nor_no_is_refused_with_its_row(tmp_path: Path):
    place = in_file(tmp_path, lambda book: book["survey"][2].update(required="ja"))
    with pytest.raises(InvalidFile, match=r"form\.error\.required") as refused:
        xlsform.read_file(place)
    assert refused.value.facts == {"file": "report.csv", "row": "4", "value": "ja"}


@pytest.mark.parametrize("coding", ["cp1252", "utf-16"])
def test_a_form_file_that_is_not_utf_8_is_refused_with_its_row(tmp_path: Path, coding):
    place = tmp_path / "report.md"
    place.write_bytes(versions.STANDARD.read_text("utf-8").encode(coding))
    with pytest.raises(InvalidFile, match=r"form\.error\.not_utf8") as refused:
        xlsform.read_file(place)
    assert refused.value.facts["row"].isdigit()
    broken = tmp_path / "report.xlsx"
    broken.write_bytes(b"PK no workbook")
    with pytest.raises(InvalidFile, match=r"form\.error\.source"):
        xlsform.read_file(broken)
