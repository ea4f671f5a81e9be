"""The net goes and comes back, or never lets the page through: nobody is left without a word."""

import shutil
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import serve, stop
from tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser
CONNECTED = "[data-testid='stApp'][data-test-connection-state='CONNECTED']"
GONE = "[data-testid='stApp']:not([data-test-connection-state='CONNECTED'])"


@pytest.fixture
def own(demonstrated, tmp_path):
    """`own()` serves a school of the test's own, and again at the same address after a stop."""
    folder, running = tmp_path / "hvam", []
    shutil.copytree(demonstrated, folder)

    def go():
        port = urlsplit(running[0].url).port if running else 0
        running.append(serve(folder, tmp_path / "serve.log", port))
        return running[-1]

    yield go
    stop(running[-1])


def test_the_first_press_counts_when_the_portal_was_started_anew(somebody, own):
    portal = own()
    student = somebody(PHONE, url=portal.url).open("meld")
    student.fill("answer_what_happened", "Skrevet før pausen.")
    student.choose("answer_afraid_now", "Nei")
    stop(portal)
    student.page.wait_for_selector(GONE)
    own()
    student.page.wait_for_selector(CONNECTED)
    student.faults.clear()  # what the browser could not reach meanwhile
    student.click("report_send")
    assert student.at("receipt_code").count() == 1
