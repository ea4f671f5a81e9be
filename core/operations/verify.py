"""Whether everything in a school's database holds together, from the file to what is derived."""

from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError

from core.cases import facts
from core.errors import NotStored, Unsafe
from core.figures import releases
from core.operations import alarms, readable
from core.reports import reports
from core.store import checks, losses, standing
from core.store.checks import Fault
from core.store.engine import Store


def faults(store: Store, copied: bool = False) -> list[Fault]:
    """Every fault found; an empty list if the school is whole.

    A loss that was noted stays a fault until it has been seen; of a copy it is none.
    """
    found: list[Fault] = []
    try:
        for fault in _each(store, copied):
            found.append(fault)
    except (DBAPIError, NotStored):
        found.append(Fault("damaged", standing.FILE))
    return found


def _each(store: Store, copied: bool) -> Iterator[Fault]:
    if not copied:
        yield from _losses(store)
    for fault in checks.faults(store):
        yield fault
        if fault.kind == "revision":
            return  # tables may be missing
    try:
        readable.must_be(store)
    except Unsafe as error:  # `serve` would refuse it, and nothing further can be read
        yield Fault("unreadable", str(error.facts.get("name", "")))
        return
    kept = {
        "report": reports.differing(store),
        "case_file": facts.differing(store),
    }
    for table, keys in kept.items():
        yield from (Fault("projection", f"{table} {key}") for key in keys[: checks.SHOWN])
    yield from (Fault("release", str(number)) for number in releases.broken(store))


def _losses(store: Store) -> list[Fault]:
    with store.held():
        now = losses.judge(store)
    found = [one.loss for one in alarms.unseen(store)] + ([now] if now else [])
    return [Fault(loss.kind, str(loss.missing)) for loss in found]
