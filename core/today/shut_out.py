"""That somebody who stood on a case was shut out as the accused: told to rektor and her deputy.

Anybody on the list may do it, to whoever opened the case too, and the accused is told nothing. So
those who answer for the case hear of it, until they have been in it themselves or a month is over.
"""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from core.access import Person
from core.cases import reach
from core.store.engine import Store
from core.store.schema.school import audit

TOLD_FOR = timedelta(days=30)


def unseen(store: Store, person: Person) -> list[UUID]:
    """The cases from which another shut somebody out, where they have not been since.

    Whether they open them is the reader's to ask.
    """
    a = audit
    return [
        case_id
        for case_id, by, at in reach.shut_out_since(store, store.now() - TOLD_FOR)
        if by != person.person_id
        and not store.row(
            sa.select(a.c.number)
            .where(store.mine(a), a.c.thing_kind == "case", a.c.thing_id == str(case_id))
            .where(a.c.person_id == person.person_id, a.c.at > at)
            .limit(1)
        )
    ]
