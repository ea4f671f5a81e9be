"""Whoever writes is asked once more inside the transaction that writes, as they stand then.

A page asks before it draws, and a service before it reads what was typed; a role may be ended
between that and the act. What is asked here no other act can come before: nobody else writes to
the school until the transaction is over.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from core.access import Action, Person, may
from core.errors import Refused
from core.people import directory
from core.store.engine import Store, Tx

T = TypeVar("T")


def as_now(store: Store, person: Person) -> Person:
    """Who they are now, in the sign-in that they came with; raises Refused if they left."""
    found = directory.load(store, person.person_id)
    if found is None:
        raise Refused
    return replace(found, session=person.session, knows_privacy=person.knows_privacy)


def write(
    store: Store,
    by: Person | None,
    right: Action | Callable[[Person], bool],
    work: Callable[[Tx], T],
) -> T:
    """Run `work` in one transaction if they have the right in it; raises Refused.

    `by` is None for whoever sits at the server, whom nobody asks.
    """

    def asked(tx: Tx) -> T:
        if by is not None:
            now = as_now(store, by)
            if not (may(now, right) if isinstance(right, Action) else right(now)):
                raise Refused
        return work(tx)

    return store.write(asked)
