"""The portal refuses to start unsafely: before the first answer, in one line, with the cure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core import demonstration
from tests.browser.conftest import ROOT, free_port

pytestmark = pytest.mark.server
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("refused") / "school"
    demonstration.make(made, "hvam", 0)
    return made


def started(folder, *command, **more):
    """(exit code, lines on standard error) of a portal that should not start."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SKOLEMILJO_", "STREAMLIT_"))}
    told = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        env={
            **kept,
            "SKOLEMILJO_DATA": str(folder),
            "STREAMLIT_SERVER_PORT": str(free_port()),
            **more,
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    return told.returncode, told.stderr.strip().splitlines()


@pytest.mark.parametrize(
    ("command", "more", "cure"),
    [
        (["skolemiljo", "serve"], {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}, "127.0.0.1"),
        (["streamlit", "run", "app.py", "--server.address=0.0.0.0"], {}, "127.0.0.1"),
        (["skolemiljo", "serve"], {"STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true"}, "gatherUsage"),
        (["skolemiljo", "serve"], {"SKOLEMILJO_KEY_FILE": "/nowhere/key"}, "/nowhere/key"),
        (["skolemiljo", "serve"], {"SKOLEMILJO_DATA": "/nowhere"}, "skolemiljo init"),
        (["skolemiljo", "serve"], {"SKOLEMILJO_HOST": "https://a.example"}, "HOST=a.example"),
        (["streamlit", "run", "app.py"], {"SKOLEMILJO_HOST": "a.example/"}, "HOST=a.example"),
    ],
)
def test_it_does_not_start_and_says_what_to_change(folder, command, more, cure):
    code, lines = started(folder, *command, **more)
    assert code == 1
    assert len(lines) == 1, lines
    assert cure in lines[0]


def test_a_key_that_others_can_read_is_refused(folder):
    key = folder / "key"
    key.chmod(0o644)
    try:
        code, lines = started(folder, "skolemiljo", "serve")
    finally:
        key.chmod(0o600)
    assert code == 1
    assert lines[0].endswith(f"chmod 600 {key}")
