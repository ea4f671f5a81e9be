"""The net goes and comes back, or never lets the page through: nobody is left without a word."""

import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from core import words
from tests.browser.conftest import serve, stop
from tests.browser.visitor import PHONE, PICTURES

pytestmark = pytest.mark.browser
SAID = "#portal_net"
CONNECTED = "[data-testid='stApp'][data-test-connection-state='CONNECTED']"


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
    line = student.page.locator(SAID)
    expect(line).to_be_hidden()
    stop(portal)
    expect(line).to_have_text(
        "Nettet er borte. Det du har skrevet, står her, men er ikke sendt. I fare: ring 112."
    )
    assert line.get_by_role("link", name="112").get_attribute("href") == "tel:112"
    box = line.bounding_box()
    assert box["y"] + box["height"] <= PHONE[1], "on the screen"
    main = student.page.locator("[data-testid=stMain]").bounding_box()
    assert main["y"] + main["height"] <= box["y"], "it covers nothing"
    own()
    student.page.wait_for_selector(CONNECTED)
    expect(line).to_be_hidden()
    student.faults.clear()  # what the browser could not reach meanwhile
    student.click("report_send")
    assert student.at("receipt_code").count() == 1


def test_a_lost_net_is_said_in_the_language_of_the_page_and_where_nothing_is_typed_no_more(
    somebody,
):
    student = somebody(PHONE).open("hjelp")
    student.choose("language", "Nynorsk")
    line = student.page.locator(SAID)
    student.context.set_offline(True)
    expect(line).to_have_text("Nettet er borte. I fare: ring 112.")
    student.context.set_offline(False)
    expect(line).to_be_hidden()
    student.open("meld").choose("language", "English")
    student.context.set_offline(True)
    expect(line).to_contain_text(words.word("en", "common.net_unsent"))
    student.context.set_offline(False)
    expect(line).to_be_hidden()


def test_staff_are_told_too(somebody):
    staff = somebody().sign_in("larer", "meld-rektor")
    staff.context.set_offline(True)
    line = staff.page.locator(SAID)
    expect(line).to_have_text("Nettet er borte. Det du har skrevet, står her, men er ikke lagret.")
    staff.context.set_offline(False)
    expect(line).to_be_hidden()


def test_where_websockets_are_refused_the_page_says_so_and_whom_to_call(somebody):
    rektor, student = somebody(), somebody(PHONE, own=True)
    rektor.sign_in("rektor", "innstillinger")
    phone = rektor.page.locator("[class*=st-key-profile_phone] input")
    phone.fill("63 80 12 34")
    rektor.page.keyboard.press("Tab")
    rektor.click("profile_save")
    student.page.clock.install()
    student.page.route_web_socket("**/*", lambda socket: socket.close())
    student.page.goto(f"{student.url}/meld")
    line = student.page.locator(SAID)
    student.page.wait_for_function("() => document.querySelector('#portal_net') !== null")
    student.page.clock.fast_forward(9_000)
    expect(line).to_be_hidden()
    student.page.clock.fast_forward(2_000)
    for text in ("Siden får ikke kontakt", "112", "116 111", "Skolens telefon: 63 80 12 34"):
        expect(line).to_contain_text(text)
    for number in ("112", "116111", "63801234"):
        assert line.locator(f"a[href='tel:{number}']").count() == 1
    student.page.screenshot(path=PICTURES / "meld-websockets-refused-360.png")
    assert not student.overflow()
    student.faults.clear()  # the refused sockets themselves
