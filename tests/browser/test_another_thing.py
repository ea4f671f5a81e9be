"""If another thing stands on the page, it begins at the top and its heading has the focus."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import LAPTOP
from tests.browser.ways import report

pytestmark = pytest.mark.browser
BAR = 64  # pixels of the bar with the menu
LOW = "document.querySelector('[data-testid=stMain]').scrollTo(0, 99999)"
TOP = "document.querySelector('[data-testid=stMain]').scrollTop"


def at_the_top(visitor, heading) -> None:
    """The heading has the focus and is on the screen, the page scrolled no further than to it."""
    expect(heading).to_be_focused()
    box = heading.bounding_box()
    assert BAR <= box["y"] < LAPTOP[1] / 2


def test_a_page_of_a_list(somebody):
    staff = somebody().sign_in("rektor", "saker?tilstand=all", anew=True)
    title = staff.page.locator("h2").first
    expect(title).to_be_focused()  # the form before it was another thing
    staff.open("saker?tilstand=all")
    expect(title).not_to_be_focused()  # who opens a page is where her browser puts her
    staff.page.evaluate(LOW)
    staff.page.get_by_role("button", name="Side 2").click()
    staff.settle()
    at_the_top(staff, title)
    assert staff.page.evaluate(TOP) == 0


def test_a_report_and_a_case(somebody):
    report(somebody(), "To i klassen gjemmer sekken min.")  # however many were opened before
    staff = somebody().sign_in("elevtjeneste", "innboks")
    title = staff.page.locator("h2").first
    staff.page.evaluate(LOW)
    staff.page.locator("[class*=st-key-inbox_read_] button").last.click()
    staff.settle()
    at_the_top(staff, title)
    staff.page.evaluate(LOW)
    staff.click("case_open")
    staff.page.wait_for_url("**/sak?nr=*")
    staff.settle()
    at_the_top(staff, title)
    assert staff.page.evaluate(TOP) == 0


def test_another_part_of_brukere_and_another_account(somebody):
    staff = somebody().sign_in("rektor", "brukere")
    title = staff.page.locator("h2").first
    for view in ("Ansvarsområder", "Kontoer"):
        staff.page.evaluate(LOW)
        staff.page.locator(".st-key-people_view").get_by_text(view, exact=True).click()
        staff.settle()
        at_the_top(staff, title)
    account = staff.page.locator("[class*=st-key-thing_account_]")
    seen = set()
    for option in (0, 1):
        staff.page.locator(".st-key-account_chosen [role=combobox]").click()
        staff.page.get_by_role("option").nth(option).click()
        staff.settle()
        seen.add(account.get_attribute("class"))
    assert len(seen) == 2


def test_each_release_is_a_thing_of_its_own(somebody):
    staff = somebody().sign_in("rektor", "su")
    shown = staff.page.locator("[class*=st-key-thing_release_]")
    number = re.search(r"thing_release_(\d+)", shown.get_attribute("class"))[1]
    heading = shown.locator("h3").first
    expect(heading).to_contain_text(number)
    # As when one is made, or another is come to by Back: what stood there was another.
    shown.evaluate("box => box.className = box.className.replace(/(thing_release_)/, '$10')")
    staff.page.evaluate(LOW)
    expect(heading).to_be_focused()


def test_typing_and_acting_on_the_same_thing_move_nobody(somebody):
    student = somebody().open("meld")
    student.page.evaluate(LOW)
    low = student.page.evaluate(TOP)
    student.choose("answer_about_staff", "Vet ikke")
    assert student.page.evaluate("document.activeElement.tagName") != "H1"
    assert student.page.evaluate(TOP) > low / 2


def test_a_body_that_is_opened_is_heard_and_who_moves_along_tabs_stays_there(somebody):
    staff = somebody().sign_in("rektor", "moter")
    card = staff.page.locator("[class*=st-key-body_]:has([class*=st-key-meeting_open_])").last
    card.locator("[class*=st-key-meeting_open_] button").click()
    staff.settle()
    at_the_top(staff, staff.page.locator("[class*=st-key-thing_body_] [data-testid=stText]"))
    staff.open("saker")
    staff.page.locator("a[href*='nr=']").first.click()
    staff.page.wait_for_url("**/sak?nr=*")
    staff.settle()
    tab = staff.page.get_by_role("tab").nth(1)
    tab.click()
    staff.settle()
    expect(tab).to_be_focused()


def test_nobody_sees_the_token_that_goes_along_with_a_page(somebody):
    staff = somebody().sign_in("larer", "oversikt")
    expect(staff.at("page_token")).to_be_attached()
    expect(staff.at("page_token")).to_be_hidden()
