"""The wheel with a row open and as a picture: on phone and laptop, light and dark."""

import pytest

from tests.browser.visitor import LAPTOP, PHONE, Visitor

pytestmark = pytest.mark.browser
# What lies below the screen is not looked at: the screen is made as high as a long row.
HIGH = 7000


def look(visitor: Visitor, name: str) -> list[str]:
    """What is wrong on phone and laptop, light and dark, the whole page seen at once."""
    faults = [f"English: {said}" for said in visitor.english()]
    for (width, height), scheme in ((s, c) for s in (LAPTOP, PHONE) for c in ("light", "dark")):
        visitor.resize((width, HIGH), scheme)
        # The dark differs from the light in its colours alone.
        rules = ("color-contrast",) if scheme == "dark" else ()
        faults += [f"axe {width} {scheme}: {f}" for f in visitor.axe(*rules)]
        faults += [f"wider than {width}: {e}" for e in visitor.overflow()]
        visitor.resize((width, height), scheme)
        visitor.picture(f"{name}-{width}-{scheme}")
    return faults


@pytest.mark.parametrize("activity", ["godt-klassemiljo", "elevsamtaler", "spekter"])
def test_an_opened_row(somebody, activity):
    visitor = somebody().sign_in("rektor", f"arshjul?aktivitet={activity}")
    assert not look(visitor, f"arshjul-{activity}")


def test_the_picture_of_the_year_is_one_picture_and_fits(somebody):
    visitor = somebody().sign_in("rektor", "arshjul")
    visitor.choose("wheel_view", "Hjul")
    assert not look(visitor, "arshjul-hjul")
    for size, shown, hidden in ((LAPTOP, "wide", "narrow"), (PHONE, "narrow", "wide")):
        visitor.resize(size)
        assert visitor.at(f"wheel_{shown}").is_visible()
        assert not visitor.at(f"wheel_{hidden}").is_visible()
