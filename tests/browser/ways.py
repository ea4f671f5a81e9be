"""What several visitors do: report, follow up, find a report in the inbox."""

import re

from core.words import word
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


# The keys of the reports in the list, in its order, and what stands on the card of each.
CARDS = """() => [...document.querySelectorAll("[class*=st-key-inbox_read_]")].map((button) => [
  [...button.classList].find((c) => c.startsWith("st-key-inbox_read_")).slice("st-key-".length),
  button.closest("[class*=st-key-card_]").innerText,
])"""
FIRST = tuple(word("nb", key) for key in ("inbox.new", "inbox.waits_school"))


def listed(staff: Visitor) -> list[str]:
    """The keys of the reports that the inbox lists, those first that nobody has seen to yet."""
    staff.open("innboks")
    cards = staff.page.evaluate(CARDS)
    return [
        key for key, _ in sorted(cards, key=lambda card: not any(said in card[1] for said in FIRST))
    ]


def find_report(staff: Visitor, words: str) -> None:
    """Open the report with these words: the list does not show them, so one after the other."""
    for key in listed(staff):
        staff.click(key)
        if words in staff.text():
            return
        staff.click("inbox_back")
    raise AssertionError("no report in the inbox has these words")


def waiting(staff: Visitor) -> int:
    """How many reports lie in her inbox."""
    staff.open("innboks")
    told = re.search(r"(\d+) melding", staff.text())
    return int(told.group(1)) if told else 0
