"""Somebody guesses at another's password; she goes on signing in on a machine of her own."""

import pytest

from core.people import devices
from tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser
NAME = "larer3"


def tries(visitor, password):
    visitor.fill("sign_in_name", NAME)
    visitor.fill("sign_in_password", password)
    visitor.page.locator(".st-key-sign_in button").click()
    visitor.settle()


def test_guessing_elsewhere_keeps_nobody_out_of_a_machine_of_her_own(somebody):
    owner, other = somebody(), somebody(PHONE)
    sent = []
    owner.page.on(
        "request",
        lambda r: sent.append(r.url) if devices.COOKIE in r.all_headers().get("cookie", "") else 0,
    )
    owner.open("konto")
    owner.picture("sign-in-1280")
    owner.sign_in(NAME, "konto", anew=True)
    assert not [c for c in owner.context.cookies() if c["name"] == devices.COOKIE], "not asked for"
    owner.click("sign_out")

    owner.open("konto")
    owner.at("own_device").locator("label").click()
    with owner.page.expect_response("**/session"):
        tries(owner, "demo")
    owner.sees("din egen")
    owner.click("sign_out")
    cookie = next(c for c in owner.context.cookies() if c["name"] == devices.COOKIE)
    assert (cookie["path"], cookie["httpOnly"], cookie["sameSite"]) == ("/session", True, "Strict")

    other.open("konto")
    for _ in range(6):
        tries(other, "gjettet")
    tries(other, "demo")
    assert "sign_in_name" in other.drawn(), "who guesses waits, also with the right one"
    other.picture("sign-in-refused-360")

    owner.sign_in(NAME, "konto", anew=True)
    assert "password_old" in owner.drawn()
    for path in ("", "meld", "folg-opp", "hjelp"):
        owner.open(path)
    assert {url.removeprefix(owner.url) for url in sent} <= {"/session", "/session/device"}
    assert sent, "it is asked where passwords are"
