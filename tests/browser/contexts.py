"""The browsers that visitors sit at: handed on to the next, who finds nothing of the last in them.

In a new one the portal's every file is fetched and compiled anew, and its window is built: three
seconds of processor, and a visitor has one of their own. What is kept is the cache of those files.
"""

from collections.abc import Callable
from typing import Any, NoReturn
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

# What a page may have left beside its cookies; what belongs to a tab goes with the tab.
LEFT = "local_storage,indexeddb,cache_storage,service_workers,file_systems"


def _refused(*_: Any, **__: Any) -> NoReturn:
    raise AssertionError("others sit at this browser later: somebody(own=True) has its own")


class Contexts:
    """The browsers of one Chromium that stand free, and new ones if none does."""

    def __init__(self, chromium: Browser, begin: Callable[[BrowserContext], None]) -> None:
        self._chromium, self._begin = chromium, begin
        self._free: list[BrowserContext] = []
        # The window stands as long as it has a tab: one that nobody sees.
        self._kept: dict[BrowserContext, tuple[Page, CDPSession]] = {}

    def new(self) -> BrowserContext:
        """A browser that nobody has sat at, and nobody will."""
        made = self._chromium.new_context(
            locale="nb-NO",
            timezone_id="Europe/Oslo",
            accept_downloads=True,
            reduced_motion="reduce",
        )
        self._begin(made)
        return made

    def take(self) -> BrowserContext:
        """A browser without cookies or anything else of those who sat at it."""
        if self._free:
            return self._free.pop()
        made = self.new()
        tab = made.new_page()
        self._kept[made] = tab, made.new_cdp_session(tab)
        # What cannot be taken back.
        made.route = made.route_web_socket = made.add_init_script = _refused
        made.clock.install = _refused
        return made

    def give_back(self, context: BrowserContext, url: str) -> None:
        """Close what stands open in it, and take away what the portal at `url` left."""
        if context not in self._kept:
            context.close()
            return
        tab, session = self._kept[context]
        for page in context.pages:
            if page is not tab:
                page.close()
        context.set_offline(False)
        context.clear_cookies()
        parts = urlsplit(url)
        told = {"origin": f"{parts.scheme}://{parts.netloc}", "storageTypes": LEFT}
        session.send("Storage.clearDataForOrigin", told)
        self._free.append(context)
