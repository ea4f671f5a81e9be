"""Reports: sent once, read by those who may, their state derived from facts."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core.access import Person, Route
from core.errors import Invalid, NotStored, Stale
from core.forms import form
from core.reports import flood, readers, receipt
from core.reports.happened import (
    FactOfReport,
    Projection,
    Reporter,
    ReportFact,
    ReportState,
    Source,
    WaitsFor,
    derive,
    in_order,
)
from core.store import contents
from core.store.engine import Store, Tx
from core.store.schema.reports import message, report, report_fact
from core.store.unopened import Unopened


def _choices(content: dict[str, Any]) -> None:
    """Refuse what is no choice."""
    contents.shaped([[str]])([chosen for chosen in content.values() if isinstance(chosen, list)])


# What was answered, by question; no question can be called as the number is.
ANSWERS = contents.Format[dict[str, Any]](
    "answers", {1: contents.shaped({str: (str, list)}, contents.as_it_is, _choices)}, key="_format"
)


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report as those who may read it see it."""

    report_id: uuid.UUID
    day: date
    source: Source
    given_route: Route
    route: Route
    form_version: int
    reporter: Reporter
    laws: tuple[str, ...]
    areas: tuple[str, ...]
    given_time: str
    afraid: bool
    state: ReportState
    case_id: uuid.UUID | None
    waits_for: WaitsFor
    answers: form.Answers = field(default_factory=dict)
    facts: tuple[FactOfReport, ...] = ()

    def has(self, *kinds: ReportFact) -> bool:
        """Whether a fact of one of these kinds stands."""
        return any(f.kind in kinds for f in self.facts)

    def first(self, *kinds: ReportFact) -> FactOfReport | None:
        """The first fact of these kinds, or None."""
        return next((f for f in self.facts if f.kind in kinds), None)


def send(store: Store, version: form.FormVersion, answers: form.Answers, token: str) -> str:
    """Store an anonymous report and give its receipt code; the same token gives the same code.

    `answers` have passed `answers.check`. Raises Invalid if they wished to say who they are and did
    not, if nobody reads this route yet or the school gets too many at once, and NotStored; then
    nothing was stored.
    """
    wishes_name = form.one(answers, "contact_wish") == "name"
    if wishes_name and version.form.question("name") and not answers.get("name"):
        raise Invalid("report.error.no_name", field="name")
    code = receipt.code(store, token)
    route = form.route(answers)
    if not readers.readers(store, route):
        raise Invalid("report.error.no_reader", field="about_staff")
    report_id = receipt.report_id(store, code)
    if not flood.of_school(store, "reports").take():
        if load(store, report_id) is not None:
            return code  # it came in before
        raise Invalid("report.error.too_many")
    values = {
        "source": Source.FORM,
        "form_version": version.number,
        "reporter": Reporter(form.one(answers, "reporter")),
        "laws": form.laws(version.form, answers),
        "areas": form.areas(version.form, answers),
        "given_time": form.one(answers, "when"),
        "afraid": form.one(answers, "afraid_now") == "yes",
    }

    def work(tx: Tx) -> None:
        insert(tx, report_id, route, answers, **values)

    try:
        store.write(work)
    except IntegrityError as error:
        # This page has sent before: a double click, a resend, a connection that came back.
        if load(store, report_id) is None:
            raise NotStored from error
    return code


def unmoved(tx: Tx, found: Report) -> None:
    """Raise Stale if the report has another reader or another case than when it was looked at.

    Whoever acts was let in by what they saw: a colleague may have given the report to skoleeier
    since, and then it is in nothing of the school's.
    """
    r = report
    row = tx.execute(
        sa.select(r.c.route, r.c.case_id, r.c.state).where(
            tx.mine(r), r.c.report_id == found.report_id
        )
    ).first()
    closed = ReportState.CLOSED in (found.state, row.state if row else None)
    if row is None or (row.route, row.case_id) != (found.route, found.case_id):
        raise Stale
    if closed and row.state != found.state:
        raise Stale


def insert(
    tx: Tx, report_id: uuid.UUID, route: Route, answers: form.Answers, **values: Any
) -> None:
    """A new report's row, on today's date; `values` are its readable columns.

    A reporter's is the event that it was sent; an employee's leaves one of staff beside it.
    """
    blank = {
        "form_version": 0,
        "reporter": Reporter.UNSAID,
        "laws": (),
        "areas": (),
        "given_time": "",
        "afraid": False,
    }
    tx.insert(
        report,
        {
            **blank,
            "report_id": report_id,
            "day": tx.today,
            "given_route": route,
            "answers": tx.seal(report.c.answers, ANSWERS.pack(answers), report_id),
            **vars(derive(route, ())),
            **values,
        },
    )
    if values["source"] == Source.FORM:
        tx.record_sent()


def add_fact(
    tx: Tx,
    report_id: uuid.UUID,
    kind: ReportFact,
    person: Person | None = None,
    *,
    case_id: uuid.UUID | None = None,
    note: str = "",
) -> None:
    """Write down a fact and rebuild the report's projection; without a person: a date only."""
    if (person is None) != kind.by_reporter:
        raise ValueError(f"{kind} is not a fact of {'staff' if person else 'a reporter'}")
    fact_id = tx.new_id()
    tx.insert(
        report_fact,
        {
            "fact_id": fact_id,
            "report_id": report_id,
            "kind": kind,
            "day": tx.today,
            "at": tx.now if person else None,
            "person_id": person.person_id if person else None,
            "case_id": case_id,
            "note": tx.seal(report_fact.c.note, note, fact_id) if note else None,
        },
    )
    project(tx, report_id)


def project(tx: Tx, report_id: uuid.UUID) -> Projection | None:
    """Rebuild a report's projection from its facts; None if there is no such report."""
    r, f = report, report_fact
    row = tx.execute(
        sa.select(r.c.given_route).where(tx.mine(r), r.c.report_id == report_id)
    ).first()
    if row is None:
        return None
    facts = tx.execute(
        sa.select(f.c.kind, f.c.day, f.c.at, f.c.person_id, f.c.case_id).where(
            tx.mine(f), f.c.report_id == report_id
        )
    )
    last = tx.connection.scalar(
        sa.select(message.c.from_reporter)
        .where(tx.mine(message), message.c.report_id == report_id)
        .order_by(message.c.number.desc())
        .limit(1)
    )
    projection = derive(Route(row.given_route), [_fact(row) for row in facts], last)
    tx.update(r, r.c.report_id == report_id, **vars(projection))
    return projection


def read_row(store: Store, row: sa.Row[Any], facts: Iterable[FactOfReport] = ()) -> Report:
    """A row of the table `report` as a Report; its answers are opened."""
    return Report(
        **{name: of(row._mapping[name]) for name, of in _COLUMNS.items()},
        answers=answers_of(store, row),
        facts=tuple(in_order(facts)),
    )


def answers_of(store: Store, row: sa.Row[Any]) -> dict[str, Any]:
    """The answers of a row; if they do not open, a sentence that says so."""
    opened = store.text(report.c.answers, row.answers, row.report_id)
    return {"what_happened": opened} if isinstance(opened, Unopened) else ANSWERS.unpack(opened)


def _as_kept(value: Any) -> Any:
    return value


_COLUMNS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("report_id", "day", "form_version", "case_id"), _as_kept),
    **dict.fromkeys(("laws", "areas", "given_time", "afraid"), _as_kept),
    "source": Source,
    "given_route": Route,
    "route": Route,
    "reporter": Reporter,
    "state": ReportState,
    "waits_for": WaitsFor,
}


_ROUTES = frozenset(str(route) for route in Route)


def _fact(row: Any, note: str = "") -> FactOfReport:
    return FactOfReport(
        kind=ReportFact(row.kind),
        day=row.day,
        at=row.at,
        person_id=row.person_id,
        case_id=row.case_id,
        note=note,
    )


def facts_of(store: Store, report_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[FactOfReport]]:
    """The facts of several reports, their notes opened."""
    f = report_fact
    out: dict[uuid.UUID, list[FactOfReport]] = {report_id: [] for report_id in report_ids}
    for row in store.rows(sa.select(f).where(store.mine(f), f.c.report_id.in_(list(out)))):
        note = store.text(f.c.note, row.note, row.fact_id) if row.note else ""
        out[row.report_id].append(_fact(row, note))
    return out


def load(store: Store, *report_ids: uuid.UUID) -> Report | None:
    """The first of these reports that exists, whoever asks: for services that ask `may` first."""
    rows = store.rows(
        sa.select(report).where(store.mine(report), report.c.report_id.in_(report_ids))
    )
    if not rows:
        return None
    return read_row(store, rows[0], facts_of(store, [rows[0].report_id])[rows[0].report_id])


def of_case(store: Store, case_id: uuid.UUID) -> list[Report]:
    """The reports of a case, oldest first, whoever asks: for services that ask `may` first."""
    rows = store.rows(
        sa.select(report)
        .where(store.mine(report), report.c.case_id == case_id)
        .order_by(report.c.day, report.c.report_id)
    )
    facts = facts_of(store, [row.report_id for row in rows])
    return [read_row(store, row, facts[row.report_id]) for row in rows]


def differing(store: Store) -> list[uuid.UUID]:
    """The reports whose kept projection is not what their facts give, for `verify`."""
    r, f, m = report, report_fact, message
    wrong = set()
    with store.read() as db:
        facts: dict[uuid.UUID, list[FactOfReport]] = {}
        for row in db.execute(
            sa.select(f.c.report_id, f.c.kind, f.c.day, f.c.at, f.c.person_id, f.c.case_id).where(
                store.mine(f)
            )
        ):
            try:
                facts.setdefault(row.report_id, []).append(_fact(row))
            except ValueError:  # a word that no program ever wrote
                wrong.add(row.report_id)
        last = {
            row.report_id: row.from_reporter
            for row in db.execute(
                sa.select(m.c.report_id, m.c.from_reporter)
                .where(store.mine(m))
                .order_by(m.c.report_id, m.c.number)
            )
        }
        kept = sa.select(
            r.c.report_id, r.c.given_route, r.c.route, r.c.state, r.c.case_id, r.c.waits_for
        ).where(store.mine(r))
        for row in db.execute(kept):
            found = facts.get(row.report_id, ())
            given = row.given_route in _ROUTES and Route(row.given_route)
            right = given and derive(given, found, last.get(row.report_id))
            if not right or astuple(right) != (row.route, row.state, row.case_id, row.waits_for):
                wrong.add(row.report_id)
    return sorted(wrong)
