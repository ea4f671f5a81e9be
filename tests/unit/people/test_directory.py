"""Who somebody is now: the same answer for one and for all, and as few questions for all."""

import uuid

import pytest
import sqlalchemy as sa

from core.access import Role
from core.people import directory
from core.store.schema import people, school, wheel
from tests.conftest import add_person

R = Role
YEAR = 2026


def with_all(store):
    """Three of whom each has of everything what the others have not."""
    found = [add_person(store, name, R.LARER, R.ANSATT) for name in ("ada", "bo", "cy")]

    def work(tx):
        for n, person in enumerate(found):
            other, class_id = found[n - 1].person_id, uuid.uuid4()
            who = {"holder_id": person.person_id, "deputy_id": other}
            tx.insert(people.function, {"function_id": f"function{n}", "names": {}, **who})
            of_class = {"class_id": class_id, "school_year": YEAR - (n == 2), "name": f"{n}A"}
            more = {"level": 1, "students": 20, "programme": ""}
            teacher = {"contact_teacher_id": person.person_id}
            tx.insert(school.school_class, {**of_class, **more, **teacher})
            tx.insert(school.class_teacher, {"class_id": class_id, "person_id": other})
            leads = {"department_id": f"department{n}", "name": "", "leader_id": person.person_id}
            tx.insert(school.department, leads)
            for body, ended_at in (("in", None), ("out", tx.now)):
                on = {"body_id": f"{body}{n}", "person_id": person.person_id, "added_at": tx.now}
                tx.insert(wheel.body_member, {**on, "ended_at": ended_at})

    store.write(work)
    return found


def test_all_are_told_as_each_is(store):
    ada, bo, cy = with_all(store)
    add_person(store, "dag", R.REKTOR)
    each = [directory.load(store, person.person_id) for person in (ada, bo, cy)]
    assert directory.holders(store, R.LARER) == each
    assert [p.functions for p in each] == [
        {"function0", "function1"},
        {"function1", "function2"},
        {"function2", "function0"},
    ]
    # Cy's class was last year's, and Bo taught it.
    assert [len(p.own_classes) for p in each] == [1, 1, 0]
    assert [p.taught_classes for p in each] == [each[1].own_classes, set(), each[0].own_classes]
    assert [p.departments for p in each] == [{"department0"}, {"department1"}, {"department2"}]
    assert [p.bodies for p in each] == [{"in0"}, {"in1"}, {"in2"}]


def test_who_is_not_active_holds_nothing(store):
    ada, bo, cy = with_all(store)
    gone = people.person.c.person_id == bo.person_id
    store.write(lambda tx: tx.update(people.person, gone, active=False))
    assert [p.person_id for p in directory.holders(store, R.LARER)] == [ada.person_id, cy.person_id]
    assert directory.load(store, bo.person_id) is None


def test_as_many_statements_ask_for_many_as_for_one_and_none_until_something_is_written(store):
    asked = []

    def sees(_connection, _cursor, statement, *_):
        asked.append(statement)

    def statements():
        asked.clear()
        found = directory.holders(store, R.LARER)
        # PostgreSQL asks in each run what others have written to.
        return len(found), len([told for told in asked if "FROM stamp" not in told])

    sa.event.listen(store.engine, "before_cursor_execute", sees)
    try:
        add_person(store, "larer", R.LARER)
        one, first = statements()
        for n in range(5):
            add_person(store, f"larer{n}", R.LARER)
        assert (one, statements()) == (1, (6, first))
        assert statements() == (6, 0)
    finally:
        sa.event.remove(store.engine, "before_cursor_execute", sees)


@pytest.mark.parametrize("roles", [(), (R.REKTOR, R.ANSATT), (R.ASSREKTOR,)])
def test_who_is_added_in_a_test_is_told_as_the_directory_tells_it(store, roles):
    added = add_person(store, "noen", *roles)
    assert directory.load(store, added.person_id) == added
