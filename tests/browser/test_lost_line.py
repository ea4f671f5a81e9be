"""A line that was lost: the receipt comes back to the browser that had it, or the page says not."""

import urllib.error
import urllib.request

import pytest

from core.ui.kit.server import tabs
from core.words import word
from tests.browser.visitor import PHONE
from tests.browser.ways import report

pytestmark = pytest.mark.browser
NOT_RESUMED = word("nb", "receipt.not_resumed")


def test_the_receipt_comes_back_when_the_line_does(somebody):
    student = somebody(PHONE)
    lines = []

    def through(line):
        lines.append(line)
        line.connect_to_server()

    student.page.route_web_socket("**/_stcore/stream", through)
    code = report(student, "Linja ble borte")
    assert student.page.get_by_text(NOT_RESUMED).count() == 0
    (cookie,) = [c for c in student.context.cookies() if c["name"] == tabs.COOKIE]
    assert (cookie["path"], cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (
        tabs.PATH, True, "Strict", -1,
    )  # fmt: skip
    before = len(lines)
    lines[-1].close()
    while len(lines) == before:
        student.page.wait_for_timeout(50)
    student.settle()
    assert student.at("receipt_code").inner_text().strip() == code


def test_a_browser_that_keeps_no_cookie_is_told_at_the_receipt(somebody):
    student = somebody(PHONE)

    def without(route):
        # Asked from here: what Playwright fetches itself keeps its cookies.
        try:
            with urllib.request.urlopen(route.request.url) as answer:
                status, kind, body = 200, answer.headers["content-type"], answer.read()
        except urllib.error.HTTPError as error:
            status, kind, body = error.code, "text/plain", b""
        route.fulfill(status=status, content_type=kind, body=body)

    student.page.route("**/_stcore/h*", without)
    report(student, "Uten kapsler")
    assert student.page.get_by_text(NOT_RESUMED).is_visible()
    student.picture("receipt-without-cookie-360")
