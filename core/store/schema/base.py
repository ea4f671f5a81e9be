"""The shared parts of a table: its school, its key, its engine-bound index."""

from typing import Any

import sqlalchemy as sa

from core.store.writable import Written

metadata = sa.MetaData()


def table(name: str, *parts: sa.Column[Any] | sa.UniqueConstraint) -> sa.Table:
    """A table whose key begins with the school."""
    return sa.Table(name, metadata, key("school_id", sa.Integer), *parts)


def key(name: str, kind: Any = sa.Uuid) -> sa.Column[Any]:
    """A part of the primary key, made by the application."""
    return sa.Column(name, _kept_as(kind), primary_key=True, autoincrement=False)


def must(name: str, kind: Any, **more: Any) -> sa.Column[Any]:
    """A column that always has a value."""
    return sa.Column(name, _kept_as(kind), nullable=False, **more)


def can(name: str, kind: Any) -> sa.Column[Any]:
    """A column that may be empty."""
    return sa.Column(name, _kept_as(kind))


def _kept_as(kind: Any) -> Any:
    return Written() if kind is sa.String else kind


def index(of: sa.Table, *columns: str) -> None:
    """A secondary index where the engine keeps one sound (PostgreSQL)."""
    name = "_".join(("ix", of.name, *columns))
    sa.Index(name, of.c.school_id, *(of.c[c] for c in columns)).ddl_if(dialect="postgresql")
