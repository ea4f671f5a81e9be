"""What several visitors do: report, follow up, find a report in the inbox."""

import re

from tests.browser.visitor import Visitor

CODE = re.compile(r"^[a-zæøå0-9]+(-[a-zæøå0-9]+){3,}$")


def report(visitor: Visitor, words: str, **choices: str) -> str:
    """Send a report and give its code; the receipt still stands."""
    visitor.open("meld")
    visitor.fill("answer_what_happened", words)
    for question, answer in choices.items():
        if not visitor.at(f"answer_{question}").count():
            visitor.click("more_open")
        visitor.choose(f"answer_{question}", answer)
    visitor.click("report_send")
    code = visitor.at("receipt_code").inner_text().strip()
    assert CODE.match(code)
    return code


def follow(visitor: Visitor, code: str) -> Visitor:
    visitor.open("folg-opp")
    visitor.fill("code_enter", code)
    visitor.click("code_open")
    return visitor


def find_report(staff: Visitor, words: str) -> None:
    """Open the report with these words: the list does not show them, so one after the other."""
    staff.open("innboks")
    buttons = staff.page.locator("[class*=st-key-inbox_read_] button")
    for number in range(buttons.count()):
        buttons.nth(number).click()
        staff.settle()
        if words in staff.text():
            return
        staff.click("inbox_back")
    raise AssertionError("no report in the inbox has these words")


def waiting(staff: Visitor) -> int:
    """How many reports lie in her inbox."""
    staff.open("innboks")
    told = re.search(r"(\d+) melding", staff.text())
    return int(told.group(1)) if told else 0
