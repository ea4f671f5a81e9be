"""Every page as its users meet it: accessible, Norwegian, inside the screen, no other host."""

import pytest

from core.access import PAGES
from core.shell_files import WITHOUT_SIGN_IN
from tests.browser.visitor import LAPTOP, PHONE, Visitor

pytestmark = pytest.mark.browser

FAULT = "Noe gikk galt på denne siden"
# Who looks at what: whoever has most to do there; more than one where the page is another to each.
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


def look(visitor: Visitor, name: str) -> list[str]:
    """What is wrong with the page in front of the visitor, on phone and laptop, light and dark."""
    faults = [f"fault: {line}" for line in visitor.text().splitlines() if line.startswith(FAULT)]
    for size, width in ((LAPTOP, "1280"), (PHONE, "360")):
        for scheme in ("light", "dark"):
            visitor.resize(size, scheme)
            # The dark differs from the light in its colours alone.
            rules = ("color-contrast",) if scheme == "dark" else ()
            faults += [f"axe {width} {scheme}: {f}" for f in visitor.axe(*rules)]
            visitor.picture(f"{name}-{width}-{scheme}")
        faults += [f"English {width}: {said}" for said in visitor.english()]
        faults += [f"wider than {width}: {e}" for e in visitor.overflow()]
    visitor.resize(LAPTOP)
    return faults


def test_every_page_has_somebody_who_looks_at_it():
    assert {path for paths in WHO.values() for path in paths} | {"sak"} == set(PAGES)


def test_the_public_pages(somebody):
    visitor = somebody()
    faults = {}
    for path in [*WITHOUT_SIGN_IN, "logg-inn"]:
        visitor.open(path)
        if found := look(visitor, path or "front"):
            faults[path] = found
    assert not faults


@pytest.mark.parametrize("name", WHO)
def test_the_pages_of(somebody, name):
    visitor = somebody().sign_in(name, "konto")
    faults = {}
    for path in WHO[name]:
        visitor.open(path)
        if found := look(visitor, f"{path}-{name}"):
            faults[path] = found
    assert not faults


@pytest.mark.parametrize(("name", "tabs"), [("rektor", TABS), ("skoleeier", ())])
def test_a_case(somebody, name, tabs):
    visitor = somebody().sign_in(name, "saker")
    visitor.page.locator("a[href*='nr=']").first.click()
    visitor.page.wait_for_url("**/sak?nr=*")
    visitor.settle()
    assert ("-E" in visitor.page.url) is (name == "skoleeier")
    faults = look(visitor, f"sak-{name}")
    for tab in tabs:
        visitor.page.get_by_role("tab", name=tab).click()
        visitor.settle()
        faults += look(visitor, f"sak-{tab}")
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
