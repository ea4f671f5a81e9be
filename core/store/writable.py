"""What a database can keep of a text: everything but NUL and half a character (lone surrogates).

PostgreSQL keeps no NUL, and neither has a form in UTF-8 that others read. All that is kept passes
here, and all that is asked for: a column of text in a statement, a text that is sealed, contents
as JSON. What is kept goes without them; what is asked for with one is known to nobody.
"""

import json
from typing import Any

import sqlalchemy as sa

NUL = "\x00"
NOBODYS = "\ufffd"  # stands in what is asked for, and is in no name or number


def storable(text: str) -> str:
    """The text as it is kept."""
    return text.encode("utf-8", "replace").decode("utf-8").replace(NUL, "")


def storable_in(value: Any) -> Any:
    """A value of JSON in which every text is as it is kept."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable_in(key): storable_in(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [storable_in(inner) for inner in value]
    return value


def as_json(value: Any) -> str:
    """A value as a database keeps it in a column of JSON."""
    return json.dumps(storable_in(value))


def asked(text: str) -> str:
    """A text that something is held against, which no row has if it cannot be kept."""
    return text if text == storable(text) else storable(text) + NOBODYS


class _Asked(sa.TypeDecorator[str]):
    """A text that a column is held against."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Any) -> str | None:
        """As it is, unless no row can have it."""
        return None if value is None else asked(value)


class Written(sa.TypeDecorator[str]):
    """A column of text."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Any) -> str | None:
        """The text as it is kept."""
        return None if value is None else storable(value)

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """What stands beside the column in a condition is asked for, not kept."""
        return _Asked() if isinstance(value, str) else super().coerce_compared_value(op, value)
