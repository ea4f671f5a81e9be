"""Whether everything in a school's database holds together, from the file to what is derived."""

from core import alarms, case_facts, releases, reports
from core.store import checks, losses
from core.store.checks import Fault
from core.store.engine import Store


def faults(store: Store, copied: bool = False) -> list[Fault]:
    """Every fault found; an empty list where the school is whole.

    A loss that was noted stays a fault until it has been seen; of a copy it is none.
    """
    found = [] if copied else _losses(store)
    found += checks.faults(store)
    if any(fault.kind == "revision" for fault in found):
        return found  # tables may be missing
    kept = {
        "report": reports.differing(store),
        "case_file": case_facts.differing(store),
    }
    for table, keys in kept.items():
        found += [Fault("projection", f"{table} {key}") for key in keys[: checks.SHOWN]]
    return found + [Fault("release", str(number)) for number in releases.broken(store)]


def _losses(store: Store) -> list[Fault]:
    with store.held():
        now = losses.judge(store)
    found = [one.loss for one in alarms.unseen(store)] + ([now] if now else [])
    return [Fault(loss.kind, str(loss.missing)) for loss in found]
