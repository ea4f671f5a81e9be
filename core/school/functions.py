"""The words of the plan's column Ansvar: who holds each now, and who steps in for them.

A function is what somebody is responsible for; a role is what their account may. Those that follow
from a class, a department or a role (kontaktlærer, avdelingsleder, ansatte …) have no holder here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core.store import contents
from core.store.engine import Store
from core.store.schema.people import function


@dataclass(frozen=True)
class Function:
    """One word of the column, with who answers for it."""

    function_id: str
    names: dict[str, str]
    holder_id: UUID | None
    deputy_id: UUID | None


NAMES = contents.Format[dict[str, str]]("function", {1: contents.shaped({"nb": str, str: str})})


def _function(row: sa.Row[Any]) -> Function:
    return Function(row.function_id, NAMES.read(row.names), row.holder_id, row.deputy_id)


def everyone(store: Store) -> dict[str, Function]:
    """All functions of the school by id, in the order of their names."""

    def make() -> dict[str, Function]:
        f = function
        rows = store.rows(sa.select(f).where(store.mine(f)))
        found = [_function(row) for row in rows]
        return {x.function_id: x for x in sorted(found, key=lambda x: x.names["nb"].lower())}

    return store.remember("functions", [function], make)


def named(store: Store, function_ids: tuple[str, ...], language: str) -> list[str]:
    """What the plan calls these, in their order there."""
    known = everyone(store)
    return [
        known[i].names.get(language) or known[i].names["nb"] if i in known else i
        for i in function_ids
    ]
