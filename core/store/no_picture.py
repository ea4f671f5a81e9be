"""A process that holds the key leaves no picture of its memory behind.

A core file lies in a folder, or with the system's own service, as open as any file; the key, and
whatever was being read at that moment, would stand in it. `os.abort` and any fault of a library
make one.
"""

import contextlib
import resource
from pathlib import Path

# Which parts of the memory a core holds; also where a service takes it, which heeds no limit.
FILTER = Path("/proc/self/coredump_filter")


def forbid() -> None:
    """From here on no core of this process is made, and one that is made all the same is empty."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):  # Linux alone has it
        FILTER.write_text("0")
