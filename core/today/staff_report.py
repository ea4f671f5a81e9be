"""An employee reports to rektor (§ 12-4 second paragraph), or to skoleeier about the leadership.

Read by rektor and assrektor alone until they put others on (§ 12-5: about someone in the
leadership, by skoleeier alone). Unlike a student's report it has a sender.
"""

import uuid
from datetime import date

import sqlalchemy as sa

from core.access import Action, Person, Route, may
from core.errors import Invalid, Refused
from core.people import asking
from core.reports import readers, reports
from core.reports.happened import READING, ReportFact, ReportState, Source
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx
from core.store.schema.reports import report, report_fact

LONGEST = 10_000  # characters
ABOUT = ("no", "employee", "leadership")


def route(about: str) -> Route:
    """Who reads it."""
    return {"leadership": Route.LEADERSHIP, "employee": Route.EMPLOYEE}.get(about, Route.REKTOR)


def send(store: Store, person: Person, text: str, about: str, afraid: bool = False) -> uuid.UUID:
    """Store the report; raises Invalid if it is empty, too long, or nobody reads it yet."""
    if not may(person, Action.OPEN_PAGE, "meld-rektor"):
        raise Refused
    body = trimmed(text)
    if not body:
        raise Invalid("staff_report.error.empty", field="staff_report_text")
    if len(body) > LONGEST:
        raise Invalid("staff_report.error.long", field="staff_report_text", longest=LONGEST)
    if about not in ABOUT:
        raise Invalid("staff_report.error.about", field="staff_report_about")
    if not readers.readers(store, route(about)):
        raise Invalid("staff_report.error.no_reader", field="staff_report_about")

    report_id = store.new_id()

    def work(tx: Tx) -> uuid.UUID:
        answers = {"what_happened": body, "about_staff": about}
        reports.insert(tx, report_id, route(about), answers, source=Source.STAFF, afraid=afraid)
        reports.add_fact(tx, report_id, ReportFact.SENT, person)
        tx.record(Act.STAFF_REPORT_SENT, person.person_id, "report", report_id)
        return report_id

    return asking.write(store, person, lambda now: may(now, Action.OPEN_PAGE, "meld-rektor"), work)


def sender(found: reports.Report) -> uuid.UUID | None:
    """Who sent a staff report."""
    fact = found.first(ReportFact.SENT)
    return fact.person_id if fact else None


def mine(store: Store, person: Person) -> list[tuple[date, str]]:
    """(day, state) of what this person has sent, newest first: their own duty is documented.

    Only that it came and was read: whether it is in a case is for those on the case's list. What
    was read stays so for its sender, also if it begins anew with skoleeier, of which they learn
    nothing.
    """
    r, f, other = report, report_fact, report_fact.alias()
    was_read = sa.exists().where(
        other.c.school_id == r.c.school_id,
        other.c.report_id == r.c.report_id,
        other.c.kind.in_((*READING, ReportFact.SENT_TO_SKOLEEIER)),
    )
    is_new = sa.and_(r.c.state == ReportState.NEW, ~was_read)
    seen = sa.case((is_new, ReportState.NEW), else_=ReportState.READ)
    rows = store.rows(
        sa.select(r.c.day, seen.label("state"))
        .join_from(f, r, sa.and_(r.c.school_id == f.c.school_id, r.c.report_id == f.c.report_id))
        .where(store.mine(f), f.c.kind == ReportFact.SENT, f.c.person_id == person.person_id)
        .order_by(r.c.day.desc())
        .limit(20)
    )
    return [(row.day, row.state) for row in rows]
