"""The reporter's way back: what the code opens, what the school has done, what they may do.

Whoever has the code is the reporter. Reading leaves no event; what they do is kept with a date.
"""

import uuid
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from core.cases import facts as case_facts
from core.cases.clock import Step, met
from core.cases.happened import Part
from core.errors import Refused
from core.reports import happened, receipt, reports
from core.reports.happened import REKTORS_YES_OR_NO, Reporter, ReportFact, Source
from core.reports.reports import Report
from core.store import closed_day
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.cases import case_person
from core.store.schema.reports import message, report, report_fact

# What stands in the reporters' log of what is said through the code.
ACTS = {
    ReportFact.SAFE: Act.REPORT_SAFE,
    ReportFact.REKTOR_YES: Act.REPORT_REKTOR_YES,
    ReportFact.REKTOR_NO: Act.REPORT_REKTOR_NO,
}
# With one of these the report is the school's too: it stays, and the duty of § 12-4 goes on.
KEEPING = {*happened.READING, ReportFact.IN_CASE, ReportFact.WITHDRAWN}


@dataclass(frozen=True)
class TimelineStep:
    """One line of the timeline; done if it has a day."""

    key: str  # received, read, investigating, following_up, evaluated
    day: date | None


def with_code(store: Store, typed: str) -> Report | None:
    """The report that this code opens, or None; a malformed code is as wrong as any other."""
    code = receipt.normal(typed)
    if code is None:
        return None
    found = reports.load(store, *receipt.report_ids(store, code))
    return found if found is not None and found.source is Source.FORM else None


def timeline(store: Store, found: Report) -> list[TimelineStep]:
    """What the school has done, in days; the last three steps only for the exposed student.

    Those are told if the reporter wrote about themselves and staff have marked them as the
    exposed student of the case: anybody else would learn about another student's case.
    """
    read = found.first(*happened.READING)
    steps = [TimelineStep("received", found.day), TimelineStep("read", read.day if read else None)]
    exposed = _exposed(store, found)
    if exposed is None or found.case_id is None:
        return steps
    with store.read() as db:
        facts = case_facts.read(db, store, [found.case_id])[found.case_id]
    done = met(facts, exposed)
    return [
        *steps,
        TimelineStep("investigating", done.get(Step.BEGIN)),
        TimelineStep("following_up", done.get(Step.CARRY_OUT)),
        TimelineStep("evaluated", done.get(Step.EVALUATE)),
    ]


def _exposed(store: Store, found: Report) -> uuid.UUID | None:
    if found.case_id is None or found.reporter is not Reporter.SELF:
        return None
    p = case_person
    row = store.row(
        sa.select(p.c.case_person_id).where(
            store.mine(p),
            p.c.case_id == found.case_id,
            p.c.report_id == found.report_id,
            p.c.part == Part.EXPOSED,
        )
    )
    return row.case_person_id if row else None


def say_safe(store: Store, report_id: uuid.UUID) -> None:
    """The student says that they are safe now: a fact that staff weigh, no act that ends a case.

    Raises Refused if the report is not about the reporter themselves, or is gone.
    """
    found = reports.load(store, report_id)
    if found is None or found.reporter is not Reporter.SELF:
        raise Refused
    if not found.has(ReportFact.SAFE):
        _note(store, found, ReportFact.SAFE)


def answer_about_rektor(store: Store, report_id: uuid.UUID, yes: bool) -> None:
    """The answer to skoleeier's question whether rektor may have the report; the first one stands.

    Raises Refused if it was not asked.
    """
    found = reports.load(store, report_id)
    if found is None or not found.has(ReportFact.REKTOR_ASKED):
        raise Refused
    if not found.has(*REKTORS_YES_OR_NO):
        _note(store, found, ReportFact.REKTOR_YES if yes else ReportFact.REKTOR_NO)


def is_asked_about_rektor(found: Report) -> bool:
    """Whether skoleeier waits for an answer."""
    return found.has(ReportFact.REKTOR_ASKED) and not found.has(*REKTORS_YES_OR_NO)


def withdraw(store: Store, report_id: uuid.UUID) -> str:
    """Take the report back: `deleted` if nobody has read it, else `marked`.

    Deleted means that the report, its messages and facts are gone with this transaction, and their
    bytes with the compaction before the next day. Once read, the duty of § 12-4 goes on.
    """
    known = case_facts.rules(store)

    def work(tx: Tx) -> str:
        row = tx.execute(
            sa.select(report.c.case_id, report.c.source, report.c.day).where(
                tx.mine(report), report.c.report_id == report_id
            )
        ).first()
        if row is None or row.source != Source.FORM:
            raise Refused
        kinds = set(
            tx.connection.scalars(
                sa.select(report_fact.c.kind).where(
                    tx.mine(report_fact), report_fact.c.report_id == report_id
                )
            )
        )
        if not kinds & KEEPING and row.case_id is None:
            for table in (message, report_fact, report):
                tx.delete(table, table.c.report_id == report_id)
            tx.record_gone(row.day)
            tx.record_anonymous(Act.REPORT_DELETED)
            closed_day.reopen(tx)
            return "deleted"
        if ReportFact.WITHDRAWN not in kinds:
            reports.add_fact(tx, report_id, ReportFact.WITHDRAWN)
            tx.record_anonymous(Act.REPORT_WITHDRAWN)
            if row.case_id is not None:
                case_facts.project(tx, row.case_id, known)
        return "marked"

    return store.write(work)


def _note(store: Store, found: Report, kind: ReportFact) -> None:
    known = case_facts.rules(store)

    def work(tx: Tx) -> None:
        reports.add_fact(tx, found.report_id, kind)
        tx.record_anonymous(ACTS[kind])
        case_id = tx.connection.scalar(
            sa.select(report.c.case_id).where(
                tx.mine(report), report.c.report_id == found.report_id
            )
        )
        if case_id is not None:
            # The case's clock weighs what they say, and the case may have moved since they looked.
            case_facts.project(tx, case_id, known)

    store.write(work)
