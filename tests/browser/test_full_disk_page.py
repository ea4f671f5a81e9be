"""A full disk while pages are open: nobody believes that it was sent, and nothing typed is lost.

The limit is the kernel's own, on the served process: none of its files may grow. Now and then the
database gives up on the file; whoever meets that is told, and tries again.
"""

import contextlib
import resource

import pytest

from tests.browser.visitor import LAPTOP, PHONE
from tests.browser.ways import follow, report

pytestmark = pytest.mark.browser


@contextlib.contextmanager
def full(portal):
    """No file of the portal can grow, its own log neither."""
    before = resource.prlimit(portal.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(portal.process.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(portal.process.pid, resource.RLIMIT_FSIZE, before)


def drawn_again(visitor):
    for _ in range(3):
        if visitor.at("try_again").count():
            visitor.click("try_again")
    return visitor


def typed(visitor, key):
    return visitor.at(key).locator("textarea").input_value()


def test_a_report_is_said_not_to_be_sent_and_goes_when_there_is_room(somebody, portal):
    student = somebody(PHONE).open("meld")
    student.fill("answer_what_happened", "De tar maten min i kantina.")
    with full(portal):
        student.click("report_send")
        student.sees("Meldingen er IKKE sendt.")
    drawn_again(student)
    assert typed(student, "answer_what_happened") == "De tar maten min i kantina."
    student.click("report_send")
    assert student.at("receipt_code").inner_text().strip()


def test_an_answer_through_the_code_is_kept_until_there_is_room(somebody, portal):
    student = somebody(PHONE)
    code = report(student, "De gjemmer skoene mine.")
    follow(student, code)
    student.fill("reply_text", "Det skjedde i dag også.")
    with full(portal):
        student.click("reply_send")
        student.sees("IKKE sendt")
    drawn_again(student)
    assert typed(student, "reply_text") == "Det skjedde i dag også."
    student.click("reply_send")
    student.sees("Sendt.")


def test_staff_are_told_why_and_go_on_when_there_is_room(somebody, portal):
    report(somebody(PHONE), "De filmer meg i dusjen.")
    # What a sign-in has read this hour is read again without a word in the log: a new one it is.
    staff = somebody(LAPTOP).sign_in("elevtjeneste", "innboks", anew=True)
    with full(portal):
        staff.page.locator("[class*=st-key-inbox_read_] button").first.click()
        staff.settle()
        staff.sees("Portalen får ikke tak i databasen")
    drawn_again(staff).sees("Hva gjør du med meldingen?")
