"""The journal of a case: what was done for each duty, append-only (§ 12-4 fourth paragraph)."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from core.access import CaseScope, Person, Role
from core.cases import facts as case_facts
from core.cases import reach
from core.cases.clock import Duty, Kind
from core.errors import Invalid, Refused
from core.people import directory
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.cases import journal

LONGEST = 20_000  # characters
# Writing about these duties is how one writes down that they were done.
FACT_OF = {Duty.FOLLOW: Kind.FOLLOWED, Duty.INTERVENE: Kind.INTERVENED}


@dataclass(frozen=True)
class JournalEntry:
    """A note in the journal."""

    entry_id: uuid.UUID
    at: datetime
    person_id: uuid.UUID | None
    duty: str
    body: str


def of(store: Store, case_id: uuid.UUID) -> list[JournalEntry]:
    """The journal, newest first, whoever asks: for those that have asked `may`."""
    j = journal
    rows = store.rows(
        sa.select(j)
        .where(store.mine(j), j.c.case_id == case_id)
        .order_by(j.c.at.desc(), j.c.entry_id)
    )
    return [
        JournalEntry(
            r.entry_id, r.at, r.person_id, r.duty, store.text(j.c.body, r.body, r.entry_id)
        )
        for r in rows
    ]


def write(store: Store, person: Person, case_id: uuid.UUID, duty: str, text: str) -> None:
    """A note; raises Invalid where it is empty."""
    body = checked(text)
    known = case_facts.rules(store)

    def work(tx: Tx) -> None:
        reach.enter(tx, person, case_id)
        insert(tx, case_id, Duty(duty), body, person)
        if Duty(duty) in FACT_OF:
            case_facts.add(tx, case_id, FACT_OF[Duty(duty)], person)
            case_facts.project(tx, case_id, known)
        tx.record(Act.CASE_JOURNAL, person.person_id, "case", case_id, duty=duty)

    store.write(work)


def checked(text: str) -> str:
    """The note that will be stored."""
    if not text.strip():
        raise Invalid("case.error.empty_note", field="journal_text")
    if len(text) > LONGEST:
        raise Invalid("case.error.long_note", field="journal_text", longest=LONGEST)
    return text.strip()


def insert(tx: Tx, case_id: uuid.UUID, duty: Duty, body: str, person: Person) -> None:
    """A note as a part of a larger act."""
    entry_id = tx.new_id()
    tx.insert(
        journal,
        {
            "entry_id": entry_id,
            "case_id": case_id,
            "at": tx.now,
            "person_id": person.person_id,
            "duty": str(duty),
            "body": tx.seal(journal.c.body, body, entry_id),
        },
    )


def begin(store: Store, person: Person, case_id: uuid.UUID, text: str = "") -> None:
    """The investigation has begun."""
    _fact(store, person, case_id, Kind.BEGUN, text=text)


def employees(store: Store) -> dict[uuid.UUID, str]:
    """Those of the school who may have told rektor; skoleeier's accounts do not exist here."""
    return {p.person_id: p.name for p in directory.holders(store, Role.ANSATT)}


def told_by_hand(
    store: Store, person: Person, case_id: uuid.UUID, day: date, by: uuid.UUID, how: str
) -> None:
    """Rektor was told (§ 12-4) on a day, by an employee, in a way: written down by hand."""
    if not how.strip():
        raise Invalid("case.error.no_how", field="told_how")
    if day > store.today() or by not in employees(store):
        raise Invalid("case.error.future", field="told_day")
    _fact(store, person, case_id, Kind.TOLD, day=day, subject_id=by, note=how.strip())


def taken_up_by_hand(
    store: Store, person: Person, case_id: uuid.UUID, day: date, how: str = ""
) -> None:
    """The student or the guardians took it up with rektor (§ 12-6) on a day: written down by hand.

    Rektor knows of it from that day at the latest, so that is noted too where it is not.
    """
    if day > store.today():
        raise Invalid("case.error.taken_up_future", field="taken_up_day")
    known = case_facts.rules(store)

    def work(tx: Tx) -> None:
        scope = reach.enter(tx, person, case_id)
        if scope.held_by == "owner":
            raise Refused  # about the leadership: it is not rektor's (§ 12-5)
        facts = case_facts.read(tx.connection, tx, [case_id])[case_id].facts
        case_facts.add(tx, case_id, Kind.TAKEN_UP, person, day=day, note=how.strip())
        if not any(f.kind is Kind.TOLD and f.day <= day for f in facts):
            case_facts.add(tx, case_id, Kind.TOLD, person, day=day)
        case_facts.project(tx, case_id, known)
        tx.record(Act.CASE_TAKEN_UP, person.person_id, "case", case_id)

    store.write(work)


def serious(store: Store, person: Person, case_id: uuid.UUID, why: str) -> None:
    """A serious case: rektor tells skoleeier (§ 12-4 second paragraph)."""
    if not why.strip():
        raise Invalid("case.error.no_reason", field="serious_why")
    _fact(store, person, case_id, Kind.SERIOUS, note=why.strip())


def owner_told(store: Store, person: Person, case_id: uuid.UUID, how: str) -> None:
    """Rektor has told skoleeier."""
    _fact(store, person, case_id, Kind.OWNER_TOLD, note=how.strip())


def give(store: Store, person: Person, case_id: uuid.UUID, other_id: uuid.UUID) -> None:
    """Somebody else who opens the case has it from now on."""

    def weigh(scope: CaseScope) -> None:
        if other_id not in {p.person_id for p in reach.readers(store, scope)}:
            raise Invalid("case.error.not_on_list", field="owner_person")

    _fact(store, person, case_id, Kind.GIVEN_TO, subject_id=other_id, weigh=weigh)


def _fact(
    store: Store,
    person: Person,
    case_id: uuid.UUID,
    kind: Kind,
    *,
    day: date | None = None,
    subject_id: uuid.UUID | None = None,
    note: str = "",
    text: str = "",
    weigh: Callable[[CaseScope], None] = lambda _: None,
) -> None:
    known = case_facts.rules(store)

    def work(tx: Tx) -> None:
        weigh(reach.enter(tx, person, case_id))
        case_facts.add(tx, case_id, kind, person, day=day, subject_id=subject_id, note=note)
        if text.strip():
            insert(tx, case_id, Duty.INVESTIGATE, checked(text), person)
        case_facts.project(tx, case_id, known)
        tx.record(Act(f"case.{kind}"), person.person_id, "case", case_id)

    store.write(work)
