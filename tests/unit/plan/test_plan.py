"""The plan as text: every line of both seeds is in it, its history, its year, input to it."""

import shutil
from datetime import date

import pytest

from core.access import Role
from core.errors import Invalid, InvalidFile, Refused, Stale
from core.people import directory
from core.plan import cycle, inputs
from core.plan import sections as plan
from core.plan.sections import Text
from core.presets import plan as plan_file
from core.presets import profile as profile_file
from core.school import profile, settings
from core.school.goals import Goals
from core.school.reading import ReadingRules
from core.store.schema.people import function
from tests.conftest import ROOT, add_person

R = Role
SCHOOLS = ROOT / "data" / "schools"

# domain.md § 8.1, 8.2, 8.5, 8.6, 8.8: what each school's plan holds.
LINES = {
    "hvam": "G1 G2 G3 G4 G5 G8 P1 P2 P5 D1 D2 D3 D4 D5 D6 D7 R8 B1 B3 B5 B7 B8 B9 B10 B11",
    "jonsberg": "G6 G7 P3 P4 P5 D1 D2 D3 D7 R1 R2 R3 R4 R5 R6 R7 R8 B2 B3 B4 B5 B6 B10 B11",
}
TOOLS = {
    "hvam": "elevundersokelsen spekter vip-makkerskap vip-snakk analysis rules partners",
    "jonsberg": "elevundersokelsen mapping vip-makkerskap vip-snakk iko rules partners",
}
LINKS = {"hvam": 6, "jonsberg": 3, "blank": 2}  # Jønsberg's own page has no address in its plan
LAW = {"§ 12-4 tredje ledd", "§ 12-4 fjerde ledd", "§ 12-5", "§ 12-6", "§§ 10-1 og 10-2"}


@pytest.fixture
def hvam(store, once):
    once("hvam", lambda: store.write(lambda tx: plan_file.install(tx, SCHOOLS / "hvam")))
    return store


@pytest.fixture
def redaktor(store):
    return add_person(store, "redaktor", R.REDAKTOR)


@pytest.mark.parametrize("school", LINES)
def test_every_line_of_the_schools_own_plan_is_in_it(school):
    found = {line for s in plan_file.load(SCHOOLS / school) for line in s.lines}
    assert set(LINES[school].split()) <= found


@pytest.mark.parametrize("school", TOOLS)
def test_every_instrument_and_link_of_the_plan_is_in_it(school):
    sections = plan_file.load(SCHOOLS / school)
    tools = {s.section_id.removeprefix("tool-") for s in sections if s.kind == "instrument"}
    assert tools == set(TOOLS[school].split())
    assert len([s for s in sections if s.kind == "link"]) == LINKS[school]


@pytest.mark.parametrize("school", ["hvam", "jonsberg", "blank"])
def test_what_the_law_adds_is_supplied_with_its_paragraph_and_a_link(school):
    law = [s for s in plan_file.load(SCHOOLS / school) if s.kind == "law"]
    assert {s.paragraph for s in law} >= LAW
    for section in law:
        assert section.supplied
        assert section.url.startswith("https://lovdata.no/lov/2023-06-09-30/")


def test_the_written_plan_has_the_five_points_of_the_law():
    section = next(s for s in plan_file.load(SCHOOLS / "blank") if s.section_id == "law-plan")
    for text in section.texts.values():
        assert [p[:2] for p in text.points] == ["a)", "b)", "c)", "d)", "e)"]


@pytest.mark.parametrize("school", ["hvam", "jonsberg", "blank"])
def test_every_section_is_complete_in_bokmal_and_nynorsk(school):
    for section in plan_file.load(SCHOOLS / school):
        nb, nn = section.texts["nb"], section.texts["nn"]
        assert len(nb.points) == len(nn.points), section.section_id
        assert bool(nb.text) == bool(nn.text), section.section_id


def test_a_link_is_not_checked_before_somebody_looked(hvam, redaktor):
    links = [s for s in plan.sections(hvam) if s.kind == "link"]
    assert all(s.checked_on is None for s in links)
    plan.check_link(hvam, redaktor, links[0].section_id, links[0].version)
    after = next(s for s in plan.sections(hvam) if s.section_id == links[0].section_id)
    assert after.checked_on == hvam.today()
    plan.save(hvam, redaktor, after.section_id, after.texts, "https://ny.example.no", 2)
    again = next(s for s in plan.sections(hvam) if s.section_id == after.section_id)
    assert again.checked_on is None


def test_a_section_keeps_its_history_and_can_be_put_back(hvam, redaktor):
    plan.save(hvam, redaktor, "goal-1", {"nb": Text("Nytt mål")}, "", 1)
    assert [s.said("nb").title for s in plan.history(hvam, "goal-1")] == [
        "Nytt mål",
        "Alle elever opplever trivsel og trygghet på skolen",
    ]
    plan.remove(hvam, redaktor, "goal-1", 2)
    assert "goal-1" not in {s.section_id for s in plan.sections(hvam)}
    plan.put_back(hvam, redaktor, "goal-1", 1)
    now = next(s for s in plan.sections(hvam) if s.section_id == "goal-1")
    assert now.said("nb").title == "Alle elever opplever trivsel og trygghet på skolen"
    assert now.version == 4


def test_whoever_saves_second_is_told_and_overwrites_nothing(hvam, redaktor):
    plan.save(hvam, redaktor, "goal-1", {"nb": Text("Først")}, "", 1)
    with pytest.raises(Stale):
        plan.save(hvam, redaktor, "goal-1", {"nb": Text("Sist")}, "", 1)
    assert plan.history(hvam, "goal-1")[0].said("nb").title == "Først"


def test_what_the_law_wants_is_missing_until_the_school_takes_it_in(hvam, redaktor):
    before = {s.section_id for s in plan.missing(hvam)}
    assert {"law-plan", "law-staff", "law-governor", "law-heard", "law-document"} <= before
    plan.adopt(hvam, redaktor, "law-staff", 1)
    assert "law-staff" not in {s.section_id for s in plan.missing(hvam)}
    taken = next(s for s in plan.sections(hvam) if s.section_id == "law-staff")
    assert (taken.kind, taken.paragraph) == ("duty", "§ 12-5")


@pytest.mark.parametrize("role", [r for r in Role if r not in (R.REKTOR, R.ASSREKTOR, R.REDAKTOR)])
def test_others_than_leaders_and_redaktor_change_nothing(hvam, role):
    other = add_person(hvam, "andre", role)
    with pytest.raises(Refused):
        plan.save(hvam, other, "goal-1", {"nb": Text("Nytt")}, "", 1)
    with pytest.raises(Refused):
        cycle.revise(hvam, other, hvam.today(), "")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (("", "", ""), "title"),
        (("T" * 161, "", ""), "long_title"),
        (("T", "x" * 4001, ""), "long_text"),
        (("T", "", "p\n" * 31), "points"),
    ],
)
def test_a_text_that_cannot_be_shown_is_refused(typed, fault):
    with pytest.raises(Invalid, match=f"plan.error.{fault}"):
        plan.written(*typed)


@pytest.mark.parametrize("url", ["http://a.no", "javascript:alert(1)", "udir.no", "https://"])
def test_only_https_addresses_are_links(url):
    with pytest.raises(Invalid, match="url"):
        plan.link(url)


REVISIONS = [
    # month, last revised, today, overdue
    (8, date(2025, 10, 6), date(2026, 8, 15), False),
    (8, date(2025, 10, 6), date(2026, 9, 1), True),
    (8, date(2025, 10, 6), date(2025, 11, 1), False),  # late counts for the month it was late for
    (8, date(2026, 8, 20), date(2026, 11, 23), False),
    (8, None, date(2026, 11, 23), False),  # nobody has said: nothing is claimed
    (12, date(2025, 12, 1), date(2026, 11, 23), False),
    (6, date(2026, 5, 31), date(2026, 7, 1), True),
]


@pytest.mark.parametrize(("month", "last", "today", "overdue"), REVISIONS)
def test_the_plan_is_overdue_when_its_month_has_passed_without_a_revision(
    month, last, today, overdue
):
    assert cycle.cycle(month, last, today).overdue is overdue


def test_jonsbergs_plan_is_overdue_and_a_revision_cures_it(store):
    store.write(lambda tx: plan_file.install(tx, SCHOOLS / "jonsberg"))
    rektor = add_person(store, "rektor", R.REKTOR, R.ANSATT)
    assert cycle.now(store).last == date(2025, 10, 6)
    assert cycle.now(store).overdue
    cycle.revise(store, rektor, store.today(), "Ny tekst om § 12-5")
    assert not cycle.now(store).overdue
    with pytest.raises(Invalid, match="future"):
        cycle.revise(store, rektor, date(2027, 1, 1), "")


def test_each_employee_confirms_once_a_school_year(store):
    larer = add_person(store, "larer", R.LARER, R.ANSATT)
    rektor = add_person(store, "rektor", R.REKTOR, R.ANSATT)
    assert cycle.confirmed_on(store, larer) is None
    cycle.confirm(store, larer)
    cycle.confirm(store, larer)
    assert cycle.confirmed_on(store, larer) == store.today()
    seen = cycle.readership(store, rektor)
    assert (seen.done, seen.of, seen.missing) == (1, 2, (rektor.name,))
    store.clock.move(days=365)
    assert cycle.confirmed_on(store, larer) is None


@pytest.mark.parametrize("role", [R.LARER, R.ELEVTJENESTE, R.REDAKTOR, R.SU, R.SYSTEMANSVARLIG])
def test_only_leaders_see_who_has_not_confirmed(store, role):
    with pytest.raises(Refused):
        cycle.readership(store, add_person(store, "andre", role))


@pytest.mark.parametrize("role", [R.SU, R.REDAKTOR, R.SKOLEEIER, R.SYSTEMANSVARLIG])
def test_whoever_is_not_employed_confirms_nothing(store, role):
    with pytest.raises(Refused):
        cycle.confirm(store, add_person(store, "andre", role))


def test_input_is_kept_sealed_and_its_answer_reaches_whoever_gave_it(store, redaktor):
    su = add_person(store, "su", R.SU)
    larer = add_person(store, "larer", R.LARER, R.ANSATT)
    input_id = inputs.submit(store, su, "Mer om nett, ![x](http://a.no)")
    inputs.submit(store, larer, "Mer om friminutt")
    assert {i.source for i in inputs.visible(store, redaktor)} == {"su", "staff"}
    assert [i.source for i in inputs.visible(store, su)] == ["su"]
    assert [i.source for i in inputs.visible(store, larer)] == ["staff"]
    inputs.answer(store, redaktor, input_id, "Tatt inn")
    assert inputs.visible(store, su)[0].answer == "Tatt inn"
    with pytest.raises(Refused):
        inputs.answer(store, larer, input_id, "Nei")


def test_the_student_council_speaks_through_its_contact(store):
    larer = add_person(store, "larer", R.LARER, R.ANSATT)
    with pytest.raises(Refused):
        inputs.submit(store, larer, "Fra elevrådet", "elevrad")
    held = {"function_id": "elevradskontakt", "names": {}, "holder_id": larer.person_id}
    store.write(lambda tx: tx.insert(function, held))
    contact = directory.load(store, larer.person_id)
    inputs.submit(store, contact, "Fra elevrådet", "elevrad")
    assert inputs.visible(store, contact)[0].source == "elevrad"


@pytest.mark.parametrize("role", [R.SKOLEEIER, R.REDAKTOR, R.SYSTEMANSVARLIG])
def test_others_give_no_input(store, role):
    with pytest.raises(Refused):
        inputs.submit(store, add_person(store, "andre", role), "Hei")


@pytest.mark.parametrize("school", ["hvam", "jonsberg", "blank"])
def test_a_preset_gives_the_profile_who_reads_and_the_internal_targets(store, school):
    store.write(lambda tx: profile_file.install(tx, SCHOOLS / school))
    assert profile.profile(store).name
    assert not profile.profile(store).for_real_reports
    assert settings.load(store, ReadingRules).deputy is True
    assert settings.load(store, Goals).plan == 5


MISTAKES = [
    ("plan.toml", ('last_revised = ""', 'last_revised = "'), "toml", 7),
    ("plan.toml", ('kind = "value"', 'kind = "x"'), "one_of", 11),
    ("plan.toml", ('id = "intro"\n', ""), "lacks", 9),
    ("plan.toml", ("[section.nb]", "[section.nb_no]"), "unknown", 13),
    ("plan.toml", ("revised_in = 6", "revised_in = 13"), "month", 6),
    ("plan.toml", ('url = "https://', 'url = "http://'), "url", 73),
    ("profile.toml", ("short_name", "shortname"), "unknown", 3),
    ("profile.toml", ('name = "Hvam videregående skole"', 'name = " "'), "text", 2),
    ("profile.toml", ("plan = 5", "plan = 500"), "number", 35),
    ("profile.toml", ("deputy = true", 'deputy = "ja"'), "kind", 25),
]


@pytest.mark.parametrize(("name", "change", "fault", "row"), MISTAKES)
def test_a_mistake_in_a_preset_is_refused_with_file_row_and_cure(
    store, tmp_path, name, change, fault, row
):
    folder = tmp_path / "min"
    shutil.copytree(SCHOOLS / "hvam", folder)
    text = (folder / name).read_text("utf-8")
    (folder / name).write_text(text.replace(*change, 1), "utf-8")
    install = plan_file.install if name == "plan.toml" else profile_file.install
    with pytest.raises(InvalidFile, match=f"preset.error.{fault}") as caught:
        store.write(lambda tx: install(tx, folder))
    assert caught.value.facts["file"] == f"min/{name}"
    assert caught.value.facts["row"] == row
    assert plan.sections(store) == []


def test_the_month_of_the_revision_is_the_schools_own_and_a_stale_one_is_refused(hvam, redaktor):
    seen = cycle.edited(hvam)[1]
    assert cycle.now(hvam).month == 6
    cycle.set_month(hvam, redaktor, 8, seen)
    assert cycle.now(hvam).month == 8
    with pytest.raises(Stale):
        cycle.set_month(hvam, redaktor, 9, seen)
    with pytest.raises(Invalid, match="month"):
        cycle.set_month(hvam, redaktor, 13, seen + 1)
    with pytest.raises(Refused):
        cycle.set_month(hvam, add_person(hvam, "larer", R.LARER, R.ANSATT), 9, seen + 1)


def test_an_input_is_answered_once(store, redaktor):
    su = add_person(store, "su", R.SU)
    input_id = inputs.submit(store, su, "Mer om nett")
    inputs.answer(store, redaktor, input_id, "Tatt inn")
    with pytest.raises(Stale):
        inputs.answer(store, redaktor, input_id, "Avvist")
    assert inputs.visible(store, su)[0].answer == "Tatt inn"


def test_an_empty_file_of_a_preset_is_refused_by_its_name(store, tmp_path):
    folder = tmp_path / "min"
    shutil.copytree(SCHOOLS / "hvam", folder)
    (folder / "profile.toml").write_text("")
    with pytest.raises(InvalidFile, match="lacks") as caught:
        store.write(lambda tx: profile_file.install(tx, folder))
    assert caught.value.facts["file"] == "min/profile.toml"
