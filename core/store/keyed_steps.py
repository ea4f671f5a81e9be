"""What a revision cannot do without the school's key: done at start, after alembic and the key.

Alembic knows tables and not the key. If rows are to be sealed, hashed or bound anew, a revision
makes the new table, a step here carries the rows over in one transaction and empties the old table,
and a later revision drops that (DuckDB alters no key column). A step finds out by itself whether it
is due, so that one that was killed is done at the next start, and one that is done costs nothing.
"""

from collections.abc import Callable

from core.store import day_seals, witness
from core.store.engine import Store

STEPS: tuple[Callable[[Store], None], ...] = (witness.seal, day_seals.seal_days)


def run(store: Store) -> None:
    """Every step that is due, in their order."""
    for step in STEPS:
        step(store)
