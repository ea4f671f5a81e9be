"""What a student meets on a phone right after *Send*, and the ways out that are always there."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import LAPTOP, PHONE
from tests.browser.ways import report

pytestmark = pytest.mark.browser
SMALL = (360, 640)
CODE_BOX = ".st-key-receipt_code"


def focused(visitor) -> str:
    return visitor.page.evaluate("document.activeElement.innerText")


@pytest.mark.parametrize("size", [SMALL, PHONE])
@pytest.mark.parametrize("afraid", ["Nei", "Ja"])
def test_after_send_the_code_is_on_the_screen_and_the_heading_is_heard(somebody, size, afraid):
    student = somebody(size)
    report(student, "De ler av meg.", afraid_now=afraid)
    assert focused(student) == "Meldingen er sendt"
    box = student.page.locator(CODE_BOX).bounding_box()
    assert box["y"] >= 54, "below the row with the way out"
    assert box["y"] + box["height"] <= size[1]


def test_after_the_receipt_the_code_can_be_shown_again_on_that_page_alone(somebody):
    student = somebody(PHONE)
    code = report(student, "Vis den igjen.")
    student.fill("receipt_check", "noe annet")
    student.click("receipt_confirm")  # nothing that is typed back stops anybody
    assert focused(student) == "Takk for at du sa fra"
    assert code not in student.page.content()
    student.click("receipt_again")
    expect(student.page.locator(CODE_BOX)).to_have_text(code)
    student.click("receipt_again")
    assert code not in student.page.content()
    student.page.get_by_role("link", name="Følg opp").click()
    student.settle()
    assert focused(student) == "Følg opp meldingen din"
    student.page.go_back()
    student.settle()
    assert "receipt_again" not in student.drawn()
    assert "answer_what_happened" in student.drawn()


def test_the_browser_asks_before_the_only_place_of_the_code_is_loaded_anew(somebody):
    student = somebody(PHONE)
    code = report(student, "Trykker på last inn på nytt.")
    with student.page.expect_event("dialog") as asked:
        student.page.once("dialog", lambda dialog: dialog.dismiss())
        student.page.evaluate("setTimeout(() => location.reload())")
    assert asked.value.type == "beforeunload"
    expect(student.page.locator(CODE_BOX)).to_have_text(code)
    student.click("receipt_confirm")
    asks = []
    student.page.on("dialog", lambda dialog: (asks.append(dialog.type), dialog.accept()))
    student.page.reload()
    student.settle()
    assert asks == [], "it has been written down"


@pytest.mark.parametrize("hidden", [True, False])
def test_the_code_goes_when_the_page_is_left_open(somebody, hidden):
    student = somebody(PHONE, own=True)
    student.page.clock.install()
    code = report(student, "Lagt i lomma.")
    student.click("receipt_confirm")
    student.click("receipt_again")
    expect(student.page.locator(CODE_BOX)).to_have_text(code)
    if hidden:
        # A page in the background, as the browser tells its scripts.
        student.page.evaluate(
            """() => {
              Object.defineProperty(document, "hidden", { value: true, configurable: true });
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
    student.page.clock.fast_forward("02:01" if hidden else "10:01")
    expect(student.page.locator(CODE_BOX)).to_have_count(0)
    assert "receipt_again" not in student.drawn()
    assert code not in student.page.content()


def test_a_report_that_is_left_open_closes_and_says_so(somebody):
    student = somebody(LAPTOP, own=True)
    student.page.clock.install()
    code = report(student, "Lest på biblioteket.")
    for box in ("receipt_code", "receipt_check"):
        expect(student.page.locator(f".st-key-{box}")).to_have_attribute("translate", "no")
    student.open("folg-opp")
    expect(student.page.locator(".st-key-code_enter")).to_have_attribute("translate", "no")
    student.fill("code_enter", code)
    student.click("code_open")
    timeline = student.page.locator(".st-key-timeline")
    expect(timeline).to_be_visible()
    expect(student.page.locator(".st-key-code_idle")).to_be_hidden()
    student.page.clock.fast_forward("09:00")
    student.page.mouse.move(200, 200)
    student.page.mouse.move(210, 210)
    student.page.clock.fast_forward("09:00")
    expect(timeline).to_be_visible()
    student.fill("reply_text", "Ikke sendt")
    student.page.clock.fast_forward("10:01")
    expect(timeline).to_have_count(0)
    expect(student.page.locator(".st-key-code_enter")).to_be_visible()
    main = student.page.locator("[data-testid=stMain]")
    expect(main).to_contain_text("lukket fordi ingen")
    assert "Ikke sendt" not in student.page.content()


def test_the_way_out_is_on_the_screen_wherever_the_page_is_scrolled_and_covers_nothing(somebody):
    student = somebody(SMALL)
    for path in ("", "meld", "folg-opp", "hjelp", "skolen"):
        student.open(path)
        student.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 99999)")
        way = student.page.locator(".st-key-leave_now a").bounding_box()
        assert way["height"] >= 44
        assert way["width"] >= 44
        assert way["y"] >= 0
        assert way["y"] + way["height"] <= SMALL[1]
        main = student.page.locator("[data-testid=stMain]").bounding_box()
        assert main["y"] >= way["y"] + way["height"], path


def test_three_presses_of_shift_leave_and_nothing_less_does(somebody):
    student = somebody(LAPTOP, own=True).open("meld")
    student.context.route("https://**", lambda route: route.fulfill(body="yr", status=200))
    student.at("answer_what_happened").locator("textarea").focus()
    for keys in (("Shift", "Shift"), ("Shift", "Shift", "a", "Shift"), ("Shift+A", "Shift+B")):
        for key in (*keys, "x"):  # another key begins anew
            student.page.keyboard.press(key)
        assert student.page.url.endswith("/meld"), keys
    for key in ("Shift+A", "Shift+B", "Shift+C"):
        student.page.keyboard.press(key)
    student.settle()
    assert student.page.url.endswith("/meld"), "capitals are written with it"
    student.page.keyboard.press("x")
    for _ in range(3):
        student.page.keyboard.press("Shift")
    student.page.wait_for_url("https://**")
    student.faults.clear()


def test_three_presses_that_take_longer_than_two_seconds_do_not_leave(somebody):
    student = somebody(LAPTOP).open("meld")
    left = student.page.evaluate(
        """() => {
          const press = (at) => {
            const event = new KeyboardEvent("keydown", { key: "Shift", bubbles: true });
            Object.defineProperty(event, "timeStamp", { value: at });
            document.dispatchEvent(event);
          };
          [1000, 2000, 3100].forEach(press);
          return document.documentElement.style.display === "none";
        }"""
    )
    assert left is False
