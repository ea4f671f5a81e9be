"""What staff have begun to write: sealed, theirs alone, until saved, thrown away or a week old.

It is no content of the case and no event: nobody else reads it, no document holds it. It opens only
while they may open what it is about. What a reporter types is never kept here.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from core.access import Action, Person, may
from core.cases import reading
from core.errors import Refused
from core.people import asking
from core.reports import reports
from core.store.engine import Store, Tx
from core.store.schema.drafts import DAYS, draft
from core.store.unopened import UNOPENED
from core.year import meetings

CHOICE = "="  # begins the field of what was chosen beside a text, and is none by itself
LONGEST = 60_000  # characters; the longest text that a page takes has 20,000


@dataclass(frozen=True)
class Thing:
    """What is written about: a case, a report, a body, or nothing but the page it is written on."""

    kind: str  # case, report, body, page
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


def of_case(case_id: UUID) -> Thing:
    """A case, as what somebody writes about."""
    return Thing("case", str(case_id))


def of_report(report_id: UUID) -> Thing:
    """A report that has no case yet."""
    return Thing("report", str(report_id))


def of_meetings(body_id: str, class_id: UUID | None) -> Thing:
    """The meetings of a body, or of one class's."""
    return Thing("body", f"{body_id}/{class_id or ''}")


def opens(store: Store, person: Person, thing: Thing) -> bool:
    """Whether they may still open what it is about."""
    match thing.kind:
        case "case":
            return reading.opens(store, person, UUID(thing.name))
        case "report":
            found = reports.load(store, UUID(thing.name))
            return found is not None and reading.reads(store, found)(person)
        case "body":
            body_id, _, of_class = thing.name.partition("/")
            return meetings.may_write(store, person, body_id, UUID(of_class) if of_class else None)
        case _:
            return may(person, Action.OPEN_PAGE, thing.name)


def begun(store: Store, person: Person, thing: Thing) -> dict[str, str]:
    """What they have begun to write about a thing, by field; nothing if they may not open it."""
    d = draft
    rows = store.rows(
        sa.select(d.c.field, d.c.text).where(
            *_hers(store, person), d.c.thing == str(thing), d.c.day > _oldest(store)
        )
    )
    if not rows or not opens(store, person, thing):
        return {}
    own = (person.person_id, str(thing))
    found = {r.field: store.text(d.c.text, r.text, *own, r.field) for r in rows}
    return {field: text for field, text in found.items() if text != UNOPENED}


def count(store: Store, person: Person) -> int:
    """How many texts they have begun and not saved."""
    d = draft
    found = store.row(
        sa.select(sa.func.count()).where(
            *_hers(store, person), d.c.day > _oldest(store), sa.not_(d.c.field.startswith(CHOICE))
        )
    )
    return int(found[0]) if found else 0


def keep(store: Store, person: Person, thing: Thing, field: str, text: str) -> None:
    """Keep what they have typed so far; raises Refused if they may not open the thing."""
    if not opens(store, person, thing):
        raise Refused
    own = {"person_id": person.person_id, "thing": str(thing), "field": field}
    d = draft

    def work(tx: Tx) -> None:
        kept = {"day": tx.today, "text": tx.seal(d.c.text, text[:LONGEST], *own.values())}
        statement = insert(d).values(school_id=tx.school_id, **own, **kept)
        tx.execute(
            statement.on_conflict_do_update(
                index_elements=["school_id", "person_id", "thing", "field"], set_=kept
            )
        )

    asking.write(store, person, lambda now: opens(store, now, thing), work)


def discard(store: Store, person: Person, thing: Thing, field: str) -> None:
    """It has been saved, or they want it no more."""
    d = draft
    store.write(
        lambda tx: tx.delete(
            d,
            d.c.person_id == person.person_id,
            d.c.thing == str(thing),
            d.c.field == field,
        )
    )


def discard_all(store: Store, person: Person) -> None:
    """They leave the machine and want nothing kept."""
    store.write(lambda tx: tx.delete(draft, draft.c.person_id == person.person_id))


def _hers(store: Store, person: Person) -> tuple[sa.ColumnElement[bool], ...]:
    return store.mine(draft), draft.c.person_id == person.person_id


def _oldest(store: Store) -> date:
    return store.today() - timedelta(days=DAYS)
