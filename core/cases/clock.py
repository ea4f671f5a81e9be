"""The clock of a case: what the five duties of opplæringslova § 12-4 ask for now.

A pure function of (facts, today): the case page, the lists, the student's timeline, the documents
and the figures all ask it, so that they cannot disagree. Two clocks are kept apart and are never
one number: the school's own targets in school days ("internt mål"), and § 12-6's five working days
since the student or the guardians took the matter up with rektor, which are information and
nobody's deadline. That somebody at the school has told rektor (§ 12-4) starts no such week.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from core.cases.happened import (
    EVALUATED,
    NOBODYS,
    CaseFacts,
    Exposed,
    Fact,
    Kind,
    PlannedMeasure,
    first,
    is_heard,
    order,
    outcome,
    plan_of,
    safe_by_code,
    says_safe,
)
from core.cases.happened import ended_on as ended
from core.school.days import add_working_days
from core.school.goals import Goals

__all__ = [
    "CaseFacts",
    "Exposed",
    "Fact",
    "Kind",
    "PlannedMeasure",
]  # who asks the clock names these too


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
    WHO = "who"  # say who the exposed student is, or that they are unknown
    HEAR = "hear"
    ASK = "ask"  # the student is unknown: for their view, in a message by code
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
    READY = "ready"  # nothing lacks: it may be ended
    ENDED = "ended"
    MOVED = "moved"


OVER = (State.ENDED, State.MOVED)  # nothing more is asked for in the case


class Lack(StrEnum):
    """What a case lacks before it may be ended without a written reason."""

    INVESTIGATED = "investigated"
    HEARD = "heard"  # every exposed student
    EVALUATED = "evaluated"  # the measures of every exposed student's plan
    SAFE = "safe"  # every exposed student says so, asked in a talk; through the code is not enough


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
BY_PLAN = (Step.CARRY_OUT, Step.EVALUATE)  # whose day is the plan's own
WEEK = 5  # § 12-6: "ei veke", read as five working days (Udir's circular, 7.2.2)


# What says that a step was taken, wherever that is asked: the timeline, the lead times.
MET: dict[Step, tuple[Kind, ...]] = {
    Step.TELL: (Kind.TOLD,),
    Step.BEGIN: (Kind.BEGUN,),
    Step.HEAR: (Kind.HEARD, Kind.VIEW_ASKED),
    Step.CARRY_OUT: (Kind.CARRIED_OUT,),
    Step.EVALUATE: EVALUATED,
}


class Days(Protocol):
    """The part of the school calendar that the clock needs."""

    def add(self, day: date, count: int, /) -> date:
        """The school day that is `count` school days after `day`."""
        ...


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
        return self.step in BY_PLAN


@dataclass(frozen=True)
class Mark:
    """How far one duty is: done (on a day, by somebody), now, going on all the time, not yet."""

    duty: Duty
    state: str  # done, now, always, later, unsaid (if possible, and not noted)
    on: date | None = None
    by: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Clock:
    """The whole answer."""

    state: State
    todos: tuple[Todo, ...]  # most urgent first
    marks: tuple[Mark, ...]
    unsafe: tuple[UUID, ...]  # exposed students who have not said in a talk that it is safe
    told_on: date | None  # rektor knows of it since then (§ 12-4)
    begun_on: date | None  # the investigation
    taken_up_on: date | None  # by the student or the guardians, with rektor (§ 12-6)
    week_over_on: date | None  # the first day that § 12-6's week has passed: information
    ended_on: date | None
    may_end: bool  # without a written reason: nothing lacks
    lacks: tuple[Lack, ...]
    safe_by_code: tuple[UUID, ...]  # said through the code that it is safe: to be asked about
    student_unknown: bool
    serious: bool
    skoleeier_not_told: bool  # serious, and skoleeier has not been told
    holder_id: UUID | None

    @property
    def next(self) -> Todo | None:
        """What must be done next."""
        return self.todos[0] if self.todos else None


def clock(case: CaseFacts, days: Days, goals: Goals | None = None) -> Clock:
    """The clock of a case; a case that has ended or moved asks for nothing."""
    goals = goals or Goals()
    ended_on = ended(case)
    unsafe = tuple(e.exposed_id for e in case.exposed if not says_safe(case, e.exposed_id))
    lacks = _lacks(case, unsafe)
    todos: list[Todo] = []
    if ended_on is None and not case.moved:
        todos = _todos(case, unsafe, goals, days)
        todos += [] if lacks else [Todo(Step.END, None)]
    if case.moved:
        state = State.MOVED
    elif ended_on is not None:
        state = State.ENDED
    else:
        state = _state(todos)
    told, taken_up = first(case, Kind.TOLD), first(case, Kind.TAKEN_UP)
    begun, serious = first(case, Kind.BEGUN), first(case, Kind.SERIOUS) is not None
    given = [f for f in case.facts if f.kind in (Kind.OPENED, Kind.GIVEN_TO, *NOBODYS)]
    owner = max(given, key=order, default=None)
    return Clock(
        state=state,
        todos=tuple(sorted(todos, key=lambda t: (t.due_on or date.max, list(Step).index(t.step)))),
        marks=tuple(_mark(case, duty, todos, ended_on) for duty in Duty),
        unsafe=unsafe,
        told_on=told.day if told else None,
        begun_on=begun.day if begun else None,
        taken_up_on=taken_up.day if taken_up else None,
        week_over_on=add_working_days(taken_up.day, WEEK) if taken_up else None,
        ended_on=ended_on,
        may_end=not lacks and ended_on is None and not case.moved,
        lacks=lacks,
        safe_by_code=tuple(
            e.exposed_id for e in case.exposed if safe_by_code(case, e.exposed_id) is not None
        ),
        student_unknown=any(not e.known for e in case.exposed),
        serious=serious,
        skoleeier_not_told=serious and first(case, Kind.SKOLEEIER_TOLD) is None,
        holder_id=(owner.subject_id or owner.person_id)
        if owner and owner.kind not in NOBODYS
        else None,
    )


def met(case: CaseFacts, exposed_id: UUID | None = None) -> dict[Step, date]:
    """The first day on which each step was taken, in the whole case or for one exposed student."""
    plan = [m for m in case.measures if exposed_id in (None, m.exposed_id)]
    about: dict[Step, set[UUID | None]] = {}
    if exposed_id is not None:
        own: set[UUID | None] = {m.measure_id for m in plan}
        about = {Step.HEAR: {exposed_id}, Step.CARRY_OUT: own, Step.EVALUATE: own}
    out = {}
    for step, kinds in MET.items():
        days = [
            f.day
            for f in case.facts
            if f.kind in kinds and (step not in about or f.subject_id in about[step])
        ]
        if days:
            out[step] = min(days)
    made = [m.made_on for m in plan if m.complete and m.made_on is not None]
    if made:
        out[Step.PLAN] = min(made)
    return out


def _lacks(case: CaseFacts, unsafe: tuple[UUID, ...]) -> tuple[Lack, ...]:
    """What has not been done or said; nobody knows who is exposed: nobody is heard or safe."""
    ids = [e.exposed_id for e in case.exposed]
    stands = {
        Lack.INVESTIGATED: first(case, Kind.BEGUN) is not None,
        Lack.HEARD: bool(ids) and all(is_heard(case, e) for e in case.exposed),
        Lack.EVALUATED: bool(ids) and all(_is_evaluated(case, i) for i in ids),
        Lack.SAFE: bool(ids) and not unsafe,
    }
    return tuple(lack for lack, done in stands.items() if not done)


def _is_evaluated(case: CaseFacts, exposed_id: UUID) -> bool:
    plan = plan_of(case, exposed_id)
    return bool(plan) and all(outcome(case, m.measure_id).is_evaluated for m in plan)


def _todos(case: CaseFacts, unsafe: tuple[UUID, ...], goals: Goals, days: Days) -> list[Todo]:
    reopened = max((f.day for f in case.facts if f.kind is Kind.REOPENED), default=case.received_on)
    out = []
    if first(case, Kind.TOLD) is None and not case.held_by_skoleeier:
        out.append(Todo(Step.TELL, days.add(case.received_on, goals.tell)))
    if first(case, Kind.BEGUN) is None:
        out.append(Todo(Step.BEGIN, days.add(case.received_on, goals.begin)))
    if not case.exposed:
        out.append(Todo(Step.WHO, days.add(case.received_on, goals.hear)))
    for exposed in case.exposed:
        who = exposed.exposed_id
        if not is_heard(case, exposed):
            step = Step.HEAR if exposed.known else Step.ASK
            out.append(Todo(step, days.add(case.received_on, goals.hear), who))
        plan, last_on = _plan_todos(case, who, goals, days, max(reopened, case.received_on))
        if who not in unsafe:
            # The student's word stands: what was not enough needs no more, the rest is finished.
            out += [t for t in plan if t.step is not Step.NEXT_ROUND]
            continue
        said_on = safe_by_code(case, who)
        if said_on is not None or not plan:
            plan.append(Todo(Step.CONFIRM, days.add(said_on or last_on, goals.confirm), who))
        out += plan
    return out


def _plan_todos(
    case: CaseFacts, who: UUID, goals: Goals, days: Days, since: date
) -> tuple[list[Todo], date]:
    """What a student's plan asks for, and the day on which the last of it was found to help."""
    plan = plan_of(case, who)
    if not plan:
        return [Todo(Step.PLAN, days.add(since, goals.plan), who)], since
    out = []
    failed_round, failed_on, last_on = 0, since, since
    for measure in plan:
        came = outcome(case, measure.measure_id)
        if (failed := came.days.get(Kind.NOT_ENOUGH)) is not None:
            failed_round = max(failed_round, measure.round)
            failed_on = max(failed_on, failed)
        elif (helped := came.days.get(Kind.HELPED)) is not None:
            last_on = max(last_on, helped)
        elif not came.is_carried_out:
            out.append(Todo(Step.CARRY_OUT, measure.carry_out_on, measure.measure_id))
        else:
            out.append(Todo(Step.EVALUATE, measure.evaluate_on, measure.measure_id))
    if failed_round >= max(m.round for m in plan):
        out.append(Todo(Step.NEXT_ROUND, days.add(failed_on, goals.next_round), who))
    return out, last_on


def _state(todos: list[Todo]) -> State:
    steps = {t.step for t in todos}
    if Step.END in steps:
        return State.READY
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
    Duty.INVESTIGATE: (Kind.BEGUN, Kind.HEARD, Kind.VIEW_ASKED),
    Duty.MEASURES: (Kind.CARRIED_OUT, *EVALUATED),
    Duty.DOCUMENT: (Kind.ENDED,),
}


def _mark(case: CaseFacts, duty: Duty, todos: list[Todo], ended_on: date | None) -> Mark:
    facts = [f for f in case.facts if f.kind in _FACTS_OF[duty]]
    last = max(facts, key=order, default=None)
    if duty is Duty.REPORT:  # done the first time, whoever tells rektor again
        last = first(case, Kind.TOLD)
    on, by = (last.day, last.person_id or last.subject_id) if last else (None, None)
    mine = [t for t in todos if t.duty is duty and t.step is not Step.END]
    if duty in (Duty.FOLLOW, Duty.DOCUMENT) and ended_on is None:
        return Mark(duty, "always", on, by)
    if duty is Duty.INTERVENE:
        return Mark(duty, "done" if last else "unsaid", on, by)
    if mine:
        # Investigating comes before measures: until it has begun, a plan is not the present step.
        # But what somebody has carried out or evaluated is under way, in whatever order it came.
        waits = duty is Duty.MEASURES and not last and any(t.step is Step.BEGIN for t in todos)
        return Mark(duty, "later" if waits else "now", on, by)
    # Nothing is called done that nobody wrote down: to have asked a student is no investigation.
    if duty is Duty.INVESTIGATE and first(case, Kind.BEGUN) is None:
        last = on = by = None
    # Rektor is not told of skoleeier's cases.
    never = ended_on or (duty is Duty.REPORT and case.held_by_skoleeier)
    return Mark(duty, "done" if last else "unsaid" if never else "later", on, by)
