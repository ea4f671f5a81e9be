"""What the command line asks of a school: the same functions whether the portal runs or not.

A command is a function of (store, facts) that returns its answer with `exit` (0 yes, 1 no).
"""

from collections.abc import Callable
from typing import Any

from core.store.engine import Store

Command = Callable[[Store, dict[str, Any]], dict[str, Any]]
COMMANDS: dict[str, Command] = {}


def run(store: Store, command: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Run one command by name."""
    return COMMANDS[command](store, facts)
