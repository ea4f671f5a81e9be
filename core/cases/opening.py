"""A case is opened from a report, and more reports are put into it."""

import itertools
import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as upsert

from core.access import PAST_TEAM, Action, CaseScope, Holder, Person, Route, may
from core.cases import facts as case_facts
from core.cases import reach, reading
from core.cases.acting import Inside, act
from core.cases.clock import Kind, State
from core.cases.happened import Part, stands_by
from core.cases.opened import OpenedCase
from core.errors import Invalid, Refused
from core.people import asking, directory
from core.reports import reports
from core.reports.happened import Reporter, ReportFact, Source
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx
from core.store.schema.cases import case, case_person, case_series

DRAWN = 20  # numbers to choose among; where all of them are taken, the next have a digit more


def from_report(
    store: Store, person: Person, report_id: uuid.UUID, reporter_is_exposed: bool = False
) -> str:
    """Open a case from a report and give its number; raises Refused, Invalid.

    `reporter_is_exposed`: staff have marked that who wrote it is the exposed student; else the
    student is unknown until somebody says who they are.
    """
    found = reports.load(store, report_id)
    if found is None or not reading.reads(store, found)(person):
        raise Refused
    if found.case_id is not None:
        raise Invalid("case.error.in_case")
    held_by = Holder.SKOLEEIER if found.route is Route.LEADERSHIP else Holder.SCHOOL
    known = case_facts.rules(store)
    heard = _rektor_heard(store, found, person)

    def work(tx: Tx) -> str:
        reports.unmoved(tx, found)
        number = free_number(tx, held_by)
        case_id = new(
            tx,
            person,
            number,
            held_by=held_by,
            past_team=found.route in PAST_TEAM,
            laws=found.laws,
            areas=found.areas,
        )
        _link(tx, case_id, found, person)
        _note_heard(tx, case_id, found, heard)
        if found.source is Source.FORM:
            wrote = reporter_is_exposed and found.reporter is Reporter.SELF
            insert_person(
                tx, case_id, Part.EXPOSED, "", person, report_id=report_id if wrote else None
            )
        case_facts.project(tx, case_id, known)
        tx.record(Act.CASE_OPENED, person.person_id, "case", case_id, number=number)
        return number

    return asking.write(store, person, reading.reads(store, found), work)


def new(
    tx: Tx,
    person: Person,
    number: str,
    *,
    held_by: Holder,
    past_team: bool,
    laws: tuple[str, ...],
    areas: tuple[str, ...],
) -> uuid.UUID:
    """The row of a new case, its opening as a fact, and who opened it on its list."""
    case_id = tx.new_id()
    tx.insert(
        case,
        {
            "case_id": case_id,
            "number": number,
            "held_by": held_by,
            "past_team": past_team,
            "laws": laws,
            "areas": areas,
            "opened_on": tx.today,
            "opened_at": tx.now,
            "opened_by": person.person_id,
            "serious": False,
            "state": str(State.EXAMINED),
            "next_duty": "",
            "version": 1,
        },
    )
    case_facts.add(tx, case_id, Kind.OPENED, person)
    if not may(person, Action.READ_CASE, CaseScope(held_by)):  # else they read it by office
        reach.insert(tx, case_id, person.person_id, reach.Basis.OPENED, person)
    return case_id


def insert_person(
    tx: Tx,
    case_id: uuid.UUID,
    part: Part,
    name: str,
    person: Person,
    report_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """A person in the case; without a name they are unknown."""
    case_person_id = tx.new_id()
    tx.insert(
        case_person,
        {
            "case_person_id": case_person_id,
            "case_id": case_id,
            "part": part,
            "name": tx.seal(case_person.c.name, trimmed(name), case_person_id),
            "known": bool(trimmed(name)),
            "report_id": report_id,
            "added_at": tx.now,
            "added_by": person.person_id,
        },
    )
    return case_person_id


def link(opened: OpenedCase, report_id: uuid.UUID) -> None:
    """Put one more report into a case; raises Refused, Invalid."""
    store, person, target = opened.store, opened.person, opened.case
    found = reports.load(store, report_id)
    if found is None or not reading.reads(store, found)(person):
        raise Refused
    # A report may only go where no more people read it than read it now.
    wider = (
        (found.route is Route.LEADERSHIP) != (target.held_by == Holder.SKOLEEIER)
        or target.moved_to is not None
        or (found.route in PAST_TEAM and not target.past_team)
    )
    if found.case_id is not None or wider:
        raise Invalid("case.error.cannot_link")
    heard = _rektor_heard(store, found, person)

    def work(on: Inside) -> None:
        if not reading.reads(store, found)(on.person):
            raise Refused
        reports.unmoved(on.tx, found)
        here = case.c.case_id == on.case_id
        row = on.tx.execute(
            sa.select(case.c.laws, case.c.areas).where(on.tx.mine(case), here)
        ).one()
        _link(on.tx, on.case_id, found, person)
        _note_heard(on.tx, on.case_id, found, heard)
        on.tx.update(
            case,
            here,
            laws=(*row.laws, *found.laws),
            areas=(*row.areas, *found.areas),
        )

    act(opened, Act.CASE_LINKED, work)


def _link(tx: Tx, case_id: uuid.UUID, found: reports.Report, person: Person) -> None:
    reports.add_fact(tx, found.report_id, ReportFact.IN_CASE, person, case_id=case_id)
    case_facts.add(tx, case_id, Kind.RECEIVED, person, day=found.day, subject_id=found.report_id)


def _rektor_heard(
    store: Store, found: reports.Report, person: Person
) -> tuple[date, uuid.UUID] | None:
    """The day on which rektor, or their delegate, read the report (or acts on it), and who."""
    for fact in found.facts:
        if fact.kind is ReportFact.READ and fact.person_id is not None:
            reader = directory.load(store, fact.person_id)
            if reader and reading.hears_for_rektor(store, reader.person_id, reader.roles):
                return fact.day, reader.person_id
    if found.route is not Route.LEADERSHIP and reading.hears_for_rektor(
        store, person.person_id, person.roles
    ):
        return store.today(), person.person_id
    return None


def _note_heard(
    tx: Tx, case_id: uuid.UUID, found: reports.Report, heard: tuple[date, uuid.UUID] | None
) -> None:
    """Carry over to the case that rektor had read the report, unless an earlier day stands."""
    if heard is None:
        return
    day, reader = heard
    facts = case_facts.read(tx.connection, tx, [case_id])[case_id]
    for kind in (Kind.TOLD, *((Kind.TAKEN_UP,) if reading.takes_up(found) else ())):
        if not stands_by(facts, kind, day):
            case_facts.add(tx, case_id, kind, None, day=day, subject_id=reader)


def free_number(tx: Tx, held_by: Holder) -> str:
    """A number that no case of the year has; skoleeier's cases have a series of their own.

    By chance: numbers that run would show the accused, by the one that is lacking among those they
    see, that there is a case about them.
    """
    owner = held_by == Holder.SKOLEEIER
    series = f"{tx.today.year}-{'E' if owner else ''}"
    s = case_series
    # Whoever opens another at the same time waits here, and sees which number was taken.
    statement = upsert(s).values(school_id=tx.school_id, series=series, last=1)
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=["school_id", "series"], set_={"last": s.c.last + 1}
        )
    )
    for width in itertools.count(2 if owner else 3):
        some = [f"{series}{1 + drawn(tx, 10**width - 1):0{width}d}" for _ in range(DRAWN)]
        asked = sa.select(case.c.number).where(tx.mine(case), case.c.number.in_(some))
        taken = set(tx.connection.scalars(asked))
        if free := next((number for number in some if number not in taken), None):
            return free
    raise AssertionError("numbers have no end")


def drawn(tx: Tx, below: int) -> int:
    """A whole number from 0, by chance alone; the demonstration's follow its seed.

    The last 62 bits of a new key (RFC 9562, version 4).
    """
    return tx.new_id().int % 2**62 % below
