"""The wheel with a row open and as a picture: on phone and laptop, light and dark."""

import pytest
from playwright.sync_api import expect

from core.words import word
from tests.browser.visitor import LAPTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("activity", ["godt-klassemiljo", "elevsamtaler", "spekter"])
def test_an_opened_row(somebody, activity):
    visitor = somebody().sign_in("rektor", f"arshjul?aktivitet={activity}")
    assert not visitor.look(f"arshjul-{activity}")


def test_the_picture_of_the_year_is_one_picture_and_fits(somebody):
    visitor = somebody().sign_in("rektor", "arshjul")
    visitor.choose("wheel_view", "Hjul")
    assert not visitor.look("arshjul-hjul")
    for size, shown, hidden in ((LAPTOP, "wide", "narrow"), (PHONE, "narrow", "wide")):
        visitor.resize(size)
        assert visitor.at(f"wheel_{shown}").is_visible()
        assert not visitor.at(f"wheel_{hidden}").is_visible()


def test_a_note_belongs_to_the_activity_that_it_was_typed_at(somebody):
    visitor = somebody().sign_in("rektor", "arshjul?aktivitet=aktivitetsdag")
    visitor.fill("task_note_of_aktivitetsdag", "Regnet bort, flyttet inn.")
    visitor.click("wheel_open_elevradsseminar")
    own = visitor.at("task_told").locator("input[type=text]").last
    expect(own).to_have_value("")
    visitor.settle()
    expect(own).to_have_value("")
    box = visitor.page.locator("[class*=st-key-grid_] [class*=st-key-task_done_]").first
    if box.locator("input").is_checked():
        box.locator("label").click()
        # Another ticked it, on another day: it asks first.
        dialog = visitor.page.get_by_role("dialog")
        dialog.get_by_role("button", name=word("nb", "wheel.undo_yes"), exact=True).click()
        visitor.settle()
    own.fill("Ble holdt i aulaen.")
    box.locator("label").click()
    visitor.settle()
    expect(box.locator("input")).to_be_checked()
    expect(own).to_have_value("")  # it went with that tick


def test_what_is_ticked_in_mine_can_be_taken_back_there(somebody):
    visitor = somebody().sign_in("rektor", "arshjul")
    visitor.choose("wheel_view", "Mine")
    mine = visitor.page.locator("[class*=st-key-own_] [class*=st-key-task_done_]")
    box = mine.filter(has=visitor.page.locator("input:not(:checked)")).first
    key = next(c for c in box.get_attribute("class").split() if c.startswith("st-key-task_done_"))
    box = visitor.page.locator(f".{key}")
    box.locator("label").click()
    visitor.settle()
    expect(box.locator("input")).to_be_checked()
    visitor.picture("arshjul-mine-1280")
    box.locator("label").click()
    visitor.settle()
    expect(box.locator("input")).not_to_be_checked()
