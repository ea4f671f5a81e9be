"""Losses of the school's data that nobody has said yet that they have seen."""

from core.access import Action, Person, may
from core.errors import Refused
from core.people import asking
from core.store import losses
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.losses import NotedLoss


def unseen(store: Store) -> list[NotedLoss]:
    """What stands as an alarm, oldest first, whoever asks: there are numbers in it alone."""
    return [one for one in losses.known(store) if not one.seen]


def seen(store: Store, person: Person) -> None:
    """Whoever answers for the school has seen them; they are no alarm any more."""
    if not may(person, Action.HEAR_LOSSES):
        raise Refused

    def work(tx: Tx) -> None:
        if losses.mark_seen(tx):
            tx.record(Act.STORE_LOSS_SEEN, person.person_id, "store")

    asking.write(store, person, Action.HEAR_LOSSES, work)
