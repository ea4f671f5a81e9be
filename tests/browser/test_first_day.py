"""The first day of a real school: from `skolemiljo init` until a report has been read."""

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import conftest
from tests.browser.visitor import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server]
ONE_TIME = re.compile(r"\b[a-z2-9]{4}(-[a-z2-9]{4}){3}\b")


@pytest.fixture
def command(tmp_path):
    """`command("user", "list")` on this school, as whoever sits at the server types it."""

    def run(*words: str) -> str:
        told = subprocess.run(
            [Path(sys.executable).parent / "skolemiljo", *words],
            env={**os.environ, "SKOLEMILJO_DATA": str(tmp_path / "school")},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return told.stdout

    return run


def begin(visitor: Visitor, name: str, told: str, path: str) -> Visitor:
    """Sign in with a one-time password, and change it."""
    one_time = ONE_TIME.search(told).group()
    visitor.sign_in(name, path, one_time, anew=True)
    assert "password_save" in visitor.drawn(), "nothing else opens with a one-time password"
    new = f"en grønn øy i {name}s hav"
    for key, text in (("old", one_time), ("new", new), ("repeat", new)):
        visitor.fill(f"password_{key}", text)
    visitor.click("password_save")
    assert f"/{path}" in visitor.page.url
    return visitor


def say_yes(visitor: Visitor) -> str:
    """Confirm the one thing that waits for her; the one-time password that she hands over."""
    visitor.open("konto")
    visitor.page.locator("[class*=st-key-role_confirm_] button").click()
    visitor.settle()
    told = visitor.at("one_time").locator("code").text_content()
    visitor.picture("first-day-yes-1280")
    visitor.click("one_time_done")
    return told


def test_one_administrator_gets_a_new_school_going(command, somebody, tmp_path):
    told = command("init", "--school", "jonsberg", "--admin", "kari")
    school = conftest.serve(tmp_path / "school", tmp_path / "serve.log")
    try:
        walk(command, told, lambda *size: somebody(*size, url=school.url))
    finally:
        conftest.stop(school)


@contextlib.contextmanager
def step(said: str):
    """What fails within says at which step of the day it was."""
    try:
        yield
    except Exception as error:
        error.add_note(f"The first day came as far as: {said}")
        raise


def walk(command, told, visitor):
    with step("nobody reads yet"):
        # The very first page that this server draws: Streamlit would run a file of its name alone.
        cold = visitor().open("innboks")
        assert {"sign_in_name", "sign_in_password"} <= cold.drawn()
        assert "inbox_state" not in cold.drawn()
        cold.close()
        student = visitor(PHONE).open("meld")
        assert "report_send" not in student.drawn(), "nothing is offered"

    with step("the administrator signs in, and is told whom to name on the server"):
        kari = begin(visitor(), "kari", told, "brukere")
        kari.sees("--role rektor")
        kari.sees("--role skoleeier")
        kari.picture("first-day-accounts-1280")

    with step("rektor and skoleeier, named on the server while the portal runs"):
        told = command("user", "add", "rita", "--role", "rektor", "--full-name", "Rita")
        rita = begin(visitor(), "rita", told, "innstillinger")
        told = command("user", "add", "olga", "--role", "skoleeier", "--full-name", "Olga")
        olga = begin(visitor(), "olga", told, "oversikt")
        kari.open("brukere")
        assert "--role" not in kari.text()

    made = {}
    people = (("eli", "elevtjeneste"), ("asta", "assisterende rektor"), ("liv", "lærer"))
    for name, role in people:
        with step(f"the administrator makes the account of {name}"):
            if not made:
                kari.at("account_new").locator("summary").click()
            kari.fill("account_name", f"{name.capitalize()} Nyland")
            kari.fill("account_sign_in_name", name)
            kari.choose("account_roles", role)
            kari.click("account_make")
            made[name] = kari.at("one_time").locator("code").text_content()
            kari.click("one_time_done")
            expect(kari.at("account_name").locator("input")).to_have_value("")
    kari.close()

    with step("whoever reads does so when the second person has said yes"):
        eli = begin(visitor(), "eli", made["eli"], "oversikt")
        assert "innboks" not in eli.page.content()
        handed_over = say_yes(rita)
        say_yes(olga)
        olga.close()
        # What kari has seen, and eli has changed since, opens nothing more.
        eli.open("innboks")
        assert "sign_in_name" in eli.drawn()
        eli.close()
        eli = begin(visitor(), "eli", handed_over, "innboks")

    with step("whoever reads says first that she knows the rules of privacy"):
        assert "inbox_state" not in eli.drawn()
        eli.picture("first-day-privacy-1280")
        eli.click("privacy_save")
        expect(eli.at("inbox_state")).to_be_visible()

    with step("rektor puts in a class, and it gets its tasks of the year"):
        rita.open("arshjul")
        rita.sees("ingen klasser ennå")
        rita.open("klasser")
        rita.at("class_new").locator("summary").click()
        rita.fill("class_name_new", "1NAA")
        rita.choose("class_contact_teacher_id_new", "Liv Nyland")
        rita.click("class_add")
        rita.picture("first-day-class-1280")
        liv = begin(visitor(), "liv", made["liv"], "klasser")
        assert any(key.startswith("task_done_") for key in liv.drawn()), "her class has its year"

    with step("a student reports, is told that it is no real one yet, and is read"):
        student.open("meld")
        student.sees("ikke tatt i bruk ennå")
        assert "3 personer" in student.text()
        student.fill("answer_what_happened", "Den første meldingen.")
        student.click("report_send")
        student.click("receipt_confirm")
        eli.open("innboks")
        eli.sees("Ikke lest")
        eli.page.get_by_role("button", name="Les meldingen").click()
        eli.sees("Den første meldingen.")
        eli.picture("first-day-inbox-1280")
