"""A folder and a backup of each revision that ever landed open, are brought up, and are whole."""

import shutil
import tarfile

import pytest
from alembic import command
from alembic.config import Config

from core.operations import commands, set_up
from core.people import directory
from core.plan import inputs as plan_input
from core.reports import messages
from core.store import current, opening, upgrade, witness
from core.store.schema import school
from core.today import follow_up
from tests.conftest import ROOT

SAMPLES = {p.name.split(".")[0]: p for p in sorted((ROOT / "tests" / "samples").glob("*.tar.xz"))}
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


def is_whole(store, codes):
    """Everything verifies, and the words of then are read by whom they were written for."""
    assert commands.run(store, "verify", {})["faults"] == []
    assert upgrade.revision(store.engine) == upgrade.newest_revision()
    found = [follow_up.with_code(store, code) for code in codes]
    assert [r.answers["what_happened"][-1] for r in found] == ["0", "1", "2", "3"]
    said = [m.body for m in messages.conversation(store, found[0].report_id)]
    assert said == ["Er noen der?", "Ja, vi er her."]
    rita = next(p for p in directory.names(store) if directory.names(store)[p] == "Rita")
    inputs = plan_input.visible(store, directory.load(store, rita))
    assert [i.body for i in inputs] == ["Mer lys i garderoben"]
    return True


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_folder_of_each_revision_opens_and_is_whole(sample, revision):
    made_at, folder, left = sample
    if revision < made_at:
        return  # no program of that revision ever saw it
    brought_to(folder, revision)
    store = current.connect(folder)
    assert is_whole(store, (left / "codes").read_text().split())
    kept = {row.name: row.value for row in store.rows(school.setting.select())}
    assert list(kept[witness.NAME]) == ["1"], "what needs the key was done too"
    store.engine.dispose()
    again = current.connect(folder)
    assert commands.run(again, "verify", {})["whole"]
    again.engine.dispose()


def test_a_backup_of_each_revision_is_restored_and_said_not_to_be_authenticated(sample, tmp_path):
    _, folder, left = sample
    new = tmp_path / "new"
    new.mkdir(mode=0o700)
    shutil.copy(folder / "key", new / "key")
    answer = set_up.restore(new, left / "backup")
    assert answer["exit"] == 0, answer
    assert answer["authenticated"] is False
    assert "ikke er låst med nøkkelen" in answer["say"][-1]
    store = current.connect(new)
    assert is_whole(store, (left / "codes").read_text().split())
    store.engine.dispose()


def test_the_first_revision_has_a_sample():
    assert "0001" in SAMPLES
