"""Input to the plan: from the committee, the student council through its contact, and staff."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from core.access import STAFF, Action, Person, Role, may
from core.errors import Invalid, Refused, Stale
from core.people import asking
from core.school.year import school_year
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx
from core.store.schema.plan import plan_input

LONGEST = 4000  # characters; an input is a page at most
COUNCIL_CONTACT = "elevradskontakt"  # the function that speaks for the student council


@dataclass(frozen=True, kw_only=True)
class Input:
    """What somebody wants changed in the plan, and what came of it."""

    input_id: UUID
    source: str  # su, elevrad, staff
    person_id: UUID | None
    at: datetime
    school_year: int
    body: str
    answered_at: datetime | None
    answered_by: UUID | None
    answer: str


def sources(person: Person) -> tuple[str, ...]:
    """On whose behalf this person may speak; the first is theirs by default."""
    out: list[str] = []
    if person.has(Role.SU):
        out.append("su")
    if person.has(*STAFF):
        out.append("staff")
    if COUNCIL_CONTACT in person.functions:
        out.append("elevrad")
    return tuple(out)


def submit(store: Store, person: Person, body: str, source: str | None = None) -> UUID:
    """Keep an input, sealed; its id."""
    allowed = sources(person)
    if not may(person, Action.GIVE_PLAN_INPUT) or not allowed:
        raise Refused
    chosen = source or allowed[0]
    if chosen not in allowed:
        raise Refused
    if not trimmed(body):
        raise Invalid("plan.error.empty_input", field="plan_input_text")
    if len(body) > LONGEST:
        raise Invalid("plan.error.long_text", field="plan_input_text", longest=LONGEST)
    input_id = store.new_id()

    def work(tx: Tx) -> None:
        tx.insert(
            plan_input,
            {
                "input_id": input_id,
                "source": chosen,
                "person_id": person.person_id,
                "at": tx.now,
                "school_year": school_year(tx.today),
                "body": tx.seal(plan_input.c.body, trimmed(body), input_id),
            },
        )
        tx.record(Act.PLAN_INPUT_GIVEN, person.person_id, "plan_input", input_id, source=chosen)

    asking.write(store, person, lambda now: chosen in sources(now), work)
    return input_id


def visible(store: Store, person: Person) -> list[Input]:
    """Unanswered first: all for those who edit the plan, the committee's for it, else their own."""
    i = plan_input
    which = [i.c.person_id == person.person_id]
    if person.has(Role.SU):
        which.append(i.c.source == "su")
    if may(person, Action.EDIT_PLAN):
        which.append(sa.true())
    rows = store.rows(
        sa.select(i)
        .where(store.mine(i), sa.or_(*which))
        .order_by(i.c.answered_at.is_not(None), i.c.at.desc())
    )
    return [
        Input(
            input_id=row.input_id,
            source=row.source,
            person_id=row.person_id,
            at=row.at,
            school_year=row.school_year,
            body=store.text(i.c.body, row.body, row.input_id),
            answered_at=row.answered_at,
            answered_by=row.answered_by,
            answer=row.answer or "",
        )
        for row in rows
    ]


def answer(store: Store, person: Person, input_id: UUID, text: str) -> None:
    """Say what came of an input; whoever gave it sees the answer."""
    if not may(person, Action.EDIT_PLAN):
        raise Refused
    if not trimmed(text):
        raise Invalid("plan.error.empty_answer", field="plan_answer")
    if len(text) > LONGEST:
        raise Invalid("plan.error.long_text", field="plan_answer", longest=LONGEST)

    def work(tx: Tx) -> None:
        done = tx.update(
            plan_input,
            plan_input.c.input_id == input_id,
            plan_input.c.answered_at.is_(None),
            answered_at=tx.now,
            answered_by=person.person_id,
            answer=trimmed(text),
        )
        if not done:
            raise Stale  # another has answered it meanwhile
        tx.record(Act.PLAN_INPUT_ANSWERED, person.person_id, "plan_input", input_id)

    asking.write(store, person, Action.EDIT_PLAN, work)
