"""Which browser the tests drive: a Chromium of the machine, else Playwright's own."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing that asks a host of its own; a container has neither sandbox nor graphics card.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def path() -> str | None:
    """A browser that starts and can be driven, or None; SKOLEMILJO_TEST_BROWSER names one."""
    named = os.environ.get("SKOLEMILJO_TEST_BROWSER")
    if named:
        return named
    # Playwright's driver lacks a library on a bare Debian, which its package of Chromium brings.
    if not starts(sys.executable, "-m", "playwright"):
        return None
    found = next((place for name in NAMES if (place := shutil.which(name)) and starts(place)), None)
    if found:
        return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if starts(own) else None


def starts(*command: str) -> bool:
    """Whether a program runs here: one may be there without the libraries that it needs."""
    try:
        told = subprocess.run([*command, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return told.returncode == 0
