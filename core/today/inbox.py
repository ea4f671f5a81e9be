"""New reports: listed by day, opened, and the acts that take each further.

First where somebody waits for words of the school's, longest first; then newest day first. Inside
a day the order is that of a keyed hash, so it says nothing about the clock. A report about the
leadership is in nobody's list, count or cache but skoleeier's: the list asks for the routes that
`may` gives this person.
"""

import math
import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from core.access import Action, Person, ReportScope, Role, Route, may
from core.cases import reading
from core.errors import Invalid, Refused
from core.forms import form, versions
from core.people import asking
from core.reports import happened, messages, readers, reports
from core.reports.happened import (
    REKTORS_YES_OR_NO,
    Reporter,
    ReportFact,
    ReportState,
    Source,
    WaitsFor,
)
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx
from core.store.schema.reports import message, report, report_fact
from core.store.unopened import Unopened
from core.today import waiting
from core.today.waiting import Wait

PAGE = 20  # cards a page
OPEN_STATES = (ReportState.NEW, ReportState.READ, ReportState.WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class Card:
    """A report in the list: what was chosen and what was done, never a word that was written.

    Words are read by opening it, which the reporter is told of.
    """

    report_id: uuid.UUID
    day: date
    source: Source
    route: Route
    reporter: Reporter
    laws: tuple[str, ...]
    areas: tuple[str, ...]
    kinds: tuple[form.Option, ...]  # as they were chosen, under the form's own names
    places: tuple[form.Option, ...]
    afraid: bool
    about_staff: str
    state: ReportState
    waits_for: WaitsFor
    readers: tuple[uuid.UUID, ...] = ()  # on the route where it lies now, in the order they read
    answered: bool = False  # the school has written to the reporter
    opens: bool = True  # false if what is sealed in it does not open
    wait: Wait | None = None
    said_safe: bool = False  # through the code

    @property
    def is_urgent(self) -> bool:
        """Whether somebody waits for words of the school's: it stands before all other days."""
        return self.wait in waiting.URGENT


@dataclass(frozen=True)
class InboxPage:
    """A page of the inbox, and how many reports lie in the whole of it."""

    cards: list[Card]
    count: int


def routes(person: Person) -> list[Route]:
    """The routes whose reports this person reads before they belong to a case."""
    return [r for r in Route if may(person, Action.READ_REPORT, ReportScope(r))]


def _where(store: Store, person: Person, state: str) -> list[sa.ColumnElement[bool]]:
    r = report
    states = {"open": OPEN_STATES, "closed": (ReportState.CLOSED,)}.get(state, (state,))
    return [
        store.mine(r),
        r.c.route.in_(routes(person)),
        r.c.case_id.is_(None),
        r.c.state.in_(states),
    ]


def count(store: Store, person: Person, state: str = "open") -> int:
    """How many reports lie in their inbox."""
    with store.read() as db:
        asked = sa.select(sa.func.count()).select_from(report)
        return db.scalar(asked.where(*_where(store, person, state))) or 0


def page(store: Store, person: Person, state: str = "open", most: int = PAGE) -> list[Card]:
    """The first of their inbox."""
    return _cards(store, store.rows(_keys(store, person, state, most)))


def shown(store: Store, person: Person, state: str = "open", number: int = 1) -> InboxPage:
    """A page of their inbox, counted from 1, and how many reports lie there in all.

    Past the end: the last page. Counted in the same statement, which looks through them anyway.
    """
    counted = _keys(store, person, state, PAGE).add_columns(sa.func.count().over().label("n"))
    keys = store.rows(counted.offset((number - 1) * PAGE))
    if keys or number == 1:
        return InboxPage(_cards(store, keys), keys[0].n if keys else 0)
    return shown(store, person, state, max(1, math.ceil(count(store, person, state) / PAGE)))


def _keys(store: Store, person: Person, state: str, most: int) -> sa.Select[Any]:
    """Keys first, rows after: the database then reads 20 rows of sealed text and not a million."""
    r, place = report.c, waiting.rank(waiting.standing(store))
    found = (
        sa.select(r.report_id, r.day, r.state, place.label("place"))
        .where(*_where(store, person, state))
        .subquery()
    ).c
    urgent = found.place.in_([waiting.ORDER.index(wait) for wait in waiting.URGENT])
    return (
        sa.select(found.report_id, found.day, found.place)
        .order_by(
            # What was taken back is still the school's to deal with (§ 12-4), after all that waits.
            sa.case((urgent, found.place), (found.state == ReportState.WITHDRAWN, 99), else_=98),
            sa.case((urgent, found.day)).asc().nulls_last(),
            found.day.desc(),
            found.report_id,
        )
        .limit(most)
    )


def _cards(store: Store, keys: list[sa.Row[Any]]) -> list[Card]:
    """Only the rows shown are opened."""
    if not keys:
        return []
    r = report
    # Their days beside them: rows lie by day, and the rest of the years is not even looked at.
    days = r.c.day.between(min(k.day for k in keys), max(k.day for k in keys))
    rows = store.rows(
        sa.select(r).where(store.mine(r), days, r.c.report_id.in_([k.report_id for k in keys]))
    )
    found = {row.report_id: row for row in rows}
    read, answered, safe = _done(store, rows)
    return [
        replace(
            _card(store, found[k.report_id]),
            readers=read[k.report_id],
            answered=k.report_id in answered,
            wait=None if k.place is None else waiting.ORDER[k.place],
            said_safe=k.report_id in safe,
        )
        for k in keys
        if k.report_id in found
    ]


def _done(
    store: Store, rows: list[sa.Row[Any]]
) -> tuple[dict[uuid.UUID, tuple[uuid.UUID, ...]], set[uuid.UUID], set[uuid.UUID]]:
    """Who has read each of these reports, which were answered, in which it was said to be safe."""
    f, m = report_fact, message
    kinds = {row.report_id: happened.read_by(Route(row.route)) for row in rows}
    since = min(row.day for row in rows)
    read: dict[uuid.UUID, tuple[uuid.UUID, ...]] = dict.fromkeys(kinds, ())
    safe = set()
    for row in store.rows(
        sa.select(f.c.report_id, f.c.kind, f.c.person_id)
        .where(store.mine(f), f.c.day >= since, f.c.report_id.in_(list(kinds)))
        .order_by(f.c.at)
    ):
        if row.kind == kinds[row.report_id] and row.person_id is not None:
            read[row.report_id] = (*read[row.report_id], row.person_id)
        elif row.kind == ReportFact.SAFE:
            safe.add(row.report_id)
    answered = store.rows(
        sa.select(m.c.report_id)
        .where(store.mine(m), m.c.day >= since, m.c.report_id.in_(list(kinds)))
        .where(sa.not_(m.c.from_reporter))
    )
    return read, {row.report_id for row in answered}, safe


def _card(store: Store, row: sa.Row[Any]) -> Card:
    answers = reports.answers_of(store, row)
    about = form.one(answers, "about_staff")
    if form.route(answers) is Route.EMPLOYEE and about in ("", "no"):
        about = "employee"  # so says what it is about
    version = versions.get(store, row.form_version)

    def chosen(question_id: str) -> tuple[form.Option, ...]:
        question = version.form.question(question_id) if version else None
        ids = form.chosen(answers, question_id)
        return tuple(o for o in question.options if o.id in ids) if question else ()

    return Card(
        report_id=row.report_id,
        day=row.day,
        source=Source(row.source),
        route=Route(row.route),
        reporter=Reporter(row.reporter),
        laws=row.laws,
        areas=row.areas,
        kinds=chosen("kind"),
        places=chosen("place"),
        afraid=row.afraid,
        about_staff=about,
        state=ReportState(row.state),
        waits_for=WaitsFor(row.waits_for),
        opens=not isinstance(answers.get("what_happened"), Unopened),
    )


def close(
    store: Store, person: Person, report_id: uuid.UUID, reason: str, *, real: bool = True
) -> None:
    """Close a report without a case, with a reason; it can be opened again.

    One that is not `real`, made up or sent to try it, is in no figure.
    """
    found = _hers(store, person, report_id)
    if found.case_id is not None or found.state is ReportState.CLOSED:
        raise Invalid("inbox.error.already")
    if not trimmed(reason):
        raise Invalid("case.error.no_reason", field="close_reason")

    def work(tx: Tx) -> None:
        reports.unmoved(tx, found)
        reports.add_fact(tx, report_id, ReportFact.CLOSED, person, note=trimmed(reason))
        if not real:
            reports.add_fact(tx, report_id, ReportFact.NOT_REAL, person)
        tx.record(Act.REPORT_CLOSED, person.person_id, "report", report_id)

    asking.write(store, person, reading.reads(store, found), work)


def reopen(store: Store, person: Person, report_id: uuid.UUID) -> None:
    """Take a closed report up again."""
    found = _hers(store, person, report_id)
    if found.state is not ReportState.CLOSED:
        return

    def work(tx: Tx) -> None:
        reports.unmoved(tx, found)
        reports.add_fact(tx, report_id, ReportFact.REOPENED, person)
        tx.record(Act.REPORT_REOPENED, person.person_id, "report", report_id)

    asking.write(store, person, reading.reads(store, found), work)


def ask(store: Store, person: Person, report_id: uuid.UUID, text: str, token: str) -> None:
    """Ask through the code; never who it is."""
    reading.send_to_student(store, person, report_id, text, token)


def send_to_skoleeier(store: Store, person: Person, report_id: uuid.UUID) -> None:
    """It is about the leadership: gone for everyone at the school, read by skoleeier alone.

    Who had read it stays among the report's facts, which only skoleeier sees from now on.
    """
    found = _hers(store, person, report_id)
    if found.case_id is not None or found.route is Route.LEADERSHIP:
        raise Invalid("inbox.error.already")
    readers.require_reader_at_skoleeier(store)

    def work(tx: Tx) -> None:
        reports.unmoved(tx, found)
        reports.add_fact(tx, report_id, ReportFact.SENT_TO_SKOLEEIER, person)
        tx.record(Act.REPORT_SENT_TO_SKOLEEIER, person.person_id, "report", report_id)

    asking.write(store, person, reading.reads(store, found), work)


def ask_for_rektor(
    store: Store, person: Person, report_id: uuid.UUID, reason: str, question: str, token: str
) -> None:
    """Skoleeier asks the reporter, through the code, whether rektor may have the report."""
    found = _hers(store, person, report_id)
    if not _lies_with(person, found):
        raise Refused
    if found.source is not Source.FORM:
        raise Invalid("inbox.error.no_code")
    if not trimmed(reason):
        raise Invalid("case.error.no_reason", field="rektor_reason")
    body = messages.checked(question)

    def work(tx: Tx) -> None:
        reports.unmoved(tx, found)
        if messages.append(tx, report_id, body, token, person):
            reports.add_fact(tx, report_id, ReportFact.REKTOR_ASKED, person, note=trimmed(reason))
            tx.record(Act.REPORT_REKTOR_ASKED, person.person_id, "report", report_id)

    asking.write(store, person, lambda now: _lies_with(now, found), work)


def _lies_with(skoleeier: Person, found: reports.Report) -> bool:
    """Whether it is skoleeier's own to give to rektor: about the leadership, and in no case."""
    hers = skoleeier.has(Role.SKOLEEIER) and found.route is Route.LEADERSHIP
    return hers and found.case_id is None


def rektor_answer(found: reports.Report) -> str:
    """yes, no, asked or "": the reporter's last word on giving the report to rektor."""
    said = [f for f in found.facts if f.kind in REKTORS_YES_OR_NO]
    if said:
        # If both were said on one day no clock tells which came last: then it is no.
        last = max(f.day for f in said)
        no = any(f.kind is ReportFact.REKTOR_NO for f in said if f.day == last)
        return "no" if no else "yes"
    return "asked" if found.has(ReportFact.REKTOR_ASKED) else ""


def give_to_rektor(store: Store, person: Person, report_id: uuid.UUID, reason: str) -> None:
    """Skoleeier gives the report to rektor; only if the reporter said yes through the code."""
    found = _hers(store, person, report_id)
    if not _lies_with(person, found):
        raise Refused
    if rektor_answer(found) != "yes":
        raise Invalid("inbox.error.no_yes")
    if not trimmed(reason):
        raise Invalid("case.error.no_reason", field="rektor_reason")

    def work(tx: Tx) -> None:
        reports.unmoved(tx, found)
        reports.add_fact(tx, report_id, ReportFact.GIVEN_TO_REKTOR, person, note=trimmed(reason))
        tx.record(Act.REPORT_GIVEN_TO_REKTOR, person.person_id, "report", report_id)

    asking.write(store, person, lambda now: _lies_with(now, found), work)


def _hers(store: Store, person: Person, report_id: uuid.UUID) -> reports.Report:
    found = reports.load(store, report_id)
    if found is None or not reading.reads(store, found)(person):
        raise Refused
    return found
