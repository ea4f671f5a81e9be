"""Every page as its users meet it: accessible, Norwegian, inside the screen, no other host."""

import pytest

from core.access import PAGES
from core.shell_files import WITHOUT_SIGN_IN
from tests.browser.visitor import LAPTOP, PHONE, Visitor

pytestmark = pytest.mark.browser

FAULT = "Noe gikk galt på denne siden"
# Who looks at a page: whoever has most to do there.
WHO = {
    **dict.fromkeys(PAGES, ("rektor",)),
    "oversikt": ("rektor", "kontaktlarer"),
    "innboks": ("elevtjeneste", "skoleeier"),
    "saker": ("elevtjeneste", "skoleeier"),
    "arshjul": ("rektor", "kontaktlarer", "redaktor"),
    "klasser": ("kontaktlarer",),
    "moter": ("rektor", "su"),
    "tall": ("rektor", "larer"),
    "su": ("rektor", "su"),
    "skjema": ("redaktor",),
    "brukere": ("systemansvarlig", "rektor"),
    "innstillinger": ("rektor", "systemansvarlig"),
}
PEOPLE = sorted({name for names in WHO.values() for name in names})


def look(visitor: Visitor, name: str) -> list[str]:
    """What is wrong with the page in front of the visitor, on phone and laptop, light and dark."""
    faults = [f"English: {said}" for said in visitor.english()]
    faults += [f"fault: {line}" for line in visitor.text().splitlines() if line.startswith(FAULT)]
    for size, width in ((LAPTOP, "1280"), (PHONE, "360")):
        for scheme in ("light", "dark"):
            visitor.resize(size, scheme)
            faults += [f"axe {width} {scheme}: {f}" for f in visitor.axe()]
            if scheme == "light" or width == "1280":
                visitor.picture(f"{name}-{width}-{scheme}")
        faults += [f"wider than {width}: {e}" for e in visitor.overflow()]
    visitor.resize(LAPTOP)
    return faults


@pytest.mark.parametrize("path", [*WITHOUT_SIGN_IN, "logg-inn"], ids=lambda p: p or "front")
def test_a_public_page(somebody, path):
    visitor = somebody().open(path)
    assert not look(visitor, path or "front")


@pytest.mark.parametrize("name", PEOPLE)
def test_the_pages_of(somebody, name):
    visitor = somebody().sign_in(name, "konto")
    faults = {}
    for path in [p for p, names in WHO.items() if name in names and p != "sak"]:
        visitor.open(path)
        found = look(visitor, f"{path}-{name}")
        if found:
            faults[path] = found
    assert not faults


@pytest.mark.parametrize("path", ["", "meld", "folg-opp", "hjelp", "skolen"])
@pytest.mark.parametrize("language", ["nn", "en"])
def test_a_public_page_in_another_language(somebody, path, language):
    visitor = somebody(PHONE).open(path)
    visitor.choose("language", {"nn": "Nynorsk", "en": "English"}[language])
    assert visitor.page.evaluate("document.documentElement.lang") == language
    visitor.picture(f"{path or 'front'}-360-{language}")
    if language == "nn":
        assert not visitor.english()
    assert not visitor.overflow()
