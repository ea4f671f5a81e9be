"""A real double click, from a browser that has not seen the page drawn anew, is one act."""

import pytest
from playwright.sync_api import expect

from core.ui.kit import once
from tests.browser.ways import waiting

pytestmark = pytest.mark.browser


def test_a_double_click_sends_one_report_and_says_sent(somebody):
    # The teacher's own page lists the last twenty alone; rektor's inbox has them all.
    rektor, teacher = somebody().sign_in("rektor", "innboks"), somebody()
    before = waiting(rektor)
    teacher.sign_in("larer", "meld-rektor")
    token = teacher.at(once.FIELD).locator("input")
    expect(token).to_have_count(1)
    expect(token).to_be_hidden()
    teacher.fill("staff_report_text", "Jeg så en elev bli dyttet i garderoben.")
    no = teacher.at("staff_report_about").get_by_text("Nei", exact=True)
    no.click()
    teacher.settle()
    teacher.at("staff_report_send").locator("button").dblclick()
    teacher.sees("Du har meldt fra.")
    teacher.settle()
    assert waiting(rektor) == before + 1
    teacher.sees("Du har meldt fra.")
