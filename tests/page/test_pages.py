"""Every page for every role of the table in the design: it opens, or it does not exist."""

import pytest
from streamlit.testing.v1 import AppTest

from core.access import PAGES, Role
from core.ui.kit.files import FILES
from tests.conftest import ROOT

ROLES = [str(r) for r in Role if r != Role.ANSATT]


@pytest.mark.parametrize("name", ROLES)
def test_a_page_opens_for_its_roles_and_does_not_exist_for_others(visit, name):
    granted = {Role(name)} | (
        set() if name in ("su", "skoleeier", "redaktor", "systemansvarlig") else {Role.ANSATT}
    )
    at = visit("konto", name)
    for path in PAGES:
        if PAGES[path] & granted:
            at.switch_page(f"../pages/{FILES[path]}").run()
            assert not at.exception, path
            assert at.main.children, path
        else:
            with pytest.raises(ValueError, match="Could not find a navigation page"):
                at.switch_page(f"../pages/{FILES[path]}")


def test_a_page_run_without_the_shell_and_without_a_session_shows_nothing(demo):
    for path in PAGES:
        at = AppTest.from_file(str(ROOT / "pages" / FILES[path]), default_timeout=30).run()
        assert not at.exception, path
        assert not list(at.main.children), path
