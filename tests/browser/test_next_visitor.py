"""Whoever sits down at a browser that another has left finds nothing of theirs in it."""

import pytest

from tests.browser.visitor import LAPTOP, PHONE

pytestmark = pytest.mark.browser
LEAVE = """async () => {
  localStorage.setItem("left", "behind");
  sessionStorage.setItem("left", "behind");
  await caches.open("left");
  await new Promise((done) => { indexedDB.open("left").onsuccess = done; });
}"""
FOUND = """async () => [
  localStorage.getItem("left"), sessionStorage.getItem("left"),
  ...await caches.keys(), ...(await indexedDB.databases()).map(d => d.name),
]"""


def test_the_next_at_a_browser_finds_nothing_of_the_last(somebody):
    first = somebody(PHONE, "dark").sign_in("larer", "konto")
    context = first.context
    first.page.evaluate(LEAVE)
    assert "behind" in first.page.evaluate(FOUND)
    context.set_offline(True)
    first.close()
    second = somebody(LAPTOP)
    assert second.context is context
    assert context.cookies() == []
    second.open("konto")
    assert "sign_in_name" in second.drawn()
    assert second.page.evaluate(FOUND) == [None, None]
    assert second.page.viewport_size == {"width": LAPTOP[0], "height": LAPTOP[1]}
    assert second.page.evaluate("matchMedia('(prefers-color-scheme: light)').matches")


def test_what_cannot_be_taken_back_is_done_in_a_browser_of_ones_own(somebody):
    shared, own = somebody(), somebody(own=True)
    for change in (shared.context.route, shared.context.route_web_socket):
        with pytest.raises(AssertionError, match="own=True"):
            change("**/x", lambda route: route.abort())
    with pytest.raises(AssertionError, match="own=True"):
        shared.page.clock.install()
    own.context.route("**/x", lambda route: route.abort())
    own.page.clock.install()
    kept = own.context
    own.close()
    assert somebody().context is not kept
