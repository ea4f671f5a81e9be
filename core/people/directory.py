"""People who sign in: who somebody is now, with the roles, functions and classes that they hold.

Accounts and how roles are granted and confirmed are in `accounts`; what a role may is in `access`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core import words
from core.access import STAFF, Person, Role
from core.school import settings
from core.school.reading import ReadingRules
from core.school.year import school_year
from core.store.engine import Store
from core.store.schema import people, school, wheel

# Everything that the answer to "who is this" stands on.
_TABLES = (
    people.person,
    people.role_grant,
    people.function,
    school.school_class,
    school.class_teacher,
    school.department,
    school.setting,
    wheel.body_member,
)


def load(store: Store, person_id: UUID) -> Person | None:
    """The person as they stand at this moment, or None if disabled or unknown.

    Remembered until one of the tables that the answer stands on is written to.
    """
    year = school_year(store.today())
    return store.remember(
        ("person", person_id, year), _TABLES, lambda: _read(store, [person_id], year).get(person_id)
    )


def _read(store: Store, ids: Sequence[UUID], year: int) -> dict[UUID, Person]:
    """Those of these people who are active: as many statements for all of them as for one."""
    p, g, f = people.person, people.role_grant, people.function
    c, t, d, m = school.school_class, school.class_teacher, school.department, wheel.body_member
    in_force = (g.c.confirmed_at.is_not(None), g.c.ended_at.is_(None))
    same_class = sa.and_(c.c.school_id == t.c.school_id, c.c.class_id == t.c.class_id)
    with store.read() as db:

        def of(asked: sa.Executable) -> defaultdict[UUID, frozenset[Any]]:
            """Pairs of a person and one of their own, by person."""
            found: dict[UUID, set[Any]] = {}
            for whose, value in db.execute(asked):
                found.setdefault(whose, set()).add(value)
            return defaultdict(frozenset, {whose: frozenset(own) for whose, own in found.items()})

        rows = db.execute(
            sa.select(p).where(store.mine(p), p.c.person_id.in_(ids), p.c.active)
        ).all()
        if not rows:
            return {}
        roles = of(
            sa.select(g.c.person_id, g.c.role).where(
                store.mine(g), g.c.person_id.in_(ids), *in_force
            )
        )
        functions = of(
            sa.union_all(
                *(
                    sa.select(whose, f.c.function_id).where(store.mine(f), whose.in_(ids))
                    for whose in (f.c.holder_id, f.c.deputy_id)
                )
            )
        )
        own = of(
            sa.select(c.c.contact_teacher_id, c.c.class_id).where(
                store.mine(c), c.c.school_year == year, c.c.contact_teacher_id.in_(ids)
            )
        )
        taught = of(
            sa.select(t.c.person_id, t.c.class_id)
            .join_from(t, c, same_class)
            .where(store.mine(t), t.c.person_id.in_(ids), c.c.school_year == year)
        )
        departments = of(
            sa.select(d.c.leader_id, d.c.department_id).where(store.mine(d), d.c.leader_id.in_(ids))
        )
        bodies = of(
            sa.select(m.c.person_id, m.c.body_id).where(
                store.mine(m), m.c.person_id.in_(ids), m.c.ended_at.is_(None)
            )
        )
    deputy = settings.load(store, ReadingRules).deputy
    return {
        row.person_id: Person(
            person_id=row.person_id,
            sign_in_name=row.sign_in_name,
            name=row.name,
            roles=frozenset(map(Role, roles[row.person_id])),
            functions=functions[row.person_id],
            own_classes=own[row.person_id],
            taught_classes=taught[row.person_id],
            departments=departments[row.person_id],
            bodies=bodies[row.person_id],
            must_change_password=row.must_change_password,
            # In force, and nobody has said yes to it yet.
            lists_open=row.reset_at is None or row.reset_hash is not None,
            deputy=deputy,
        )
        for row in rows
    }


def holders(store: Store, *roles: Role) -> list[Person]:
    """Everyone active who holds one of the roles, confirmed, in order of name."""
    year = school_year(store.today())
    key = ("holders", roles, year)
    return list(store.remember(key, _TABLES, lambda: _holders(store, roles, year)))


def _holders(store: Store, roles: tuple[Role, ...], year: int) -> list[Person]:
    p, g = people.person, people.role_grant
    ids = store.rows(
        sa.select(p.c.person_id)
        .join_from(p, g, sa.and_(g.c.school_id == p.c.school_id, g.c.person_id == p.c.person_id))
        .where(
            store.mine(p),
            p.c.active,
            g.c.role.in_([str(r) for r in roles]),
            g.c.confirmed_at.is_not(None),
            g.c.ended_at.is_(None),
        )
        .distinct()
    )
    found = _read(store, [row.person_id for row in ids], year)
    return sorted(found.values(), key=lambda person: person.name)


def names(store: Store) -> dict[UUID, str]:
    """The name of everyone who has or had an account, by id."""
    p = people.person

    def ask() -> dict[UUID, str]:
        asked = sa.select(p.c.person_id, p.c.name).where(store.mine(p))
        return {row.person_id: row.name for row in store.rows(asked)}

    return store.remember("names", [p], ask)


def told_apart(store: Store, found: Iterable[UUID]) -> dict[UUID, str]:
    """What each is called where one is chosen: with their sign-in name if two share a name.

    One of them may be an employee who is not among `found`; skoleeier's accounts never show so.
    """
    p, ids = people.person, list(found)
    near = {*ids, *(e.person_id for e in holders(store, *sorted(STAFF)))}
    rows = store.rows(
        sa.select(p.c.person_id, p.c.name, p.c.sign_in_name)
        .where(store.mine(p), p.c.person_id.in_(near))
        .order_by(p.c.person_id)
    )
    called = words.apart(
        {row.person_id: row.name for row in rows},
        {row.person_id: row.sign_in_name for row in rows},
    )
    return {person_id: called[person_id] for person_id in ids}
