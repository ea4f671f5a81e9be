"""Who holds a function of the plan, and who steps in: given by leaders and systemansvarlig."""

from uuid import UUID

from core.access import STAFF, Action, Person, Role, may
from core.administration.roles import everyone
from core.errors import Invalid, Refused, Stale
from core.people import asking
from core.school.functions import Function
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.people import function


def candidates(store: Store) -> list[tuple[UUID, str]]:
    """(id, name) of every employee who may hold one."""
    return [
        (a.person_id, a.name)
        for a in everyone(store)
        if a.active and a.roles & STAFF and Role.SKOLEEIER not in a.all_roles
    ]


def give(
    store: Store, by: Person, was: Function, holder_id: UUID | None, deputy_id: UUID | None
) -> None:
    """Give a function to a holder and a deputy; Stale if another gave it meanwhile."""
    if not may(by, Action.GRANT_ROLES):
        raise Refused
    if holder_id is not None and holder_id == deputy_id:
        raise Invalid("people.error.same_person", field="function_deputy")
    allowed = {person_id for person_id, _ in candidates(store)}
    if not {holder_id, deputy_id} <= allowed | {None, was.holder_id, was.deputy_id}:
        raise Refused

    def work(tx: Tx) -> None:
        done = tx.update(
            function,
            function.c.function_id == was.function_id,
            function.c.holder_id.is_not_distinct_from(was.holder_id),
            function.c.deputy_id.is_not_distinct_from(was.deputy_id),
            holder_id=holder_id,
            deputy_id=deputy_id,
        )
        if not done:
            raise Stale
        tx.record(Act.FUNCTION_GIVEN, by.person_id, "function", was.function_id)

    asking.write(store, by, Action.GRANT_ROLES, work)
