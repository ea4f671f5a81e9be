"""What a school changes in its settings: who may change which part, and what cannot be taken."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.access import Role
from core.administration import classes as class_edits
from core.administration import departments
from core.administration import functions as holders
from core.administration import settings as edits
from core.administration.classes import ClassDraft
from core.errors import Invalid, Refused, Stale
from core.people import directory
from core.presets import schools as presets
from core.school import classes, functions, help_lines, settings
from core.school.days import LEAST_HALF, Holiday, SchoolCalendar, Year, halves
from core.school.help_lines import HelpLine
from core.school.profile import Profile
from core.school.reading import ReadingRules
from core.year import bodies, meetings
from tests.conftest import ROOT, add_person
from tests.given.settings import GOALS, PRIVACY, READING, texts

R = Role
HVAM = ROOT / "data" / "schools" / "hvam"
YEAR = Year(date(2026, 8, 17), date(2027, 6, 18))


@pytest.fixture
def school(store, once):
    def work(tx):
        for module in (presets.profile, presets.help_lines, presets.calendar, presets.functions):
            module.install(tx, Path(HVAM))

    once("hvam", lambda: store.write(work))
    return store


def save(store, person, part):
    match part:
        case "texts":
            edits.save_texts(store, person, texts(), 1)
        case "privacy":
            edits.save_privacy(store, person, PRIVACY, 1)
        case "reading":
            edits.save_reading(store, person, replace(READING, to_hour=16), 1)
        case "deputy":
            edits.save_reading(store, person, replace(READING, deputy=False), 1)
        case "goals":
            edits.save_goals(store, person, GOALS, 1)
        case "calendar":
            edits.save_year(store, person, 2026, YEAR, 1)
        case "lines":
            edits.confirm_line(store, person, "police", 1)


WHO = {
    "texts": {R.REKTOR, R.ASSREKTOR, R.REDAKTOR},
    "privacy": {R.REKTOR, R.ASSREKTOR},
    "reading": {R.REKTOR, R.ASSREKTOR},
    "deputy": {R.REKTOR},
    "goals": {R.REKTOR, R.ASSREKTOR},
    "calendar": {R.REKTOR, R.ASSREKTOR, R.REDAKTOR},
    "lines": {R.REKTOR, R.ASSREKTOR, R.REDAKTOR},
}


@pytest.mark.parametrize("part", WHO)
def test_each_part_of_the_settings_is_changed_by_its_own_roles_alone(school, part):
    for role in Role:
        person = add_person(school, f"x{role}", role)
        if role not in WHO[part]:
            with pytest.raises(Refused):
                save(school, person, part)
    # Rektor may all of them.
    save(school, add_person(school, "rektor", R.REKTOR), part)


@pytest.mark.parametrize("part", WHO)
def test_whoever_saves_second_overwrites_nothing(school, part):
    rektor = add_person(school, "rektor", R.REKTOR)
    save(school, rektor, part)
    with pytest.raises(Stale):
        save(school, rektor, part)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"name": " "}, "line"),
        ({"exit_site": ""}, "line"),
        ({"exit_site": "javascript:alert(1)"}, "url"),
        ({"exit_site": "http://www.yr.no"}, "url"),
        ({"web": "afk.no"}, "url"),
        ({"address": "x" * 201}, "line"),
        ({"committee": {"nb": "", "nn": "", "en": ""}}, "line"),
    ],
)
def test_a_profile_with_a_mistake_leaves_the_old_one_in_force(school, changed, fault):
    rektor = add_person(school, "rektor", R.REKTOR)
    before = settings.load(school, Profile)
    with pytest.raises(Invalid, match=f"settings.error.{fault}"):
        edits.save_texts(school, rektor, texts(**changed), 1)
    assert settings.load(school, Profile) == before


@pytest.mark.parametrize(("start", "end"), [(15, 8), (8, 8), (-1, 8), (8, 25)])
def test_hours_of_reading_lie_in_one_day(school, start, end):
    rektor = add_person(school, "rektor", R.REKTOR)
    with pytest.raises(Invalid, match="hours"):
        edits.save_reading(school, rektor, replace(READING, from_hour=start, to_hour=end), 1)


def test_only_someone_who_reads_anyway_stands_in_for_rektor(school):
    rektor = add_person(school, "rektor", R.REKTOR)
    larer = add_person(school, "larer", R.LARER, R.ANSATT)
    team = add_person(school, "team", R.ELEVTJENESTE, R.ANSATT)
    with pytest.raises(Refused):
        edits.save_reading(school, rektor, replace(READING, delegate=larer.person_id), 1)
    edits.save_reading(school, rektor, replace(READING, delegate=team.person_id), 1)
    assert settings.load(school, ReadingRules).delegate == team.person_id


@pytest.mark.parametrize(
    ("year", "fault"),
    [
        (Year(date(2027, 6, 18), date(2026, 8, 17)), "order"),
        (Year(date(2025, 8, 17), date(2027, 6, 18)), "outside"),
        (Year(YEAR.first, YEAR.last, (Holiday(date(2027, 8, 2), date(2027, 8, 3)),)), "outside"),
    ],
)
def test_a_calendar_with_a_mistake_is_refused(school, year, fault):
    rektor = add_person(school, "rektor", R.REKTOR)
    with pytest.raises(Invalid, match=f"settings.error.{fault}"):
        edits.save_year(school, rektor, 2026, year, 1)


@pytest.mark.parametrize(
    ("first", "last", "lacks"),
    [
        (date(2026, 8, 17), date(2026, 12, 18), "spring"),
        (date(2027, 1, 4), date(2027, 6, 18), "autumn"),
        (date(2026, 11, 30), date(2027, 6, 18), "autumn"),
        (date(2026, 8, 17), date(2027, 2, 1), "spring"),
    ],
)
def test_a_school_year_of_one_half_is_refused_with_the_days_of_each(school, first, last, lacks):
    rektor = add_person(school, "rektor", R.REKTOR)
    kept = settings.load(school, SchoolCalendar)
    new = Year(first, last, (Holiday(date(2026, 12, 21), date(2027, 1, 1)),))
    with pytest.raises(Invalid, match=r"settings\.error\.half") as refused:
        edits.save_year(school, rektor, 2026, new, 1)
    told = {half: refused.value.facts[half] for half in ("autumn", "spring")}
    assert told.pop(lacks) < LEAST_HALF <= told.popitem()[1]
    assert settings.load(school, SchoolCalendar) == kept


def test_the_school_days_of_each_half_are_counted_by_hand():
    off = (
        Holiday(date(2026, 9, 28), date(2026, 10, 2)),
        Holiday(date(2026, 12, 21), date(2027, 1, 1)),
    )
    # 18 weeks less one from 17 August; 24 weeks less three days of Easter, Ascension and 17 May.
    assert halves(2026, Year(date(2026, 8, 17), date(2027, 6, 18), off)) == (85, 115)


def test_a_suggestion_is_shown_to_students_only_when_taken_into_use(school):
    rektor = add_person(school, "rektor", R.REKTOR)
    assert "fire" not in {x.id for x in help_lines.lines(school)}
    edits.use_line(school, rektor, "fire", True, 1)
    line = next(x for x in help_lines.lines(school) if x.id == "fire")
    assert line.checked_on == school.today()
    edits.use_line(school, rektor, "fire", False, 2)
    assert "fire" not in {x.id for x in help_lines.lines(school)}
    with pytest.raises(Invalid, match="line_empty"):
        edits.use_line(school, rektor, "ombud", True, 3)  # no number yet


@pytest.mark.parametrize("preset", ["hvam", "jonsberg", "blank"])
def test_no_line_of_a_preset_is_confirmed_and_those_read_at_source_are_in_force(store, preset):
    store.write(lambda tx: presets.help_lines.install(tx, ROOT / "data" / "schools" / preset))
    kept = edits.lines(store)
    assert not any(x.checked_on for x in kept)
    in_force = {x.id for x in kept if not x.suggested}
    assert in_force == {
        *("police", "ambulance", "children", "mental_health"),
        *("emergency_doctor", "red_cross", "kirkens_sos"),
        "statsforvalter",  # students are told of the way to them (§ 10-8)
    }


def test_a_changed_line_has_to_be_confirmed_again(school):
    rektor = add_person(school, "rektor", R.REKTOR)
    edits.confirm_line(school, rektor, "police", 1)
    new = HelpLine(id="police", name={"nb": "Politi"}, number="112")
    edits.save_line(school, rektor, new, 2)
    assert next(x for x in edits.lines(school) if x.id == "police").checked_on is None
    with pytest.raises(Invalid, match="number"):
        edits.save_line(school, rektor, replace(new, number="ring oss"), 3)


def test_a_function_has_a_holder_and_a_deputy_who_is_another(school):
    rektor = add_person(school, "rektor", R.REKTOR, R.ANSATT)
    team = add_person(school, "team", R.ELEVTJENESTE, R.ANSATT)
    owner = add_person(school, "eier", R.SKOLEEIER)
    was = functions.everyone(school)["miljoveileder"]
    with pytest.raises(Invalid, match="same_person"):
        holders.give(school, rektor, was, team.person_id, team.person_id)
    with pytest.raises(Refused):
        holders.give(school, rektor, was, owner.person_id, None)
    with pytest.raises(Refused):
        holders.give(school, team, was, team.person_id, None)
    holders.give(school, rektor, was, team.person_id, rektor.person_id)
    with pytest.raises(Stale):
        holders.give(school, rektor, was, None, None)
    now = functions.everyone(school)["miljoveileder"]
    assert (now.holder_id, now.deputy_id) == (team.person_id, rektor.person_id)


@pytest.fixture
def rektor(school):
    return add_person(school, "rektor", R.REKTOR, R.ANSATT)


@pytest.fixture
def larer(school):
    return add_person(school, "larer", R.LARER, R.ANSATT)


PBA = ClassDraft(name="3PBA", level=3, students=25, programme="Påbygg")


def test_a_class_gets_its_department_its_teachers_and_its_number(school, rektor, larer):
    departments.add_department(school, rektor, "Påbygg", rektor.person_id)
    found = departments.departments(school)[-1]
    wanted = replace(
        PBA,
        name=" 3PBA ",
        department_id=found.department_id,
        contact_teacher_id=larer.person_id,
        teachers=frozenset({larer.person_id, rektor.person_id}),
    )
    made = class_edits.add(school, rektor, 2026, wanted)
    kept = class_edits.draft(school, made)
    assert (kept.name, kept.department_id) == ("3PBA", found.department_id)
    assert kept.teachers == {rektor.person_id}  # its contact teacher is not named twice
    assert directory.load(school, larer.person_id).own_classes == {made}
    assert directory.load(school, rektor.person_id).taught_classes == {made}
    class_edits.change(school, rektor, made, replace(kept, teachers=frozenset()), kept)
    assert directory.load(school, rektor.person_id).taught_classes == set()


MISTAKES = [
    ({"name": " "}, "name"),
    ({"name": "x" * 21}, "name"),
    ({"name": "3pba"}, "twice"),
    ({"name": "9X", "level": 9}, "level"),
    ({"name": "3X", "students": 61}, "students"),
    ({"name": "3X", "programme": "x" * 61}, "programme"),
]


@pytest.mark.parametrize(("changed", "fault"), MISTAKES)
def test_a_mistake_in_a_class_makes_and_changes_none(school, rektor, changed, fault):
    class_edits.add(school, rektor, 2026, PBA)
    other = class_edits.add(school, rektor, 2026, replace(PBA, name="3PBB"))
    was = class_edits.draft(school, other)
    with pytest.raises(Invalid, match=f"class.error.{fault}"):
        class_edits.add(school, rektor, 2026, replace(PBA, **changed))
    with pytest.raises(Invalid, match=f"class.error.{fault}"):
        class_edits.change(school, rektor, other, replace(was, **changed), was)
    assert [c.name for c in classes.of_year(school, 2026)] == ["3PBA", "3PBB"]
    class_edits.change(school, rektor, other, replace(was, name="3pbb"), was)  # its own name


@pytest.mark.parametrize("who", ["contact_teacher_id", "teachers"])
def test_only_who_is_employed_here_teaches_a_class(school, rektor, who):
    for role in (R.SU, R.SKOLEEIER, R.SYSTEMANSVARLIG):
        other = add_person(school, f"x{role}", role).person_id
        new = replace(PBA, **{who: frozenset({other}) if who == "teachers" else other})
        with pytest.raises(Refused):
            class_edits.add(school, rektor, 2026, new)
    with pytest.raises(Refused):
        class_edits.add(school, rektor, 2026, replace(PBA, department_id="finnes-ikke"))


def test_of_two_who_change_a_class_the_second_is_told(school, rektor, larer):
    made = class_edits.add(school, rektor, 2026, PBA)
    was = class_edits.draft(school, made)
    teachers = frozenset({larer.person_id})
    class_edits.change(school, rektor, made, replace(was, teachers=teachers), was)
    with pytest.raises(Stale):
        class_edits.change(school, rektor, made, replace(was, students=20), was)
    assert class_edits.draft(school, made) == replace(PBA, teachers=teachers)


def test_a_class_made_by_mistake_is_removed_and_one_with_a_meeting_stays(school, rektor, larer):
    store = school
    store.write(lambda tx: presets.bodies.install(tx, HVAM))
    made = class_edits.add(store, rektor, 2026, replace(PBA, teachers=frozenset({larer.person_id})))
    kept = class_edits.add(store, rektor, 2026, replace(PBA, name="3PBB"))
    body = next(b for b in bodies.everyone(store) if b.by_class)
    meetings.plan(store, rektor, body.body_id, store.today(), kept)
    class_edits.remove(store, rektor, made)
    with pytest.raises(Invalid, match="in_use"):
        class_edits.remove(store, rektor, kept)
    with pytest.raises(Refused):
        class_edits.remove(store, rektor, made)
    assert [c.name for c in classes.of_year(store, 2026)] == ["3PBB"]
    assert directory.load(store, larer.person_id).taught_classes == set()


@pytest.mark.parametrize(
    "role", [r for r in Role if r not in (R.REKTOR, R.ASSREKTOR, R.SYSTEMANSVARLIG)]
)
def test_others_make_change_and_remove_no_class(school, rektor, role):
    made = class_edits.add(school, rektor, 2026, PBA)
    other = add_person(school, "andre", role)
    was = class_edits.draft(school, made)
    for act in (
        lambda: class_edits.add(school, other, 2026, replace(PBA, name="1X")),
        lambda: class_edits.change(school, other, made, replace(was, students=3), was),
        lambda: class_edits.remove(school, other, made),
    ):
        with pytest.raises(Refused):
            act()
