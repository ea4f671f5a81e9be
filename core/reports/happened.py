"""What can have happened to a report, and what follows from it: pure functions of its facts."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.access import Route


class ReportFact(StrEnum):
    """What can have happened to a report: by staff with time and person, else with a date only."""

    SENT = "sent"  # an employee's own report, by its sender
    READ = "read"
    SKOLEEIER_READ = "owner_read"  # by skoleeier
    IN_CASE = "in_case"  # with its case
    CLOSED = "closed"  # with a reason
    NOT_REAL = "not_real"  # beside `closed`: made up, or sent to try it; it is in no figure
    REOPENED = "reopened"
    CLOSE_ASKED = "close_asked"  # rektor is asked to close it together with others
    CLOSE_REFUSED = "close_refused"
    SENT_TO_SKOLEEIER = "sent_to_owner"  # it is about the leadership
    REKTOR_ASKED = "rektor_asked"  # skoleeier asks the reporter whether rektor may have it
    GIVEN_TO_REKTOR = "given_to_rektor"  # with a reason, after the reporter's yes
    REKTOR_YES = "rektor_yes"
    REKTOR_NO = "rektor_no"
    SAFE = "safe"  # the student says through the code that they are safe now
    WITHDRAWN = "withdrawn"

    @property
    def by_reporter(self) -> bool:
        """Whether it is the reporter's own to do, through the code; all others are of staff."""
        return self in _OF_REPORTERS


_OF_REPORTERS = frozenset(
    {ReportFact.REKTOR_YES, ReportFact.REKTOR_NO, ReportFact.SAFE, ReportFact.WITHDRAWN}
)
REKTORS_YES_OR_NO = (ReportFact.REKTOR_YES, ReportFact.REKTOR_NO)
READING = (ReportFact.READ, ReportFact.SKOLEEIER_READ)


class ReportState(StrEnum):
    """How far the school has come with a report."""

    NEW = "new"
    READ = "read"
    IN_CASE = "in_case"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Source(StrEnum):
    """How a report came in."""

    FORM = "form"  # the public form: its writer has a code
    STAFF = "staff"  # an employee's report to rektor: it has a sender


class Reporter(StrEnum):
    """Whom a report is about, as its writer says."""

    SELF = "self"
    SAW_OR_HEARD = "saw_or_heard"
    GUARDIAN = "guardian"
    CLASS = "class"
    OTHER = "other"
    UNSAID = ""


class WaitsFor(StrEnum):
    """Who has the word in the conversation."""

    SCHOOL = "school"
    REPORTER = "reporter"
    NOBODY = ""


@dataclass(frozen=True, kw_only=True)
class FactOfReport:
    """Something that happened to a report."""

    kind: ReportFact
    day: date
    at: datetime | None = None
    person_id: uuid.UUID | None = None
    case_id: uuid.UUID | None = None
    note: str = ""


@dataclass(frozen=True)
class Projection:
    """What is kept beside a report so that lists are quick; follows from the facts."""

    route: Route
    state: ReportState
    case_id: uuid.UUID | None
    waits_for: WaitsFor


def read_by(route: Route) -> ReportFact:
    """The fact that a reader of this route leaves."""
    return ReportFact.SKOLEEIER_READ if route == Route.LEADERSHIP else ReportFact.READ


def derive(
    given_route: Route, facts: Iterable[FactOfReport], last_from_reporter: bool | None = None
) -> Projection:
    """The projection that these facts give; `last_from_reporter` is the last message's sender."""
    route = given_route
    case_id = None
    closed = False
    kinds = set()
    for fact in in_order(facts):
        kinds.add(fact.kind)
        match fact.kind:
            case ReportFact.SENT_TO_SKOLEEIER:  # a whole case may be handed over
                route, case_id = Route.LEADERSHIP, fact.case_id
            case ReportFact.GIVEN_TO_REKTOR:
                route, case_id = Route.HANDLER, None
            case ReportFact.IN_CASE:
                case_id, closed = fact.case_id, False
            case ReportFact.CLOSED:
                closed = True
            case ReportFact.REOPENED:
                closed = False
    if case_id is not None:
        state = ReportState.IN_CASE
    elif closed:
        state = ReportState.CLOSED
    elif ReportFact.WITHDRAWN in kinds:
        state = ReportState.WITHDRAWN
    else:
        state = ReportState.READ if read_by(route) in kinds else ReportState.NEW
    return Projection(route, state, case_id, _WAITS[last_from_reporter])


_WAITS = {None: WaitsFor.NOBODY, True: WaitsFor.SCHOOL, False: WaitsFor.REPORTER}


def in_order(facts: Iterable[FactOfReport]) -> list[FactOfReport]:
    """Facts in the order they happened; a reporter's fact, which has no clock, first on its day."""
    return sorted(facts, key=lambda f: (f.day, f.at or datetime.min, _SAME_SECOND.get(f.kind, 0)))


# What comes last if two facts were written in the same second.
_SAME_SECOND = {
    ReportFact.CLOSED: 1,
    ReportFact.NOT_REAL: 1,
    ReportFact.REOPENED: 2,
    ReportFact.IN_CASE: 3,
    ReportFact.SENT_TO_SKOLEEIER: 4,
    ReportFact.REKTOR_ASKED: 5,
    ReportFact.GIVEN_TO_REKTOR: 6,
}
