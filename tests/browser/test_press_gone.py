"""Two colleagues in one case: what one ends, the other is told when she presses what is gone."""

import pytest
from playwright.sync_api import expect

from core.words import word

pytestmark = pytest.mark.browser

WORDS = "Snakket med eleven og faren i dag."


def test_whoever_saves_in_a_case_that_a_colleague_ended_is_told_and_has_her_text(somebody):
    writer, lines = somebody(), []
    writer.page.on("websocket", lambda line: lines.append(line))  # noqa: PLW0108
    writer.sign_in("assrektor", "saker")
    writer.page.locator("a[href*='nr=']").first.click()
    writer.page.wait_for_url("**/sak?nr=*")
    writer.settle()
    case = writer.page.url.rpartition("/")[2]
    # Five seconds after the last letter the page is drawn anew: not between the two who act here.
    with lines[-1].expect_event("framesent", lambda sent: WORDS.encode() in sent):
        writer.fill("journal_text", WORDS)
    writer.settle()

    colleague = somebody().sign_in("rektor", case)
    colleague.page.get_by_role("tab", name=word("nb", "case.tab.access")).click()
    colleague.settle()
    lid = colleague.page.get_by_text(word("nb", "case.end.title"), exact=True)
    lid.first.click()
    colleague.fill("end_reason", "Familien har flyttet.")
    colleague.click("case_end")
    colleague.page.get_by_role("button", name=word("nb", "case.end.sure_yes")).click()
    colleague.sees(word("nb", "case.end.done"))

    writer.click("journal_save")
    said = writer.page.get_by_text(word("nb", "common.press_gone"))
    expect(said).to_be_in_viewport()
    expect(writer.at("press_left_0")).to_contain_text(WORDS)
    writer.picture("press-gone-1280")
    writer.resize((360, 740))
    writer.picture("press-gone-360")
