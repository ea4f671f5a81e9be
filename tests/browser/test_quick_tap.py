"""A tap on a link that comes at once after the last letter leads where it says."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser

WORDS = "Så en elev bli dyttet."
# The field is left and the link tapped in the same moment: quicker than any finger.
TAP = """(link) => { document.activeElement.blur(); document.querySelector(link).click(); }"""


@pytest.mark.parametrize(
    ("page", "field", "link"),
    [
        ("meld-rektor", "staff_report_text", "[data-testid=stTopNavLink]"),
        ("handlingsplan", "plan_input_text", ".st-key-staff_top [data-testid=stPageLink-NavLink]"),
    ],
)
def test_a_quick_tap_right_after_typing_leads_on_and_the_text_is_kept(somebody, page, field, link):
    visitor = somebody().sign_in("larer", page)
    written_at = visitor.page.url
    visitor.fill(field, WORDS)
    visitor.page.evaluate(TAP, link)
    expect(visitor.page).not_to_have_url(written_at)
    visitor.settle()
    assert visitor.page.url != written_at
    visitor.open(page)
    expect(visitor.at(field).locator("textarea")).to_have_value(WORDS)
    visitor.click(f"draft_drop_{field}")


def test_what_a_student_wrote_stands_there_when_they_come_back_to_it(somebody):
    student = somebody(PHONE).open("")
    student.click("go_report")
    student.settle()
    student.fill("answer_what_happened", WORDS)
    student.page.keyboard.press("Tab")
    student.settle()
    student.page.go_back()
    student.settle()
    student.page.go_forward()
    student.settle()
    expect(student.at("answer_what_happened").locator("textarea")).to_have_value(WORDS)
    student.page.locator(".st-key-public_frame a").first.click()
    student.settle()
    student.click("go_report")
    student.settle()
    expect(student.at("answer_what_happened").locator("textarea")).to_have_value(WORDS)
