"""Every page as its users meet it: accessible, Norwegian, inside the screen, no other host."""

import pytest

from core.access import PAGES
from core.ui.kit.files import WITHOUT_SIGN_IN
from tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser

# Who looks at what: whoever has most to do there; more than one if the page is another to each.
WHO = {
    "rektor": ("oversikt", "arshjul", "moter", "tall", "su", "handlingsplan"),
    "assrektor": ("innstillinger", "brukere"),
    "elevtjeneste": ("innboks", "saker"),
    "kontaktlarer": ("oversikt", "klasser"),
    "larer": ("tall", "konto", "meld-rektor"),
    "su": ("su", "moter"),
    "skoleeier": ("innboks", "tall"),
    "redaktor": ("skjema",),
    "systemansvarlig": ("brukere", "innstillinger"),
}
TABS = ("Tiltaksplan", "Samtale", "Tilgang")


def test_every_page_has_somebody_who_looks_at_it():
    assert {path for paths in WHO.values() for path in paths} | {"sak"} == set(PAGES)


def test_the_public_pages(somebody):
    visitor = somebody()
    faults = {}
    for path in [*WITHOUT_SIGN_IN, "logg-inn"]:
        visitor.open(path)
        if found := visitor.look(path or "front"):
            faults[path] = found
    assert not faults


@pytest.mark.parametrize("name", WHO)
def test_the_pages_of(somebody, name):
    visitor = somebody().sign_in(name, "konto")
    faults = {}
    for path in WHO[name]:
        visitor.open(path)
        if found := visitor.look(f"{path}-{name}"):
            faults[path] = found
    assert not faults


@pytest.mark.parametrize(("name", "tabs"), [("rektor", TABS), ("skoleeier", ())])
def test_a_case(somebody, name, tabs):
    visitor = somebody().sign_in(name, "saker")
    visitor.page.locator("a[href*='nr=']").first.click()
    visitor.page.wait_for_url("**/sak?nr=*")
    visitor.settle()
    assert ("-E" in visitor.page.url) is (name == "skoleeier")
    faults = visitor.look(f"sak-{name}")
    for tab in tabs:
        visitor.page.get_by_role("tab", name=tab).click()
        visitor.settle()
        faults += visitor.look(f"sak-{tab}")
    assert not faults


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_public_pages_in_another_language(somebody, language):
    visitor = somebody(PHONE)
    for path in ("", "meld", "folg-opp", "hjelp", "skolen"):
        visitor.open(path)
        visitor.choose("language", {"nn": "Nynorsk", "en": "English"}[language])
        assert visitor.page.evaluate("document.documentElement.lang") == language
        visitor.picture(f"{path or 'front'}-360-{language}")
        if language == "nn":
            assert not visitor.english()
        assert not visitor.overflow()


def test_the_token_that_goes_along_with_a_page_is_seen_by_nobody(somebody):
    page = somebody().sign_in("larer", "konto").page
    box = page.locator(".st-key-page_token_box")
    assert box.locator("input").input_value()
    assert not box.is_visible()
