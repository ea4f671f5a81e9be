"""A set of groups in one column: the laws that a report mentions, the areas where it happened."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from core.store.writable import asked, storable


class Groups(sa.TypeDecorator[tuple[str, ...]]):
    """Names of groups, each once and sorted: a tuple here, "mobbing vold" in the database."""

    impl = sa.String
    cache_ok = True

    class Comparator(sa.TypeDecorator.Comparator[tuple[str, ...]]):
        """What a statement may ask of such a column."""

        def has(self, group: str) -> sa.ColumnElement[bool]:
            """Whether this group is among them, as a whole name."""
            kept = sa.type_coerce(self.expr, sa.String)
            return (sa.literal(" ") + kept + " ").contains(f" {asked(group)} ", autoescape=True)

    comparator_factory = Comparator

    def process_bind_param(self, value: Iterable[str] | None, _dialect: Any) -> str | None:
        """The names as they are kept; raises TypeError for a bare string: its letters are none."""
        if value is None:
            return None
        if isinstance(value, str):
            raise TypeError("groups are a tuple of names, not one string")
        names = sorted(set(value))
        if any(name != "".join(name.split()) or not name for name in names):
            raise ValueError("the name of a group is one word")
        return storable(" ".join(names))

    def process_result_value(self, value: str | None, _dialect: Any) -> tuple[str, ...] | None:
        """The names that were kept."""
        return None if value is None else tuple(value.split())
