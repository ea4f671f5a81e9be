"""Whether everything in a school's database holds together, from the file to what is derived."""

from core.store import checks
from core.store.checks import Fault
from core.store.engine import Store


def faults(store: Store) -> list[Fault]:
    """Every fault found; an empty list where the school is whole."""
    return list(checks.faults(store))
