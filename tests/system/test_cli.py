"""The command skolemiljo: exit codes, one JSON document, one Norwegian line, no half school."""

import json
import stat

import pytest
from click.testing import CliRunner

from core.administration import accounts
from core.cli import main
from core.operations import backed_up
from core.people import passwords
from core.store import crypto, current
from core.store.schema import reports


@pytest.fixture
def run(tmp_path, monkeypatch):
    """`run("user", "list")` on a data folder of its own."""
    monkeypatch.setenv("SKOLEMILJO_DATA", str(tmp_path / "school"))
    monkeypatch.setattr(passwords, "ROUNDS", 4)  # the strength has its own test
    monkeypatch.delenv("SKOLEMILJO_KEY", raising=False)
    monkeypatch.delenv("SKOLEMILJO_KEY_FILE", raising=False)

    def go(*words: str, **more):
        return CliRunner().invoke(main, list(words), **more)

    return go


@pytest.fixture
def school(run):
    """A real school, set up."""
    told = run("init", "--school", "blank", "--admin", "sysadm")
    assert told.exit_code == 0, told.output
    return told


def document(told):
    """The one JSON document on standard output."""
    return json.loads(told.stdout)


def test_init_makes_a_school_with_one_account_and_no_data(run, school, tmp_path):
    store = current.connect(tmp_path / "school")
    everyone = accounts.everyone(store)
    assert [(a.sign_in_name, a.must_change_password) for a in everyone] == [("sysadm", True)]
    assert store.rows(reports.report.select()) == []
    store.engine.dispose()
    assert stat.S_IMODE((tmp_path / "school").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "school" / "key").stat().st_mode) == 0o600


def test_init_says_the_password_once_and_that_the_key_must_be_kept(school, tmp_path):
    assert school.stdout.count("Engangspassord") == 1
    assert str(tmp_path / "school" / "key") in school.stdout
    assert "et annet sted" in school.stdout
    assert "ikke klar for ekte meldinger" in school.stdout


@pytest.mark.parametrize("slug", ["hvam", "jonsberg"])
def test_init_puts_the_preset_in_force(run, slug):
    assert run("init", "--school", slug).exit_code == 0
    told = document(run("wheel", "--year", "2026", "--json"))
    assert len(told["activities"]) > 15
    assert run("verify").exit_code == 0


def test_a_folder_in_use_is_refused_and_left_as_it_is(run, school, tmp_path):
    before = sorted(p.name for p in (tmp_path / "school").iterdir())
    told = run("init", "--school", "hvam")
    assert told.exit_code == 1
    assert told.stderr.count("\n") == 1
    assert sorted(p.name for p in (tmp_path / "school").iterdir()) == before


def test_an_init_that_fails_leaves_an_empty_folder(run, tmp_path):
    told = run("init", "--school", "blank", "--admin", "ikke et navn!")
    assert told.exit_code == 1
    assert list((tmp_path / "school").iterdir()) == []


ELI = ("--full-name", "Eli Máhtte", "--email", "eli@skole.no")


def test_the_full_name_is_asked_for_where_it_is_not_given(run, school, tmp_path):
    words = ("user", "add", "kari.rektor", "--role", "rektor", "--json")
    told = run(*words)
    assert told.exit_code == 2
    assert "--full-name" in told.stderr
    assert document(run(*words, input="Kari Nordmann\n"))["full_name"] == "Kari Nordmann"
    run("user", "add", "eli", "--role", "larer", *ELI)
    store = current.connect(tmp_path / "school")
    assert accounts.find(store, "eli").email == "eli@skole.no"
    store.engine.dispose()


def test_the_first_rektor_and_skoleeier_work_at_once_and_later_readers_wait(run, school):
    for name, role in (("rita", "rektor"), ("olga", "skoleeier")):
        told = document(run("user", "add", name, "--role", role, "--full-name", name, "--json"))
        assert role in told["roles"]
        assert told["waiting"] == []
    told = document(run("user", "add", "eli", "--role", "elevtjeneste", "ansatt", *ELI, "--json"))
    assert told["waiting"] == ["elevtjeneste"]
    assert told["roles"] == ["ansatt"]


def test_json_is_one_document_and_nothing_else(run, school):
    for words in (["user", "list"], ["verify"], ["wheel", "--year", "2026"]):
        told = run(*words, "--json")
        assert told.exit_code == 0
        assert isinstance(document(told), dict)


def test_disabling_and_resetting_an_account(run, school):
    run("user", "add", "liv", "--role", "larer", "--full-name", "Liv Berg")
    assert run("user", "reset", "liv").exit_code == 0
    assert run("user", "disable", "liv").exit_code == 0
    listed = document(run("user", "list", "--json"))["accounts"]
    assert {a["name"]: a["active"] for a in listed} == {"sysadm": True, "liv": False}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["user", "add", "x", "--role", "tull"], 2),
        (["user", "disable", "ingen"], 1),
        (["user", "add", "x"], 2),
        (["backup"], 2),
        (["tull"], 2),
        (["wheel", "--year", "x"], 2),
        (["demo", "--school", "hvam", "--reports", "1000001"], 2),
    ],
)
def test_no_is_one_and_wrong_use_is_two_each_in_one_line(run, school, words, code):
    told = run(*words)
    assert told.exit_code == code
    assert len(told.stderr.strip().splitlines()) == 1
    assert told.stdout == ""


def test_every_command_has_its_help(run):
    for words in ([], ["init"], ["demo"], ["serve"], ["user"], ["user", "add"], ["wheel"],
                  ["backup"], ["restore"], ["verify"]):  # fmt: skip
        told = run(*words, "--help")
        assert told.exit_code == 0
        assert "Usage" in told.stdout


def test_without_a_data_folder_named_a_command_asks_for_it(run, monkeypatch):
    monkeypatch.delenv("SKOLEMILJO_DATA")
    told = run("verify")
    assert told.exit_code == 2
    assert "SKOLEMILJO_DATA" in told.stderr


def test_backup_and_restore_with_the_key_from_its_variable(run, school, tmp_path, monkeypatch):
    assert run("backup", str(tmp_path / "copy")).exit_code == 0
    key = (tmp_path / "school" / "key").read_text()
    monkeypatch.setenv("SKOLEMILJO_DATA", str(tmp_path / "again"))
    assert run("restore", str(tmp_path / "copy")).exit_code == 1, "no key, no restore"
    monkeypatch.setenv("SKOLEMILJO_KEY", key)
    told = run("restore", str(tmp_path / "copy"), "--json")
    assert told.exit_code == 0, told.output
    assert document(told)["school"] == "blank"
    assert run("verify").exit_code == 0
    assert not (tmp_path / "again" / "key").exists()


def test_a_backup_is_noted_in_the_settings_and_the_chain_stays_whole(run, school, tmp_path):
    run("backup", str(tmp_path / "copy"))
    store = current.connect(tmp_path / "school")
    noted = backed_up.at(store)
    store.engine.dispose()
    assert noted
    assert run("verify").exit_code == 0


def test_what_cannot_be_opened_is_one_document_too_and_a_no(run, school, tmp_path):
    (tmp_path / "school" / "portal.duckdb").write_bytes(b"no database")
    for words in (["verify"], ["user", "list"], ["wheel", "--year", "2026"]):
        told = run(*words, "--json")
        assert told.exit_code == 1
        assert document(told)["error"] == "unsafe.database"
        assert len(told.stderr.strip().splitlines()) == 1
    assert document(run("verify", "--json"))["whole"] is False


@pytest.mark.parametrize("given", ["file", "variable"])
@pytest.mark.parametrize("name", ["key", "2026/gammel.txt"])
def test_a_key_that_lies_among_the_backups_is_refused(
    run, school, tmp_path, monkeypatch, given, name
):
    folder = tmp_path / "school"
    copy = folder / "backups" / name
    copy.parent.mkdir(parents=True)
    copy.write_text("Nøkkelen til portalen:\n" + (folder / "key").read_text())
    if given == "variable":
        monkeypatch.setenv("SKOLEMILJO_KEY", (folder / "key").read_text())
    told = run("verify")
    assert told.exit_code == 1
    assert str(copy) in told.stderr
    copy.unlink()
    assert run("verify").exit_code == 0


def test_the_word_about_the_key_names_where_it_is(run, tmp_path, monkeypatch):
    monkeypatch.setenv("SKOLEMILJO_KEY", crypto.new_key())
    told = run("init", "--school", "blank")
    assert "(SKOLEMILJO_KEY)" in told.stdout
    assert not (tmp_path / "school" / "key").exists()


def test_the_wheel_as_a_document_has_the_shape_that_others_read(run):
    run("init", "--school", "hvam")
    told = document(run("wheel", "--year", "2026", "--json"))
    assert set(told) == {"year", "school_year", "activities"}
    assert (told["year"], told["school_year"]) == (2026, "2026/27")
    by_line = {line: a for a in told["activities"] for line in a["lines"]}
    for a in told["activities"]:
        assert set(a) == {
            *("id", "name", "responsible", "functions", "time", "rule", "on_need", "by"),
            *("lines", "area", "windows", "classes", "state", "done", "total", "tasks"),
        }
        assert a["name"]
        assert a["responsible"]
        assert a["lines"]
        for task in a["tasks"]:
            assert set(task) == {"id", "class", "window", "state", "done", "total", "steps"}
            assert task["id"].startswith(a["id"])
    seminar = by_line["H12"]
    assert (seminar["name"], seminar["responsible"]) == ("Elevrådsseminar", ["Elevrådskontakt"])
    assert (seminar["time"], seminar["rule"]["kind"]) == ("September", "MON")
    assert seminar["windows"] == [{"opens": "2026-09-01", "closes": "2026-09-30"}]
    assert [t["window"] for t in seminar["tasks"]] == seminar["windows"]
    assert (seminar["done"], seminar["total"]) == (0, 1)
    # On need: its window as the plan says it, and nothing of who needs it.
    analysis = by_line["H5"]
    assert (analysis["on_need"], analysis["tasks"], analysis["state"]) == (True, [], "on_need")
    assert analysis["windows"] == [{"opens": "2026-09-14", "closes": "2026-09-25"}]
    # By class, in a school that has none yet: nothing to do, and not for want of a need.
    talks = by_line["H1"]
    assert (talks["by"], talks["classes"], talks["tasks"]) == ("class", [], [])
    assert talks["state"] == "no_class"


def test_a_key_that_was_changed_is_found_by_verify(run, school, tmp_path):
    run("user", "add", "rita", "--role", "rektor", "--full-name", "Rita Moen")
    store = current.connect(tmp_path / "school")
    from core.people import directory
    from core.plan import inputs

    rita = directory.load(store, accounts.find(store, "rita").person_id)
    inputs.submit(store, rita, "Mer lys i garderobene")
    store.engine.dispose()
    (tmp_path / "school" / "key").write_text(crypto.new_key())
    told = run("verify", "--json")
    assert told.exit_code == 1
    assert document(told)["error"] == "unsafe.key_changed"
    assert document(told)["whole"] is False
    assert "garderobene" not in told.output
