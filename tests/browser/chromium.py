"""Which browser the tests drive: a Chromium of the machine, else Playwright's own."""

import os
import shutil
import subprocess

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
    """A browser's file that starts, or None where none does; SKOLEMILJO_TEST_BROWSER names one."""
    named = os.environ.get("SKOLEMILJO_TEST_BROWSER")
    if named:
        return named
    found = next((place for name in NAMES if (place := shutil.which(name)) and starts(place)), None)
    if found:
        return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if starts(own) else None


def starts(place: str) -> bool:
    """Whether the file is a browser that runs here.

    Playwright's own is there without the libraries that it needs; a launcher may start nothing.
    """
    try:
        told = subprocess.run([place, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return told.returncode == 0
