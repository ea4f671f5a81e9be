"""What can have happened in a case, and what is read straight from it; `duties` weighs the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """What can have happened in a case; `subject` is whom or what the fact is about."""

    RECEIVED = "received"  # a report was linked; subject: the report, day: when it came
    OPENED = "opened"
    GIVEN_TO = "given_to"  # subject: the person who has the case
    FOLLOWED = "followed"  # somebody kept watch and wrote it down
    INTERVENED = "intervened"
    TOLD = "told"  # rektor, or whom they have delegated it to: staff "melder frå" (§ 12-4)
    TAKEN_UP = "taken_up"  # with rektor, by the student or the guardians (§ 12-6)
    BEGUN = "begun"  # the investigation
    HEARD = "heard"  # subject: the exposed student; note: their own view (§ 10-2)
    BEST = "best"  # what is best for the student, weighed (§ 10-1); subject: the student
    VIEW_ASKED = "view_asked"  # an unknown student, in a message by code; subject: the student
    ASKED = "asked"  # kept by older programs at any message in the case: says only that one went
    CARRIED_OUT = "carried_out"  # subject: the measure
    HELPED = "helped"  # evaluated; subject: the measure
    NOT_ENOUGH = "not_enough"  # evaluated; subject: the measure
    DROPPED = "dropped"  # a measure not carried out after all, with a reason
    SAFE = "safe"  # the student says so in a talk that is written down; subject: the student
    SAFE_BY_CODE = "safe_by_code"  # the student says so through the code: a day and no clock
    NOT_SAFE = "not_safe"  # subject: the student
    SERIOUS = "serious"  # alvorlig tilfelle, § 12-4 second paragraph
    SKOLEEIER_TOLD = "owner_told"  # rektor has told skoleeier
    ENDED = "ended"
    REOPENED = "reopened"
    HANDED_OVER = "handed_over"  # to skoleeier: about the leadership, § 12-5
    LEFT = "left"  # whoever had the case left; subject: that person

    @property
    def by_reporter(self) -> bool:
        """Whether a reporter may do it, through the code: kept with the report, not in the case."""
        return self is Kind.SAFE_BY_CODE

    @property
    def by_nobody(self) -> bool:
        """Whether the portal writes it by itself: a holder who has left, what rektor had read."""
        return self in (Kind.LEFT, Kind.TOLD, Kind.TAKEN_UP)


_KINDS = list(Kind)
NOBODYS = (Kind.HANDED_OVER, Kind.LEFT)  # nobody has the case until it is given to somebody


@dataclass(frozen=True)
class Fact:
    """Something that happened: its day, when and by whom it was written down."""

    kind: Kind
    day: date
    at: datetime | None = None  # None: said through the code
    person_id: UUID | None = None
    subject_id: UUID | None = None


class Part(StrEnum):
    """What somebody is in a case."""

    EXPOSED = "exposed"  # a student whose school environment it is about; may be unknown
    SAID_TO_HAVE_DONE = "said_to_have_done"
    WITNESS = "witness"
    EMPLOYEE = "employee"


@dataclass(frozen=True)
class Exposed:
    """A student whose school environment it is about."""

    exposed_id: UUID
    known: bool = True


@dataclass(frozen=True, kw_only=True)
class PlannedMeasure:
    """A measure of the written plan; complete with the five points of § 12-4 third paragraph."""

    measure_id: UUID
    exposed_id: UUID
    round: int = 1
    carry_out_on: date | None = None
    evaluate_on: date | None = None
    complete: bool = True
    made_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """Everything that the clock weighs."""

    received_on: date
    facts: tuple[Fact, ...] = ()
    exposed: tuple[Exposed, ...] = ()
    measures: tuple[PlannedMeasure, ...] = ()
    moved: bool = False
    held_by_skoleeier: bool = False  # about the leadership: rektor is not told (§ 12-5)


def order(fact: Fact) -> tuple[datetime, date, int, str, str]:
    """What sorts facts as they were written down."""
    # The rest only decides ties, so that the answer never hangs on how rows were read.
    rest = (_KINDS.index(fact.kind), str(fact.person_id), str(fact.subject_id))
    return (fact.at or datetime.min, fact.day, *rest)


def first(case: CaseFacts, *kinds: Kind, subject: UUID | None = None) -> Fact | None:
    """The fact of these kinds whose day is the earliest."""
    found = [
        f for f in case.facts if f.kind in kinds and (subject is None or f.subject_id == subject)
    ]
    return min(found, key=lambda f: (f.day, *order(f)), default=None)


def ended_on(case: CaseFacts) -> date | None:
    """The day on which the case ended, if nobody has opened it again since."""
    turns = [f for f in case.facts if f.kind in (Kind.ENDED, Kind.REOPENED)]
    last = max(turns, key=order, default=None)
    return last.day if last and last.kind is Kind.ENDED else None


def says_safe(case: CaseFacts, exposed_id: UUID) -> bool:
    """Whether the student's last word to the school, in a talk written down, is that it is safe."""
    return _last_word(case, exposed_id, Kind.SAFE) is not None


def safe_by_code(case: CaseFacts, exposed_id: UUID) -> date | None:
    """The day on which the student said so through the code, if nobody has asked about it since.

    Something that staff weigh and ask about: by itself it ends nothing.
    """
    if says_safe(case, exposed_id):
        return None
    return _last_word(case, exposed_id, Kind.SAFE_BY_CODE)


def _last_word(case: CaseFacts, exposed_id: UUID, kind: Kind) -> date | None:
    """The day of a yes that nothing came after; if days tie, no clock helps: there is none."""
    reopened = max((f for f in case.facts if f.kind is Kind.REOPENED), key=order, default=None)
    said = [f for f in case.facts if f.subject_id == exposed_id]
    against = [f for f in said if f.kind is Kind.NOT_SAFE]
    if reopened is not None:
        against.append(reopened)
    stands = [f for f in said if f.kind is kind and all(_after(f, other) for other in against)]
    return min((f.day for f in stands), default=None)


def _after(one: Fact, other: Fact) -> bool:
    if one.day != other.day or one.at is None or other.at is None:
        return one.day > other.day
    return one.at > other.at


def plan_of(case: CaseFacts, exposed_id: UUID) -> list[PlannedMeasure]:
    """The measures of a student's written plan that stand: with all five points, not dropped."""
    return [
        m
        for m in case.measures
        if m.exposed_id == exposed_id
        and m.complete
        and Kind.DROPPED not in outcome(case, m.measure_id).days
    ]


EVALUATED = (Kind.HELPED, Kind.NOT_ENOUGH)
OUTCOMES = (Kind.CARRIED_OUT, *EVALUATED, Kind.DROPPED)


@dataclass(frozen=True)
class Outcome:
    """What has come of a measure: each thing written down of it, with its first day."""

    days: Mapping[Kind, date]

    @property
    def is_carried_out(self) -> bool:
        """Whether it has been carried out."""
        return Kind.CARRIED_OUT in self.days

    @property
    def is_evaluated(self) -> bool:
        """Whether somebody has said if it helped."""
        return any(kind in self.days for kind in EVALUATED)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is asked of it: evaluated, or dropped."""
        return self.is_evaluated or Kind.DROPPED in self.days


def outcome(case: CaseFacts, measure_id: UUID) -> Outcome:
    """What has come of one measure of a case."""
    days: dict[Kind, date] = {}
    for fact in case.facts:
        if fact.subject_id == measure_id and fact.kind in OUTCOMES:
            days[fact.kind] = min(fact.day, days.get(fact.kind, fact.day))
    return Outcome(days)


def last_outcome(case: CaseFacts, measure_id: UUID) -> Fact | None:
    """What was written down last of what has come of a measure."""
    came = (f for f in case.facts if f.subject_id == measure_id and f.kind in OUTCOMES)
    return max(came, key=order, default=None)


def next_round(case: CaseFacts, exposed_id: UUID) -> int:
    """The round of one more measure of a student: the newest, or the next after "not enough"."""
    own = [m for m in case.measures if m.exposed_id == exposed_id]
    failed = [m for m in own if Kind.NOT_ENOUGH in outcome(case, m.measure_id).days]
    return max([1, *(m.round for m in own), *(m.round + 1 for m in failed)])


def stands_by(case: CaseFacts, kind: Kind, day: date) -> bool:
    """Whether something of this kind had happened on a day or before it."""
    found = first(case, kind)
    return found is not None and found.day <= day


def is_heard(case: CaseFacts, exposed: Exposed) -> bool:
    """Whether the student has been heard; one whom nobody knows has been asked for their view.

    That is an act of its own. `ASKED` is not: older programs kept it whenever the school wrote, and
    nobody can tell which of those messages asked. It is read and shown, and counts as nothing, so
    that a case in which it alone stands lacks once more what the student has a right to (§ 10-2).
    """
    kinds = (Kind.HEARD, *(() if exposed.known else (Kind.VIEW_ASKED,)))
    return first(case, *kinds, subject=exposed.exposed_id) is not None
