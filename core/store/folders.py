"""Where things lie: the program, the demonstration, the data folder of one school."""

import os
from pathlib import Path

HOME = Path(__file__).parent.parent.parent
DEMONSTRATION = HOME / "data" / "var" / "demo"


def data_folder() -> Path:
    """The folder of this school: SKOLEMILJO_DATA, else the demonstration's."""
    named = os.environ.get("SKOLEMILJO_DATA")
    return Path(named).absolute() if named else DEMONSTRATION
