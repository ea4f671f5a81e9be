"""Somebody in front of a screen: opens pages, types, clicks, and notices what must not happen."""

import contextlib
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import BrowserContext, Page, Response, expect
from playwright.sync_api import Error as Gone

from core.people import sessions
from tests.browser.contexts import Contexts

PICTURES = Path(__file__).parent.parent / "pictures"
PHONE, LAPTOP = (360, 740), (1280, 800)
HIGHEST = 8000  # pixels of a window
FAULT = "Noe gikk galt på denne siden"
QUIET = (
    "[data-testid='stApp'][data-test-script-state='notRunning']"
    "[data-test-connection-state='CONNECTED']"
)
# Told to each page before its own scripts: what it has asked the portal for and not yet been given,
# and whether anything on it still changes. A run is asked for by a BackMsg whose first field is 11
# (rerun_script); the portal takes it up with a ForwardMsg that has field 4 (new_session).
LISTEN = """(() => {
  if (window.__told) return;
  const clock = performance, now = clock.now, later = window.setTimeout;
  const told = window.__told = {asked: 0, changes: 0, heard: false,
    now: () => now.call(clock), later: (work, ms) => later.call(window, work, ms)};
  const begins = (data) => {
    const bytes = new Uint8Array(data);
    let at = 0;
    while (bytes[at] === 0x0a || bytes[at] === 0x12) {  // hash and metadata come before it
      let size = 0, shift = 0;
      do { at++; size |= (bytes[at] & 0x7f) << shift; shift += 7; } while (bytes[at] & 0x80);
      at += 1 + size;
    }
    return bytes[at] === 0x22;
  };
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (!this.__heard) {
      this.__heard = true;
      this.addEventListener("message", (event) => {
        told.changes++;
        if (event.data instanceof ArrayBuffer && begins(event.data)) told.asked = 0;
      });
      this.addEventListener("close", () => { told.asked = 0; });
    }
    told.heard = true;
    told.changes++;
    const bytes = typeof data === "string" ? null : new Uint8Array(data.buffer || data);
    if (bytes && bytes[bytes === data ? 0 : data.byteOffset || 0] === 0x5a) told.asked++;
    return send.apply(this, arguments);
  };
  new MutationObserver((list) => { told.changes += list.length; }).observe(document,
    {childList: true, subtree: true, attributes: true, characterData: true});
})()"""
# Whether it comes to stand still within its patience: no change for so long after the last answer.
# It looks with the clock that it had before a test took it away.
STILL = """([quiet, least, unheard, restless, patience]) => new Promise((done) => {
  const told = window.__told;
  if (!told) return done(false);
  const began = told.now();
  const moves = (a) => a.playState === "running" && a.effect.getComputedTiming().endTime < 1e4;
  // A kind of widget that the browser has yet to fetch stands as an empty shape without its words.
  const busy = () => told.asked || !document.querySelector(quiet)
    || document.querySelector("[data-testid='stSkeleton']") || document.getAnimations().some(moves);
  let idle = null, changes = null, since = null;
  const look = () => {
    const now = told.now();
    if (busy()) idle = changes = null;
    else {
      idle ??= now;
      if (told.changes !== changes) { changes = told.changes; since = now; }
      if (now - since >= (told.heard ? least : unheard) || now - idle >= restless)
        return done(true);
    }
    if (now - began >= patience) return done(false);
    told.later(look, LOOK);
  };
  look();
})""".replace("LOOK", "25")  # ms between two looks
STILL_FOR = 150  # ms without any change: a page is drawn in one go
UNHEARD = 500  # the same if a test stands between the page and the portal: nothing is told
RESTLESS = 3000  # ms of a page that goes on changing by itself (a clock, a caret)
PATIENCE = 20_000
BESIDE = re.compile(r"/[a-z-]+/_stcore/(health|host-config)$")
AXE = AXE_FILE_PATH.read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# (rule, part of the selector or markup): Streamlit's own faults, each with its reason.
ALLOWED: dict[tuple[str, str], str] = {}

# Words that only English has, to find what Streamlit says by itself.
ENGLISH = re.compile(
    r"\b(the|press|enter|choose|select|upload|download|search|close|clear|show|hide|view|add|"
    r"row|rows|required|connecting|options|fullscreen|skip|content|rerun|settings|expand|"
    r"collapse|sidebar|with|and|of|not found|no results|loading|date|month|year|previous|next|"
    r"decrement|increment|value|navigation|toggle|password|your|this|file|limit|pages|"
    r"yyyy|empty|open|allowed|sort|column|tabs|page)\b",
    re.IGNORECASE,
)
# What the page says by itself: text outside what people wrote, and the names of its controls.
SAID = """() => {
  const out = new Set();
  const names = ["aria-label", "aria-valuetext", "placeholder", "title", "alt"];
  const skip = "script, style, noscript, [data-testid=stText], .st-key-language, textarea, " +
    "canvas, svg.marks";
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    const at = n.parentElement;
    if (!at || at.closest(skip) || !at.checkVisibility()) continue;
    if (at.closest("[data-testid=stIconMaterial]")) continue;
    if (n.data.trim()) out.add(n.data.trim());
  }
  for (const e of document.querySelectorAll(names.map(a => `[${a}]`))) {
    if (e.closest(".st-key-language") || e.closest("canvas") || !e.checkVisibility()) continue;
    for (const a of names)
      if (e.getAttribute(a)) out.add(a + ": " + e.getAttribute(a));
  }
  return [...out];
}"""

# (address, name, password): the cookie of a sign-in that those who come as her share.
_SIGNED_IN: dict[tuple[str, str, str], list] = {}


def begin(context: BrowserContext) -> None:
    """What each page of a browser is told before its own scripts."""
    context.set_default_timeout(PATIENCE)
    context.add_init_script(LISTEN)


class Visitor:
    """One browser of its own; `faults` holds what the page asked for that it must not."""

    def __init__(
        self,
        browsers: Contexts,
        url: str,
        size: tuple[int, int] = LAPTOP,
        scheme: str = "light",
        *,
        own: bool = False,
    ) -> None:
        self.url, self._browsers, self._look = url, browsers, (size, scheme)
        self.faults: list[str] = []
        self.context = browsers.new() if own else browsers.take()
        self.page = self.new_tab()

    def new_tab(self) -> Page:
        """Another tab of the same browser."""
        page = self.context.new_page()
        (width, height), scheme = self._look
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        own = urlsplit(self.url).netloc
        page.on(
            "request",
            lambda r: (
                None
                if urlsplit(r.url).netloc in ("", own) or r.url.startswith(("data:", "blob:"))
                else self.faults.append(f"foreign request: {r.url}")
            ),
        )
        page.on(
            "console",
            lambda m: (
                self.faults.append(f"console: {m.text[:300]}")
                if m.type == "error" and not m.text.startswith("Failed to load resource")
                else None
            ),
        )
        page.on("response", self._answer)
        page.on("pageerror", lambda e: self.faults.append(f"page error: {e}"))
        return page

    def _answer(self, response: Response) -> None:
        # Streamlit looks for its server below the page's own address first, then at the root.
        if response.status >= 400 and not BESIDE.search(response.url):
            self.faults.append(f"{response.status}: {response.url}")

    def close(self) -> None:
        """Leave the browser to the next."""
        context, self.context = self.context, None
        if context:
            self._browsers.give_back(context, self.url)

    # --- going somewhere

    def settle(self) -> None:
        """Wait until the portal has answered what was asked, and the page stands still."""
        self._still(QUIET)

    def _still(self, quiet: str) -> None:
        give_up = time.monotonic() + PATIENCE / 1000
        while (left := give_up - time.monotonic()) > 0:
            told = [quiet, STILL_FOR, UNHEARD, RESTLESS, left * 1000]
            try:
                if self.page.evaluate(STILL, told):
                    return
            except Gone:  # the page went to another address meanwhile
                pass
            self.page.wait_for_timeout(25)
        raise AssertionError(f"{self.page.url} is still at work after {PATIENCE // 1000} s")

    def open(self, path: str) -> "Visitor":
        self.page.goto(f"{self.url}/{path}")
        self.settle()
        return self

    def sign_in(
        self, name: str, path: str = "oversikt", password: str = "demo", *, anew: bool = False
    ) -> "Visitor":
        """Stand at a protected address as somebody: through the form the first time, or `anew`.

        Others who come as the same person share her sign-in, as tabs of one browser do; whoever
        signs out, or whose signing in is what is looked at, does it `anew`.
        """
        shared = (self.url, name, password)
        if not anew and shared in _SIGNED_IN:
            self.context.add_cookies(_SIGNED_IN[shared])
            self.open(path)
            if "sign_in_name" not in self.drawn():
                return self
        else:
            self.open(path)
        self.fill("sign_in_name", name)
        self.fill("sign_in_password", password)
        with self.page.expect_response("**/session"):
            self.page.locator(".st-key-sign_in button").click()
        self.settle()
        if not anew:
            cookies = self.context.cookies()
            _SIGNED_IN[shared] = [c for c in cookies if c["name"] == sessions.COOKIE]
        return self

    # --- acting

    def at(self, key: str):
        """The element with this key."""
        return self.page.locator(f".st-key-{key}").first

    def fill(self, key: str, text: str) -> None:
        self.at(key).locator("textarea, input").first.fill(text)

    def day(self, key: str, day: str) -> None:
        """A day in a date field, as `31.12.2026`; its parts are fields of their own."""
        self.at(key).get_by_role("spinbutton").first.click()
        self.page.keyboard.type(day.replace(".", ""))
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Escape")
        self.settle()

    def click(self, key: str) -> None:
        self.at(key).locator("button").first.click()
        self.settle()

    def choose(self, key: str, text: str) -> None:
        """An option of pills, a radio, a segmented control or a select box, by its words."""
        box = self.at(key)
        option = box.locator("button, label, [role=radio], [role=option]").filter(has_text=text)
        if option.count() == 0:
            self.settle()  # a run that ends now would close the list again
            box.locator("[role=combobox], input").first.click()
            self.page.keyboard.type(text)
            option = self.page.get_by_role("option", name=text)
        option.first.click()
        self.settle()

    def drawn(self) -> set[str]:
        """The keys of everything on the page."""
        found = self.page.evaluate(
            """() => [...document.querySelectorAll("[class*=st-key-]")]
              .flatMap(e => [...e.classList])"""
        )
        return {c.removeprefix("st-key-") for c in found if c.startswith("st-key-")}

    # --- looking

    def text(self) -> str:
        return self.page.inner_text("[data-testid='stApp']")

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def resize(self, size: tuple[int, int], scheme: str = "light") -> None:
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self._still("body")

    @contextlib.contextmanager
    def whole(self) -> Iterator[None]:
        """The window as high as the page: what lies below the fold is neither drawn nor judged."""
        size = self.page.viewport_size
        # The page scrolls inside its main section.
        full = self.page.evaluate(
            """() => Math.max(0, ...[...document.querySelectorAll("[data-testid=stMain]")]
              .map(e => e.scrollHeight))"""
        )
        high = min(max(full + 80, size["height"]), HIGHEST)
        self.page.set_viewport_size({"width": size["width"], "height": high})
        self._still("body")
        yield
        self.page.set_viewport_size(size)

    def picture(self, name: str) -> None:
        """The whole page, as high as it is, in tests/pictures/."""
        with self.whole():
            self._shoot(name)

    def _shoot(self, name: str) -> None:
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png")

    def look(self, name: str) -> list[str]:
        """What is wrong with the page in front, on phone and laptop, light and dark; pictures."""
        faults = [f"fault: {line}" for line in self.text().splitlines() if line.startswith(FAULT)]
        for size, width in ((LAPTOP, "1280"), (PHONE, "360")):
            self.resize(size)
            with self.whole():  # once for both: each change of size draws everything anew
                for scheme in ("light", "dark"):
                    if scheme == "dark":  # it is light by now
                        self.page.emulate_media(color_scheme=scheme)
                        self._still("body")
                    # The dark differs from the light in its colours alone.
                    rules = ("color-contrast",) if scheme == "dark" else ()
                    faults += [f"axe {width} {scheme}: {f}" for f in self.axe(*rules)]
                    self._shoot(f"{name}-{width}-{scheme}")
            faults += [f"English {width}: {said}" for said in self.english()]
            faults += [f"wider than {width}: {e}" for e in self.overflow()]
        self.resize(LAPTOP)
        return faults

    def overflow(self) -> list[str]:
        """What makes the page wider than its screen: the reader would have to scroll sideways."""
        return self.page.evaluate(
            """() => {
              const main = document.querySelector("[data-testid=stMain]") || document.body;
              if (main.scrollWidth <= main.clientWidth + 1) return [];
              return [...main.querySelectorAll("*")]
                .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                .slice(0, 5).map(e => e.tagName + "." + e.className.toString().slice(0, 80));
            }"""
        )

    def axe(self, *rules: str) -> list[str]:
        """What axe finds that is ours, one line a node; of `rules` alone if some are named."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE)
        kind, values = ("rule", list(rules)) if rules else ("tag", RULES)
        found = self.page.evaluate(
            """async (only) => {
              const found = await axe.run(document,
                { resultTypes: ["violations"], runOnly: only, elementRef: false });
              return found.violations;
            }""",
            {"type": kind, "values": values},
        )
        faults = []
        for violation in found:
            for node in violation["nodes"]:
                told = json.dumps(node["target"]) + " " + node["html"]
                if not any(violation["id"] == rule and part in told for rule, part in ALLOWED):
                    why = "; ".join(c["message"] for c in node["any"] + node["all"] + node["none"])
                    faults.append(f"{violation['id']}: {told[:300]} {why[:200]}")
        return faults

    def english(self) -> list[str]:
        """English words that the page says by itself."""
        return [said for said in self.page.evaluate(SAID) if ENGLISH.search(said)]
