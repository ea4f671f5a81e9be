"""What `make test` runs: every layer, with a browser that is found; what was not run is said."""

import os
import subprocess
import sys
from pathlib import Path

from tests.browser import chromium

ROOT = Path(__file__).parent.parent
# libatomic1 is what Playwright's driver lacks where nothing but Python is installed.
DEBIAN = (
    "export DEBIAN_FRONTEND=noninteractive; apt-get update -qq && "
    "apt-get install -y -qq --no-install-recommends chromium libatomic1"
)
FETCH = (
    [sys.executable, "-m", "playwright", "install", "chromium"],
    ["sh", "-c", DEBIAN],
    ["sudo", "-n", "sh", "-c", DEBIAN],
)
FAST = ("tests/unit", "tests/property", "tests/typed", "tests/page", "tests/system")


def fetched() -> str | None:
    """A Chromium fetched now: Playwright's own, else Debian's package if it may be installed."""
    for command in FETCH:
        try:
            subprocess.run(command, check=True, timeout=600, capture_output=True)
        except (OSError, subprocess.SubprocessError):
            continue
        if place := chromium.path():
            return place
    return None


def main() -> int:
    """Run the layers; 0 if all of them passed."""
    browser = chromium.path() or fetched()
    environment = {**os.environ, "SKOLEMILJO_TEST_BROWSER": browser or ""}
    layers = [FAST, ("tests/browser",)] if browser else [FAST]
    codes = [
        subprocess.run(
            [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *layer],
            cwd=ROOT,
            env=environment,
            check=False,
        ).returncode
        for layer in layers
    ]
    if browser is None:
        print("Browser layer: not run (no Chromium is here or could be fetched)")
        codes.append(1)
    if os.environ.get("SKOLEMILJO_TEST_POSTGRES"):
        print("PostgreSQL layer: run")
    else:
        print("PostgreSQL layer: not run (SKOLEMILJO_TEST_POSTGRES names no address)")
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
