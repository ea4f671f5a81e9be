"""A folder and a backup of each revision that ever landed open, are brought up, and are whole."""

import shutil
import tarfile
from datetime import date, datetime

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from core.administration import absence
from core.cases import listing, reading
from core.cases.facts import ClockRules
from core.figures import releases
from core.forms import versions
from core.operations import commands, readable, set_up
from core.people import directory
from core.plan import inputs as plan_input
from core.plan import sections
from core.plan.cycle import PlanCycle
from core.reports import messages
from core.school import classes, settings
from core.school.days import SchoolCalendar
from core.school.goals import Goals
from core.school.help_lines import HelpLines
from core.school.profile import Profile
from core.school.reading import ReadingRules
from core.store import current, day_seals, opening, upgrade, witness
from core.store.schema import school
from core.today import drafts, follow_up
from core.today.notices import MailSent
from core.year import facts
from tests.conftest import ROOT

SAMPLES = {p.name.split(".")[0]: p for p in sorted((ROOT / "tests" / "samples").glob("*.tar.xz"))}
LEFT = datetime(2026, 11, 28, 9)  # the day after the newest sample was made
REVISIONS = sorted(p.name.split("_")[0] for p in (upgrade.REVISIONS / "versions").glob("[0-9]*.py"))


@pytest.fixture(params=SAMPLES)
def sample(request, tmp_path):
    """What a program of an older revision left: a school's folder, its codes, a backup."""
    with tarfile.open(SAMPLES[request.param]) as packed:
        packed.extractall(tmp_path / "sample", filter="data")
    folder = tmp_path / "school"
    folder.mkdir(mode=0o700)
    for name in ("key", "portal.duckdb", "portal.head"):
        if (tmp_path / "sample" / name).exists():
            shutil.copy(tmp_path / "sample" / name, folder / name)
    return request.param, folder, tmp_path / "sample"


def brought_to(folder, revision):
    """Alembic alone, as the program of that revision would have: no key, no step after it."""
    import duckdb_sqlalchemy.alembic_impl  # noqa: F401

    engine = opening.open_engine(folder)
    config = Config()
    config.set_main_option("script_location", str(upgrade.REVISIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    assert upgrade.revision(engine) == revision
    engine.dispose()


def is_whole(store, left):
    """Everything verifies, and the words of then are read by whom they were written for."""
    codes = (left / "codes").read_text().split()
    assert commands.run(store, "verify", {})["faults"] == []
    assert upgrade.revision(store.engine) == upgrade.newest_revision()
    found = [follow_up.with_code(store, code) for code in codes]
    assert [r.answers["what_happened"][-1] for r in found] == ["0", "1", "2", "3"]
    said = [m.body for m in messages.conversation(store, found[0].report_id)]
    assert said == ["Er noen der?", "Ja, vi er her."]
    rita = next(p for p in directory.names(store) if directory.names(store)[p] == "Rita")
    inputs = plan_input.visible(store, directory.load(store, rita))
    assert [i.body for i in inputs] == ["Mer lys i garderoben"]
    if (left / "ticked").exists():
        stands_as_staff_left_it(store, directory.load(store, rita), left)
    return True


def stands_as_staff_left_it(store, rita, left):
    """What staff had set, planned, ticked, frozen and begun to write is read as they left it."""
    store.clock = lambda: LEFT  # what is begun is kept for a week, whoever is away comes back
    assert settings.load(store, Goals).plan == 2
    assert [c.name for c in classes.of_year(store, 2026)] == ["1STA"]
    assert len(absence.everyone(store)) == 1
    draft = versions.draft(store)
    assert len(draft.form.questions) == len(versions.current(store).form.questions) + 1
    assert sections.sections(store)[0].said("nb").text == "Alle er trygge"
    kept = facts.tasks(store, 2026)
    ticked = sorted(str(t.task_id) for t in kept if t.ticks)
    assert ticked == (left / "ticked").read_text().split()
    assert [t.meetings[0].note for t in kept if t.meetings] == ["Møtt"]
    assert [n.class_id is not None for n in facts.of(store, 2026).needs] == [True]
    assert releases.broken(store) == []
    assert [r.published_at is not None for r in releases.listed(store, rita)] == [True]
    number = listing.numbers(store, rita)[0]
    case = reading.by_number(store, rita, number)
    begun = drafts.begun(store, rita, drafts.of_case(case.case_id))
    assert begun == {"journal_text": "Jeg har begynt å"}


def what_reporters_did_is_sealed(store):
    """Each report, each message, "safe now": once, under their days' seals."""
    store.clock = lambda: max(LEFT, datetime.now())
    day_seals.seal_days(store)
    e, s = school.reporter_event, school.reporter_seal
    acts = sorted(row.action for row in store.rows(sa.select(e.c.action).where(e.c.seal == 1)))
    sent = ["report.sent"] * 4
    assert acts in (["message.sent", *sent], ["message.sent", "report.safe", *sent])
    seals = store.rows(sa.select(s.c.number, s.c.events))
    assert {row.number for row in seals} == {1}
    assert sum(row.events for row in seals) == len(acts)
    assert commands.run(store, "verify", {})["whole"], "and the count is the one that was sealed"


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_folder_of_each_revision_opens_and_is_whole(sample, revision):
    made_at, folder, left = sample
    if revision < made_at:
        return  # no program of that revision ever saw it
    brought_to(folder, revision)
    store = current.connect(folder)
    assert is_whole(store, left)
    kept = {row.name: row.value for row in store.rows(school.setting.select())}
    assert list(kept[witness.NAME]) == ["1"], "what needs the key was done too"
    what_reporters_did_is_sealed(store)
    store.engine.dispose()
    again = current.connect(folder)
    assert commands.run(again, "verify", {})["whole"]
    again.engine.dispose()


def test_a_backup_of_each_revision_is_restored_and_said_not_to_be_authenticated(sample, tmp_path):
    _, folder, left = sample
    new = tmp_path / "new"
    new.mkdir(mode=0o700)
    shutil.copy(folder / "key", new / "key")
    refused = set_up.restore(new, left / "backup")
    assert (refused["exit"], refused["error"]) == (1, "backup.error.unauthenticated")
    assert [file.name for file in new.iterdir()] == ["key"]
    answer = set_up.restore(new, left / "backup", unauthenticated=True)
    assert answer["exit"] == 0, answer
    assert answer["authenticated"] is False
    assert "ikke er låst med nøkkelen" in answer["say"][-1]
    store = current.connect(new)
    assert is_whole(store, left)
    store.engine.dispose()


ALL_TWO = dict.fromkeys(("tell", "begin", "hear", "plan", "next_round", "confirm"), 2)
# How each setting stood when the sample was made: six of them were kept in another shape then.
WAS_SET = {
    "0001": {
        "reading": (True, 8, 15, None),
        "goals": Goals(),
        "years": [2025, 2026],
        "checked": None,
        "month": 6,
        "away": [],
        "mail": None,
    },
    "0007": {
        "reading": (True, 8, 15, None),
        "goals": Goals(**ALL_TWO),
        "years": [2025, 2026],
        "checked": None,
        "month": 6,
        "away": [(date(2026, 11, 27), date(2026, 11, 30))],
        "mail": None,
    },
    "0008": {
        "reading": (False, 7, 14, "Eli"),
        "goals": Goals(**ALL_TWO),
        "years": [2025, 2026, 2027],
        "checked": date(2026, 11, 27),
        "month": 8,
        "away": [(date(2026, 11, 27), date(2026, 11, 30))],
        "mail": datetime(2026, 11, 27, 8),
    },
}

# The school of 0008 with another thing in it.
WAS_SET["0009"] = WAS_SET["0008"]


def test_what_was_set_is_read_as_it_was_set_in_whichever_shape_it_was_kept(sample):
    made_at, folder, _ = sample
    store = current.connect(folder)
    hours, names = settings.load(store, ReadingRules), directory.names(store)
    years = settings.load(store, SchoolCalendar).years
    (police,) = [x for x in settings.load(store, HelpLines).lines if x.id == "police"]
    spans = settings.load(store, absence.Absences).spans.values()
    assert {
        "reading": (hours.deputy, hours.from_hour, hours.to_hour, names.get(hours.delegate)),
        "goals": settings.load(store, Goals),
        "years": sorted(years),
        "checked": police.checked_on,
        "month": settings.load(store, PlanCycle).month,
        "away": [(span.first, span.last) for span in spans],
        "mail": settings.load(store, MailSent).hour,
    } == WAS_SET[made_at]
    assert police.number == "112"
    assert years[2025].holidays[0].names == {"nb": "Høstferie", "nn": "Haustferie"}
    assert settings.load(store, Profile).name == "Hvam videregående skole"
    assert settings.load(store, ClockRules).number == (1 if made_at == "0001" else 2)
    readable.must_be(store)
    store.engine.dispose()


def test_each_revision_that_a_school_may_have_been_left_at_has_a_sample():
    assert {"0001", "0007", "0008", "0009"} <= set(SAMPLES)
