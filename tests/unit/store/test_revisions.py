"""The revisions build exactly the tables that the program works on."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from core.store.schema import metadata


def _is_kept(_object, _name, kind, _reflected, _compared):
    # Secondary indexes stand on PostgreSQL only; autogenerate does not weigh `ddl_if`.
    return kind != "index"


def test_the_revisions_build_the_tables_of_the_schema(store):
    with store.engine.connect() as db:
        context = MigrationContext.configure(db, opts={"include_object": _is_kept})
        assert compare_metadata(context, metadata) == []
        assert set(inspect(db).get_table_names()) >= set(metadata.tables)


def test_secondary_indexes_stand_where_the_engine_keeps_them_sound(store):
    with store.engine.connect() as db:
        found = {i["name"] for name in metadata.tables for i in inspect(db).get_indexes(name)}
    asked = {index.name for table in metadata.tables.values() for index in table.indexes}
    assert asked
    if store.engine.dialect.name == "postgresql":
        assert asked <= found
    else:
        assert not asked & found
