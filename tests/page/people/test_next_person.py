"""Another person in the same tab: nothing of whoever was here last is left in it."""

import pytest

from core.access import Role
from core.people import sessions
from core.ui.kit.files import FILES
from tests.given.pages import code_on, press, shown, who, write


def end(at, store, name):
    """Their sign-ins end elsewhere; the tab draws the form."""
    sessions.end_all(store, who(store, name).person_id)
    at.run()
    assert not at.exception
    return at


def sign_in(at, name):
    """Sign in at the form that stands at the page's own address."""
    at.text_input(key="sign_in_name").set_value(name)
    at.text_input(key="sign_in_password").set_value("demo")
    return press(at, "sign_in")


@pytest.fixture
def handed(visit):
    """Systemansvarlig's page of accounts as it shows a one-time password; and the password."""
    at = visit("brukere", "systemansvarlig")
    at.text_input(key="account_name").set_value("Kari Nyland")
    at.text_input(key="account_sign_in_name").set_value("kari.nyland")
    at.multiselect(key="account_roles").set_value([Role.LARER])
    press(at, "account_make")
    return at, at.code[0].value


@pytest.mark.parametrize("comes", ["systemansvarlig", "rektor"])
def test_a_one_time_password_ends_with_the_sign_in_that_was_shown_it(handed, demo, comes):
    at, password = handed
    assert password in repr(at.session_state)
    sign_in(end(at, demo, "systemansvarlig"), comes)
    assert who(demo, comes).name in shown(at)
    assert not at.code
    assert password not in repr(at.session_state)


@pytest.mark.parametrize(("comes", "stays"), [("rektor", True), ("assrektor", False)])
def test_what_a_tab_remembers_is_theirs_who_were_here_last(visit, demo, comes, stays):
    at = visit("arshjul", "rektor")
    at.get_by_key("language").set_value("nn").run()
    at.session_state["begun"] = 3
    sign_in(end(at, demo, "rektor"), comes)
    assert who(demo, comes).name in shown(at)
    assert ("begun" in at.session_state) is stays
    assert at.session_state["language"] == "nn"


def test_what_a_tab_remembers_is_gone_however_the_next_one_came(visit, demo):
    at = visit("arshjul", "rektor")
    at.session_state["begun"] = 3
    at.session_state["sid"] = sessions.begin(demo, who(demo, "assrektor").person_id, "assrektor")[0]
    at.run()
    assert not at.exception
    assert who(demo, "assrektor").name in shown(at)
    assert "begun" not in at.session_state


def goes(at, path):
    """Another page in the same tab."""
    at.context["url"] = f"http://localhost:8501/{path}"
    at.switch_page(f"../pages/{FILES[path]}").run()
    assert not at.exception
    return at


def test_what_nobody_wrote_in_a_tab_is_gone_when_somebody_signs_in_there(visit, demo):
    at = write(visit("meld"), what_happened="KANARIFUGLEN", reporter="self").run()
    at.session_state["begun"] = "KANARIFUGLEN"
    sign_in(goes(at, "logg-inn"), "larer")
    assert who(demo, "larer").name in shown(at)
    assert "KANARIFUGLEN" not in repr(at.session_state)


def test_a_code_and_an_opened_report_are_gone_when_somebody_signs_in_there(visit, demo):
    at = press(write(visit("meld"), what_happened="Noe", reporter="self"), "report_send")
    code = code_on(at)
    goes(at, "folg-opp").text_input(key="code_enter").set_value(code)
    press(at, "code_open")
    assert "follow_report" in at.session_state
    sign_in(goes(at, "logg-inn"), "larer")
    assert code not in repr(at.session_state)
    assert "follow_report" not in at.session_state
    assert goes(at, "folg-opp").text_input(key="code_enter") is not None


def test_what_nobody_wrote_stays_while_nobody_signs_in(visit):
    at = visit("meld")
    at.session_state["begun"] = "KANARIFUGLEN"
    goes(goes(at, "logg-inn"), "meld")
    assert at.session_state["begun"] == "KANARIFUGLEN"


def test_a_page_that_is_everyones_finds_nothing_of_whoever_is_signed_in(visit):
    at = visit("konto", "larer")
    at.session_state["begun"] = "KANARIFUGLEN"
    goes(at, "meld")
    assert "KANARIFUGLEN" not in repr(at.session_state)
    assert at.session_state["sid"]  # they are signed in as before


def test_whoever_signs_out_leaves_nothing_to_the_next_visitor(visit):
    at = visit("konto", "larer")
    at.session_state["begun"] = "KANARIFUGLEN"
    press(at, "sign_out")
    assert "KANARIFUGLEN" not in repr(at.session_state)
