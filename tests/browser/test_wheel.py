"""The wheel with a row open and as a picture: on phone and laptop, light and dark."""

import pytest

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
