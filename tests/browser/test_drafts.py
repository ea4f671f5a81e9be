"""What staff type is kept at the first pause, while they go on writing."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WORDS = "Snakket med eleven i dag."


def test_a_pause_keeps_what_was_typed_and_the_cursor_stays(somebody):
    visitor, lines = somebody(), []
    visitor.page.on("websocket", lambda line: lines.append(line))  # noqa: PLW0108
    visitor.sign_in("larer", "meld-rektor", anew=True)
    page = visitor.page
    box = visitor.at("staff_report_text").locator("textarea")
    box.click()
    with lines[-1].expect_event("framesent", lambda sent: WORDS.encode() in sent):
        page.keyboard.type(WORDS)  # and nothing more: no click, no other key
    visitor.settle()
    expect(box).to_be_focused()
    page.keyboard.type(" Mer kommer.")
    expect(box).to_have_value(WORDS + " Mer kommer.")
    page.reload()  # her line is lost; what came after the pause was never sent
    visitor.settle()
    expect(visitor.at("staff_report_text").locator("textarea")).to_have_value(WORDS)
    visitor.sees("Dette hadde du begynt på")
    visitor.picture("draft-back-1280")
    visitor.click("sign_out")
    visitor.picture("draft-sign-out-1280")
    visitor.resize((360, 740))
    visitor.picture("draft-sign-out-360")
    visitor.click("sign_out_discard")
    expect(visitor.at("sign_in")).to_be_visible()
    visitor.sign_in("larer", "meld-rektor")
    expect(visitor.at("staff_report_text").locator("textarea")).to_have_value("")
