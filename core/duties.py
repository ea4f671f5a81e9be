"""The clock of a case: what the five duties of opplæringslova § 12-4 ask for now.

A pure function of (facts, today): the case page, the lists, the student's timeline, the documents
and the figures all ask it, so that they cannot disagree. Two clocks are kept apart and are never
one number: the school's own targets in school days ("internt mål"), and § 12-6's five working days
since the student or the guardians took the matter up with rektor, which are information and
nobody's deadline. That somebody at the school has told rektor (§ 12-4) starts no such week.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from core.school_days import add_working_days


class Kind(StrEnum):
    """What can have happened in a case; `subject` is whom or what the fact is about."""

    RECEIVED = "received"  # a report was linked; subject: the report, day: when it came
    OPENED = "opened"
    GIVEN_TO = "given_to"  # subject: the person who has the case
    FOLLOWED = "followed"  # somebody kept watch and wrote it down
    INTERVENED = "intervened"
    TOLD = "told"  # rektor, or whom she has delegated it to: staff "melder frå" (§ 12-4)
    TAKEN_UP = "taken_up"  # with rektor, by the student or the guardians (§ 12-6)
    BEGUN = "begun"  # the investigation
    HEARD = "heard"  # subject: the exposed student; note: her own view (§ 10-2)
    BEST = "best"  # what is best for the student, weighed (§ 10-1); subject: the student
    ASKED = "asked"  # through the code, where the student is unknown; subject: the same
    CARRIED_OUT = "carried_out"  # subject: the measure
    HELPED = "helped"  # evaluated; subject: the measure
    NOT_ENOUGH = "not_enough"  # evaluated; subject: the measure
    DROPPED = "dropped"  # a measure not carried out after all, with a reason
    SAFE = "safe"  # the student says so in a talk that is written down; subject: the student
    SAFE_BY_CODE = "safe_by_code"  # the student says so through the code: a day and no clock
    NOT_SAFE = "not_safe"  # subject: the student
    SERIOUS = "serious"  # alvorlig tilfelle, § 12-4 second paragraph
    OWNER_TOLD = "owner_told"  # rektor has told skoleeier
    ENDED = "ended"
    REOPENED = "reopened"
    HANDED_OVER = "handed_over"  # to skoleeier: about the leadership, § 12-5
    LEFT = "left"  # whoever had the case left; subject: she


_KINDS = list(Kind)
_NOBODYS = (Kind.HANDED_OVER, Kind.LEFT)  # nobody has the case until it is given to somebody


class Duty(StrEnum):
    """The duties of § 12-4, in the order of the law; documenting them is its fourth paragraph."""

    FOLLOW = "follow"
    INTERVENE = "intervene"
    REPORT = "report"
    INVESTIGATE = "investigate"
    MEASURES = "measures"
    DOCUMENT = "document"


class Step(StrEnum):
    """What somebody must do next."""

    TELL = "tell"  # rektor
    BEGIN = "begin"
    WHO = "who"  # say who the exposed student is, or that she is unknown
    HEAR = "hear"
    ASK = "ask"  # the student is unknown: through the code
    PLAN = "plan"
    CARRY_OUT = "carry_out"
    EVALUATE = "evaluate"
    NEXT_ROUND = "next_round"
    CONFIRM = "confirm"  # ask the student whether it is safe now
    END = "end"


class State(StrEnum):
    """Where a case is."""

    EXAMINED = "examined"
    PLANNED = "planned"
    ACTED = "acted"
    EVALUATED = "evaluated"
    CONFIRMED = "confirmed"  # being asked about: does the student say that it is safe?
    READY = "ready"  # everyone exposed has said that it is safe
    ENDED = "ended"
    MOVED = "moved"


DUTY_OF = {
    Step.TELL: Duty.REPORT,
    Step.BEGIN: Duty.INVESTIGATE,
    Step.WHO: Duty.INVESTIGATE,
    Step.HEAR: Duty.INVESTIGATE,
    Step.ASK: Duty.INVESTIGATE,
    Step.PLAN: Duty.MEASURES,
    Step.CARRY_OUT: Duty.MEASURES,
    Step.EVALUATE: Duty.MEASURES,
    Step.NEXT_ROUND: Duty.MEASURES,
    Step.CONFIRM: Duty.MEASURES,
    Step.END: Duty.DOCUMENT,
}
# The school's own targets, in school days; each school sets its own. The law says "snarast".
GOALS = {"tell": 1, "begin": 2, "hear": 3, "plan": 5, "next_round": 3, "confirm": 5}
WEEK = 5  # § 12-6: "ei veke", read as five working days (Udir's circular, 7.2.2)


class Days(Protocol):
    """The part of the school calendar that the clock needs."""

    def add(self, day: date, count: int, /) -> date:
        """The school day that is `count` school days after `day`."""
        ...


@dataclass(frozen=True)
class Fact:
    """Something that happened: its day, when and by whom it was written down."""

    kind: Kind
    day: date
    at: datetime | None = None  # None: said through the code
    person_id: UUID | None = None
    subject_id: UUID | None = None


@dataclass(frozen=True)
class Exposed:
    """A student whose school environment it is about."""

    exposed_id: UUID
    known: bool = True


@dataclass(frozen=True)
class Measure:
    """A measure of the written plan; complete with the five points of § 12-4 third paragraph."""

    measure_id: UUID
    exposed_id: UUID
    round: int = 1
    carry_out_on: date | None = None
    evaluate_on: date | None = None
    complete: bool = True
    made_on: date | None = None


@dataclass(frozen=True)
class CaseFacts:
    """Everything that the clock weighs."""

    received_on: date
    facts: tuple[Fact, ...] = ()
    exposed: tuple[Exposed, ...] = ()
    measures: tuple[Measure, ...] = ()
    moved: bool = False
    held_by_owner: bool = False  # about the leadership: rektor is not told (§ 12-5)


@dataclass(frozen=True)
class Todo:
    """A step that is open; `due_on` is the internal target, or the day the plan itself names."""

    step: Step
    due_on: date | None
    subject_id: UUID | None = None

    @property
    def duty(self) -> Duty:
        """The duty it belongs to."""
        return DUTY_OF[self.step]

    @property
    def by_plan(self) -> bool:
        """Whether the day is the plan's own and not the school's internal target."""
        return self.step in (Step.CARRY_OUT, Step.EVALUATE)


@dataclass(frozen=True)
class Mark:
    """How far one duty is: done (on a day, by somebody), now, going on all the time, not yet."""

    duty: Duty
    state: str  # done, now, always, later, unsaid (where possible, and not noted)
    on: date | None = None
    by: UUID | None = None


@dataclass(frozen=True)
class Clock:
    """The whole answer."""

    state: State
    todos: tuple[Todo, ...]  # most urgent first
    marks: tuple[Mark, ...]
    unsafe: tuple[UUID, ...]  # exposed students who have not said that it is safe
    told_on: date | None  # rektor knows of it since then (§ 12-4)
    taken_up_on: date | None  # by the student or the guardians, with rektor (§ 12-6)
    week_over_on: date | None  # the first day that § 12-6's week has passed: information
    ended_on: date | None
    may_end: bool  # everyone exposed has said that it is safe
    student_unknown: bool
    owner_not_told: bool  # serious, and skoleeier has not been told
    owner_id: UUID | None

    @property
    def next(self) -> Todo | None:
        """What must be done next."""
        return self.todos[0] if self.todos else None


def clock(case: CaseFacts, days: Days, goals: dict[str, int] | None = None) -> Clock:
    """The clock of a case; a case that has ended or moved asks for nothing."""
    aims = GOALS | (goals or {})
    ended_on = _ended_on(case)
    unsafe = tuple(e.exposed_id for e in case.exposed if not _is_safe(case, e.exposed_id))
    may_end = bool(case.exposed) and not unsafe
    todos: list[Todo] = []
    if ended_on is None and not case.moved:
        todos = _todos(case, unsafe, aims, days)
    if case.moved:
        state = State.MOVED
    elif ended_on is not None:
        state = State.ENDED
    else:
        state = _state(may_end, todos)
    told, taken_up = _first(case, Kind.TOLD), _first(case, Kind.TAKEN_UP)
    given = [f for f in case.facts if f.kind in (Kind.OPENED, Kind.GIVEN_TO, *_NOBODYS)]
    owner = max(given, key=_order, default=None)
    return Clock(
        state=state,
        todos=tuple(sorted(todos, key=lambda t: (t.due_on or date.max, list(Step).index(t.step)))),
        marks=tuple(_mark(case, duty, todos, ended_on) for duty in Duty),
        unsafe=unsafe,
        told_on=told.day if told else None,
        taken_up_on=taken_up.day if taken_up else None,
        week_over_on=add_working_days(taken_up.day, WEEK) if taken_up else None,
        ended_on=ended_on,
        may_end=may_end and ended_on is None and not case.moved,
        student_unknown=any(not e.known for e in case.exposed),
        owner_not_told=_first(case, Kind.SERIOUS) is not None
        and _first(case, Kind.OWNER_TOLD) is None,
        owner_id=(owner.subject_id or owner.person_id)
        if owner and owner.kind not in _NOBODYS
        else None,
    )


def late(todo: Todo, today: date) -> bool:
    """Whether the day has passed."""
    return todo.due_on is not None and todo.due_on < today


def _order(fact: Fact) -> tuple[datetime, date, int, str, str]:
    # The rest only decides ties, so that the answer never hangs on how rows were read.
    rest = (_KINDS.index(fact.kind), str(fact.person_id), str(fact.subject_id))
    return (fact.at or datetime.min, fact.day, *rest)


def _first(case: CaseFacts, *kinds: Kind, subject: UUID | None = None) -> Fact | None:
    found = [
        f for f in case.facts if f.kind in kinds and (subject is None or f.subject_id == subject)
    ]
    return min(found, key=lambda f: (f.day, *_order(f)), default=None)


def _ended_on(case: CaseFacts) -> date | None:
    turns = [f for f in case.facts if f.kind in (Kind.ENDED, Kind.REOPENED)]
    last = max(turns, key=_order, default=None)
    return last.day if last and last.kind is Kind.ENDED else None


def _is_safe(case: CaseFacts, exposed_id: UUID) -> bool:
    """Whether the student's last word is that it is safe; where days tie, no clock helps: not."""
    reopened = max((f for f in case.facts if f.kind is Kind.REOPENED), key=_order, default=None)
    said = [f for f in case.facts if f.subject_id == exposed_id]
    against = [f for f in said if f.kind is Kind.NOT_SAFE]
    if reopened is not None:
        against.append(reopened)
    yes = (Kind.SAFE, Kind.SAFE_BY_CODE)
    return any(all(_after(f, other) for other in against) for f in said if f.kind in yes)


def _after(one: Fact, other: Fact) -> bool:
    if one.day != other.day or one.at is None or other.at is None:
        return one.day > other.day
    return one.at > other.at


def _todos(
    case: CaseFacts, unsafe: tuple[UUID, ...], aims: dict[str, int], days: Days
) -> list[Todo]:
    reopened = max((f.day for f in case.facts if f.kind is Kind.REOPENED), default=case.received_on)

    def aim(name: str, since: date) -> date:
        return days.add(since, aims[name])

    out = []
    if _first(case, Kind.TOLD) is None and not case.held_by_owner:
        out.append(Todo(Step.TELL, aim("tell", case.received_on)))
    if _first(case, Kind.BEGUN) is None:
        out.append(Todo(Step.BEGIN, aim("begin", case.received_on)))
    if not case.exposed:
        out.append(Todo(Step.WHO, aim("hear", case.received_on)))
    for exposed in case.exposed:
        if exposed.exposed_id not in unsafe:
            continue
        who = exposed.exposed_id
        heard = (Kind.HEARD, *(() if exposed.known else (Kind.ASKED,)))
        if _first(case, *heard, subject=who) is None:
            step = Step.HEAR if exposed.known else Step.ASK
            out.append(Todo(step, aim("hear", case.received_on), who))
        out += _plan_todos(case, who, aims, days, max(reopened, case.received_on))
    if case.exposed and not unsafe:
        out.append(Todo(Step.END, None))
    return out


def _plan_todos(
    case: CaseFacts, who: UUID, aims: dict[str, int], days: Days, since: date
) -> list[Todo]:
    dropped = {f.subject_id for f in case.facts if f.kind is Kind.DROPPED}
    plan = [
        m
        for m in case.measures
        if m.exposed_id == who and m.complete and m.measure_id not in dropped
    ]
    if not plan:
        return [Todo(Step.PLAN, days.add(since, aims["plan"]), who)]
    out = []
    failed_round, failed_on, last_on = 0, since, since
    for measure in plan:
        done = _first(case, Kind.CARRIED_OUT, subject=measure.measure_id)
        helped = _first(case, Kind.HELPED, subject=measure.measure_id)
        failed = _first(case, Kind.NOT_ENOUGH, subject=measure.measure_id)
        if failed is not None:
            failed_round = max(failed_round, measure.round)
            failed_on = max(failed_on, failed.day)
        elif helped is not None:
            last_on = max(last_on, helped.day)
        elif done is None:
            out.append(Todo(Step.CARRY_OUT, measure.carry_out_on, measure.measure_id))
        else:
            out.append(Todo(Step.EVALUATE, measure.evaluate_on, measure.measure_id))
    if failed_round >= max(m.round for m in plan):
        out.append(Todo(Step.NEXT_ROUND, days.add(failed_on, aims["next_round"]), who))
    if not out:
        out.append(Todo(Step.CONFIRM, days.add(last_on, aims["confirm"]), who))
    return out


def _state(may_end: bool, todos: list[Todo]) -> State:
    if may_end:
        return State.READY
    steps = {t.step for t in todos}
    if steps & {Step.BEGIN, Step.WHO, Step.HEAR, Step.ASK}:
        return State.EXAMINED
    if steps & {Step.PLAN, Step.NEXT_ROUND}:
        return State.PLANNED
    if Step.CARRY_OUT in steps:
        return State.ACTED
    if Step.EVALUATE in steps:
        return State.EVALUATED
    return State.CONFIRMED


_FACTS_OF = {
    Duty.FOLLOW: (Kind.FOLLOWED,),
    Duty.INTERVENE: (Kind.INTERVENED,),
    Duty.REPORT: (Kind.TOLD,),
    Duty.INVESTIGATE: (Kind.BEGUN, Kind.HEARD, Kind.ASKED),
    Duty.MEASURES: (Kind.CARRIED_OUT, Kind.HELPED, Kind.NOT_ENOUGH),
    Duty.DOCUMENT: (Kind.ENDED,),
}


def _mark(case: CaseFacts, duty: Duty, todos: list[Todo], ended_on: date | None) -> Mark:
    facts = [f for f in case.facts if f.kind in _FACTS_OF[duty]]
    last = max(facts, key=_order, default=None)
    if duty is Duty.REPORT:  # done the first time, whoever tells rektor again
        last = _first(case, Kind.TOLD)
    on, by = (last.day, last.person_id or last.subject_id) if last else (None, None)
    mine = [t for t in todos if t.duty is duty and t.step is not Step.END]
    if duty in (Duty.FOLLOW, Duty.DOCUMENT) and ended_on is None:
        return Mark(duty, "always", on, by)
    if duty is Duty.INTERVENE:
        return Mark(duty, "done" if last else "unsaid", on, by)
    if mine:
        # Investigating comes before measures: until it has begun, a plan is not the present step.
        waits = duty is Duty.MEASURES and any(t.step is Step.BEGIN for t in todos)
        return Mark(duty, "later" if waits else "now", on, by)
    # Nothing is called done that nobody wrote down; rektor is not told of skoleeier's cases.
    never = ended_on or (duty is Duty.REPORT and case.held_by_owner)
    return Mark(duty, "done" if last else "unsaid" if never else "later", on, by)
