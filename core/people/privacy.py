"""That whoever reads knows the rules of privacy (opplæringsforskrifta § 20-2): said once a year.

A role that reads opens nothing before its holder has said so in this school year. Who reads a
report is told by the roles all the same: they say it in ten seconds, when they come to read.
"""

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from core.access import READERS, Person
from core.errors import Refused
from core.people import asking
from core.school.year import school_year
from core.store.acts import Act
from core.store.engine import Store, Tx, norwegian_date
from core.store.schema.people import privacy_known


def is_asked(person: Person) -> bool:
    """Whether their roles read reports or cases."""
    return person.has(*READERS)


def said_on(store: Store) -> dict[UUID, date]:
    """The day on which each has said it in this school year."""
    year, p = school_year(store.today()), privacy_known

    def ask() -> dict[UUID, date]:
        asked = sa.select(p.c.person_id, p.c.said_at)
        found = store.rows(asked.where(store.mine(p), p.c.school_year == year))
        return {row.person_id: norwegian_date(row.said_at) for row in found}

    return store.remember(("privacy", year), [p], ask)


def knows(store: Store, person: Person) -> bool:
    """Whether they may read now: no role of theirs reads, or they have said it this school year."""
    return not is_asked(person) or person.person_id in said_on(store)


def say(store: Store, person: Person) -> None:
    """They say that they know the rules; once more in the same school year changes nothing."""
    if not is_asked(person):
        raise Refused

    def work(tx: Tx) -> None:
        year, p = school_year(tx.today), privacy_known
        own = (tx.mine(p), p.c.person_id == person.person_id, p.c.school_year == year)
        if tx.execute(sa.select(p.c.said_at).where(*own)).first() is None:
            row = {"person_id": person.person_id, "school_year": year, "said_at": tx.now}
            tx.insert(p, row)
            tx.record(Act.PRIVACY_KNOWN, person.person_id, "person", person.person_id)

    asking.write(store, person, is_asked, work)
