"""Whether everything in a school's database holds together, from the file to what is derived."""

from core import case_facts, releases, reports
from core.store import checks
from core.store.checks import Fault
from core.store.engine import Store


def faults(store: Store) -> list[Fault]:
    """Every fault found; an empty list where the school is whole."""
    found = list(checks.faults(store))
    if any(fault.kind == "revision" for fault in found):
        return found  # tables may be missing
    kept = {
        "report": reports.differing(store),
        "case_file": case_facts.differing(store),
    }
    for table, keys in kept.items():
        found += [Fault("projection", f"{table} {key}") for key in keys[: checks.SHOWN]]
    return found + [Fault("release", str(number)) for number in releases.broken(store)]
