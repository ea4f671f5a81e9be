"""A process that holds the key leaves no core behind, and nothing in one that is made anyhow."""

import subprocess
import sys

from core.store import current

ASKS = """
import resource, sys
from pathlib import Path
from core.store import current
resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
store = current.connect(Path(sys.argv[1]))
filter = Path("/proc/self/coredump_filter").read_text()
print(*resource.getrlimit(resource.RLIMIT_CORE), filter, flush=True)
import os; os._exit(0)
"""


def test_who_opens_a_school_makes_no_core_whatever_ends_it(tmp_path):
    current.make_store(tmp_path / "school").engine.dispose()
    said = subprocess.run(
        [sys.executable, "-c", ASKS, str(tmp_path / "school")],
        capture_output=True,
        text=True,
        check=False,
    )
    # No core, no leave to ask for one, and no part of the memory in it.
    assert said.stdout.split() == ["0", "0", "00000000"], said.stderr
