"""What is read of cases and of reports, by whom `may` lets: that they read it is a fact.

A report that belongs to a case follows the case's list.
"""

import uuid
from collections.abc import Callable

import sqlalchemy as sa

from core.access import Action, Holder, Person, ReportScope, Role, may
from core.cases import facts as case_facts
from core.cases.acting import Inside, act
from core.cases.clock import Kind
from core.cases.opened import COLUMNS, OpenedCase, of_row, rows_of, scope_of
from core.errors import Refused
from core.people import asking
from core.reports import happened, messages, reports
from core.reports.happened import Reporter, Source
from core.school import settings
from core.school.reading import ReadingRules
from core.store import hourly
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.cases import case
from core.store.schema.reports import report
from core.store.unopened import Unopened

# Who takes a matter up with rektor (§ 12-6): the student concerned and the guardians, nobody else.
TAKES_UP = (Reporter.SELF, Reporter.GUARDIAN)
NO_CASE = uuid.UUID(int=0)  # asked about if a number was never given: nothing has it


def by_number(store: Store, person: Person, number: str) -> OpenedCase:
    """The case with this number for someone who opens it.

    Raises Refused for a number never given exactly as for a case of others: the same two
    statements are run, and no word is opened on the way.
    """
    with store.read() as db:
        row = db.execute(
            sa.select(*COLUMNS).where(store.mine(case), case.c.number == number[:20])
        ).first()
        rows = rows_of(db, store, row.case_id if row else NO_CASE)
    if row is None or not may(person, Action.READ_CASE, scope_of(row.held_by, rows)):
        raise Refused
    return OpenedCase(store, person, of_row(row))


def by_id(store: Store, person: Person, case_id: uuid.UUID) -> OpenedCase:
    """The case with this id for someone who opens it; raises Refused for all others."""
    with store.read() as db:
        row = db.execute(
            sa.select(*COLUMNS).where(
                store.mine(case), case.c.case_id == case_id, case.c.moved_to.is_(None)
            )
        ).first()
        rows = rows_of(db, store, case_id)
    if row is None or not may(person, Action.READ_CASE, scope_of(row.held_by, rows)):
        raise Refused
    return OpenedCase(store, person, of_row(row))


def opens(store: Store, person: Person, case_id: uuid.UUID) -> bool:
    """Whether the person opens the case now."""
    try:
        by_id(store, person, case_id)
    except Refused:
        return False
    return True


def open_case(store: Store, person: Person, number: str, acts: bool = True) -> OpenedCase:
    """The case for someone at its page: reading is an event, and rektor's reading a fact.

    One event per person, case, sign-in and hour; a timer's run leaves none.
    """
    found = by_number(store, person, number)
    now = hourly.reading(store, person, Act.CASE_READ, "case", found.case_id)
    if not acts or hourly.is_known(store, now):
        return found
    known = case_facts.rules(store)

    def work(tx: Tx) -> bool:
        hourly.record(tx, now)
        if found.case.moved_to is not None:
            return False
        # The words of its reports stand on its page: to open it is to open them.
        own = _own_words(tx, found.case_id)
        return rektor_reads(tx, found, known, own)

    def opens_now(at: Person) -> bool:
        return by_number(store, at, number).case_id == found.case_id

    changed = asking.write(store, person, opens_now, work)
    hourly.remember(store, now)
    return by_number(store, person, number) if changed else found


def hears_for_rektor(store: Store, person_id: uuid.UUID, roles: frozenset[Role]) -> bool:
    """Whether telling this person is telling rektor: rektor, or their delegate by the settings."""
    return Role.REKTOR in roles or person_id == settings.load(store, ReadingRules).delegate


def takes_up(found: reports.Report) -> bool:
    """Whether a report that rektor reads is its writer taking the matter up with them."""
    return found.source is Source.FORM and found.reporter in TAKES_UP


def _own_words(tx: Tx, case_id: uuid.UUID) -> bool:
    """Whether the student concerned or a guardian wrote one of the case's reports."""
    r = report.c
    asked = sa.select(r.report_id).where(
        tx.mine(report), r.case_id == case_id, r.source == Source.FORM, r.reporter.in_(TAKES_UP)
    )
    return tx.execute(asked.limit(1)).first() is not None


def rektor_reads(tx: Tx, opened: OpenedCase, known: case_facts.Rules, own: bool) -> bool:
    """What it sets that rektor, or their delegate, has just opened the case or a report of it.

    They are told of it (§ 12-4). If the student concerned or a guardian wrote what they opened
    (`own`), they have taken it up with them too (§ 12-6).
    """
    case_id, person = opened.case_id, asking.as_now(opened.store, opened.person)
    hears = hears_for_rektor(opened.store, person.person_id, person.roles)
    if opened.case.held_by == Holder.SKOLEEIER or not hears:
        return False
    moved = sa.select(case.c.moved_to).where(tx.mine(case), case.c.case_id == case_id)
    if tx.connection.scalar(moved) is not None:
        return False  # skoleeier's since they looked: rektor is told nothing of it (§ 12-5)
    facts = case_facts.read(tx.connection, tx, [case_id])[case_id]
    stand = {f.kind for f in facts.facts}
    new = [k for k in (Kind.TOLD, *((Kind.TAKEN_UP,) if own else ())) if k not in stand]
    for kind in new:
        case_facts.add(tx, case_id, kind, person)
    if new:
        case_facts.project(tx, case_id, known)
    return bool(new)


def scope(store: Store, found: reports.Report) -> ReportScope:
    """What decides who reads this report: its route, and its case's list once it has one."""
    if found.case_id is None:
        return ReportScope(found.route)
    with store.read() as db:
        held = db.scalar(
            sa.select(case.c.held_by).where(store.mine(case), case.c.case_id == found.case_id)
        )
        rows = rows_of(db, store, found.case_id)
    return ReportScope(found.route, scope_of(held or Holder.SKOLEEIER, rows))


def reads(store: Store, found: reports.Report) -> Callable[[Person], bool]:
    """Whether somebody may read this report, as its route and its case stand when they ask."""
    return lambda person: may(person, Action.READ_REPORT, scope(store, found))


def open_report(store: Store, person: Person, report_id: uuid.UUID) -> reports.Report:
    """The whole report for someone who may read it: that they did is a fact and an event.

    Whoever is rektor, or their delegate, is told by that of what is in a case (§ 12-4).
    Raises Refused, the same whether it does not exist or is not theirs to read.
    """
    found = _read_report(store, person, report_id)
    if found.case_id is not None and hears_for_rektor(store, person.person_id, person.roles):
        target = by_id(store, person, found.case_id)
        known = case_facts.rules(store)
        own = takes_up(found)
        asking.write(
            store, person, reads(store, found), lambda tx: rektor_reads(tx, target, known, own)
        )
    return found


def _read_report(store: Store, person: Person, report_id: uuid.UUID) -> reports.Report:
    """The report for someone who may read it; that they read it is a fact and an event."""
    found = reports.load(store, report_id)
    if found is None or not reads(store, found)(person):
        raise Refused
    kind = happened.read_by(found.route)
    first = not any(f.kind is kind and f.person_id == person.person_id for f in found.facts)
    now = hourly.reading(store, person, Act.REPORT_READ, "report", report_id)
    if not first and hourly.is_known(store, now):
        return found

    def work(tx: Tx) -> None:
        if first and not isinstance(found.answers.get("what_happened"), Unopened):
            # The reporter is told *read* by somebody who has read it.
            mark_read(tx, found, person)
        hourly.record(tx, now)

    asking.write(store, person, reads(store, found), work)
    hourly.remember(store, now)
    return reports.load(store, report_id) or found if first else found


def mark_read(tx: Tx, found: reports.Report, person: Person) -> None:
    """The fact that this person has read the report."""
    reports.add_fact(tx, found.report_id, happened.read_by(found.route), person)


def send_to_student(
    store: Store, person: Person, report_id: uuid.UUID, text: str, token: str
) -> None:
    """A message from the school; the same token again sends nothing. Raises Refused, Invalid."""
    found = reports.load(store, report_id)
    allowed = found is not None and reads(store, found)(person)
    if found is None or not allowed or found.source is not Source.FORM:
        raise Refused
    body = messages.checked(text)

    def sent(tx: Tx) -> bool:
        reports.unmoved(tx, found)
        return messages.append(tx, report_id, body, token, person)

    def work(tx: Tx) -> None:
        if sent(tx):
            tx.record(Act.MESSAGE_SENT, person.person_id, "report", report_id)

    def in_case(on: Inside) -> None:
        on.done = sent(on.tx)

    if found.case_id is None:
        asking.write(store, person, reads(store, found), work)
    else:
        opened = by_id(store, person, found.case_id)
        act(opened, Act.MESSAGE_SENT, in_case, report_id=report_id)


def reports_of(opened: OpenedCase) -> list[reports.Report]:
    """The reports that were put into the case, opened, oldest first."""
    return reports.of_case(opened.store, opened.case_id)


def conversation(opened: OpenedCase, found: reports.Report) -> list[messages.Message]:
    """What the school and whoever wrote one of the case's reports have said to each other."""
    if found.case_id != opened.case_id:
        raise Refused
    return messages.conversation(opened.store, found.report_id)
