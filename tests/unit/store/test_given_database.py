"""What every test with a database stands on: it is empty, and what is copied is what was made."""

import pytest
import sqlalchemy as sa

from core.access import Role
from core.people import directory
from core.presets import schools
from core.store.schema import metadata, school
from tests.conftest import add_person


def rows(store):
    with store.read() as db:
        found = {table.name: db.execute(table.select()).all() for table in metadata.sorted_tables}
    return {name: sorted(map(str, kept)) for name, kept in found.items() if kept}


def made(store):
    """A school whose own row is another, with all that a preset writes and one in it."""
    store.write(lambda tx: schools.install(tx, "hvam"))
    store.write(lambda tx: tx.update(school.school, sa.true(), slug="hvam"))
    return add_person(store, "rektor", Role.REKTOR, Role.ANSATT)


def test_what_was_made_once_is_there_again_row_for_row_and_goes_again(request, store, tmp_path):
    database = request.getfixturevalue("_database")
    empty = rows(store)
    assert list(empty) == ["school"]
    person = database.once("given", lambda: made(store))
    whole = rows(store)
    assert {"activity", "person", "role_grant", "setting"} <= set(whole)
    for _ in range(2):
        store = database.empty(tmp_path)
        assert rows(store) == empty
        assert database.once("given", pytest.fail) == person
        assert rows(store) == whole
        assert directory.load(store, person.person_id).roles == person.roles


def test_nothing_is_copied_into_a_school_where_something_is(store, once):
    add_person(store, "rektor", Role.REKTOR)
    with pytest.raises(AssertionError, match="only an empty school"):
        once("given", lambda: None)
