"""What the program of revision 0009 leaves: the school of `make_0008.py`, its day sealed.

PYTHONPATH=. python tests/samples/make_0009.py FOLDER
tar -C FOLDER -cJf tests/samples/0009.tar.xz codes ticked key portal.duckdb portal.head backup

Run it with the program of that revision.
"""

import runpy
import sys
from datetime import timedelta
from pathlib import Path

from core.operations import commands
from core.store import current, day_seals
from core.store.moments import machine_now


def seal(folder: Path) -> None:
    """The day after: what the reporters did is under its seal, in the folder and in its backup."""
    store = current.connect(folder)
    store.clock = lambda: machine_now() + timedelta(days=1)
    day_seals.seal_days(store)
    store.settle()
    (folder / "backup").unlink()
    assert commands.run(store, "backup", {"file": str(folder / "backup")})["exit"] == 0
    store.engine.dispose()


runpy.run_path(str(Path(__file__).with_name("make_0008.py")))
seal(Path(sys.argv[1]))
