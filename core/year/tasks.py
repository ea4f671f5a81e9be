"""What the plan asks for this year: tasks, each with its window, its progress and its state.

Pure: everything follows from (activities, facts, calendar, today). A task is an activity in a
school year, for a class if it goes by class, in one window. Its key stays the same when a window
is moved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from core.access import TaskScope
from core.school.classes import SchoolClass
from core.school.days import SchoolDays
from core.year import rules
from core.year.activities import Activity, ActivityStep
from core.year.keys import SCHOOL, Slot, TaskKey
from core.year.rules import Window

NEAR = timedelta(days=14)  # a fortnight before its last day a task is near
# A half-year can only be confirmed truthfully when it is over: a month to say so.
GRACE = timedelta(days=30)


class TaskState(StrEnum):
    """Where a task is; `no need` has no task at all."""

    DONE = "done"
    LATE = "late"
    NEAR = "near"
    PARTLY = "partly"
    PLANNED = "planned"
    UNPLANNED = "unplanned"


@dataclass(frozen=True, kw_only=True)
class Tick:
    """Somebody said that something was done."""

    tick_id: UUID
    key: TaskKey
    person_id: UUID | None
    at: datetime
    day: date
    amount: int
    step: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Need:
    """Somebody said that a class (or a new employee) needs an on-need activity."""

    need_id: UUID
    activity_id: str
    class_id: UUID | None
    about: str
    said_at: datetime
    said_by: UUID | None


@dataclass(frozen=True)
class OwnDate:
    """A window that the school set for this year: one moved (1, 2 …), or a date of its own (0)."""

    date_id: UUID
    activity_id: str
    occurrence: int
    opens: date
    closes: date


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A meeting of a body, planned or held."""

    meeting_id: UUID
    body_id: str
    class_id: UUID | None
    day: date
    held: bool
    note: str = ""
    held_by: UUID | None = None
    held_on: date | None = None  # the day on which somebody wrote that it was held
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one school year."""

    year: int
    classes: tuple[SchoolClass, ...] = ()
    ticks: tuple[Tick, ...] = ()
    needs: tuple[Need, ...] = ()
    dates: tuple[OwnDate, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    staff: int = 0  # employees
    read_by: frozenset[UUID] = frozenset()  # those of them who have confirmed the plan


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing to do."""

    key: TaskKey
    activity: Activity
    occurrence: int  # 1 is the first window of the year; 0 has no window of a rule
    window: Window | None
    state: TaskState
    done: int
    total: int
    steps: tuple[ActivityStep, ...] = ()
    steps_done: frozenset[str] = frozenset()
    school_class: SchoolClass | None = None
    need: Need | None = None
    ticks: tuple[Tick, ...] = ()
    meetings: tuple[Meeting, ...] = ()  # the held ones that are its ticks

    @property
    def task_id(self) -> str:
        """Its key as the text that is stored, and that widgets are named by."""
        return str(self.key)

    @property
    def year(self) -> int:
        """The school year that it belongs to."""
        return self.key.year

    @property
    def scope(self) -> TaskScope:
        """What `may` asks about it."""
        return self.activity.scope(self.school_class)

    @property
    def by_meetings(self) -> bool:
        """Whether a meeting held is its tick: one source, not two."""
        return bool(self.activity.body) and not self.activity.frequent

    @property
    def countable(self) -> bool:
        """Whether it is done little by little, by number."""
        return self.activity.count == "talks" or isinstance(self.activity.rule, rules.TimesAYear)


def state(
    done: int, total: int, window: Window | None, today: date, grace: timedelta = timedelta(0)
) -> TaskState:
    """Where something is that is done so far, of so much, in a window."""
    if total and done >= total:
        return TaskState.DONE
    if window is None:
        return TaskState.UNPLANNED
    if today > window.closes + grace:
        return TaskState.LATE
    if window.opens <= today and today > window.closes - NEAR:
        return TaskState.NEAR
    return TaskState.PARTLY if done else TaskState.PLANNED


def derive(
    activities: Iterable[Activity], facts: Facts, calendar: SchoolDays, today: date
) -> list[Task]:
    """Every task of the school year, in the plan's order, by class and time."""
    maker = _Maker(facts, calendar, today)
    return [task for a in activities for task in maker.tasks(a)]


class _Maker:
    """The facts of a year, sorted so that each task finds its own."""

    def __init__(self, facts: Facts, calendar: SchoolDays, today: date) -> None:
        self.facts, self.calendar, self.today = facts, calendar, today
        self.ticks: dict[TaskKey, list[Tick]] = defaultdict(list)
        for tick in facts.ticks:
            self.ticks[tick.key].append(tick)
        self.meetings: dict[tuple[str, UUID | None], list[Meeting]] = defaultdict(list)
        for meeting in sorted(facts.meetings, key=lambda m: m.day):
            self.meetings[meeting.body_id, meeting.class_id].append(meeting)

    def tasks(self, a: Activity) -> Iterator[Task]:
        """The tasks of one activity."""
        rule_windows = self._windows(a)
        for c, need in self._whose(a):
            for slot, occurrence, window in self._slots(a, c, rule_windows):
                yield self._task(a, c, need, slot, occurrence, window=window, steps=a.steps)
        if a.school_steps:
            window = rule_windows[0][2] if rule_windows else None
            yield self._task(a, None, None, SCHOOL, 0, window=window, steps=a.school_steps)

    def _whose(self, a: Activity) -> Iterator[tuple[SchoolClass | None, Need | None]]:
        needs = [n for n in self.facts.needs if n.activity_id == a.activity_id]
        if a.per == "person":
            yield from ((None, n) for n in needs)
        elif a.by_class:
            by_class = {n.class_id: n for n in needs}
            for c in self.facts.classes:
                if a.concerns(c.level) and (not a.on_need or c.class_id in by_class):
                    yield c, by_class.get(c.class_id)
        elif not a.on_need or needs:
            yield None, needs[0] if needs else None

    def _windows(self, a: Activity) -> list[tuple[Slot, int, Window]]:
        """(slot, occurrence, window): from the rule, moved if the school moved it."""
        own = sorted(
            (d for d in self.facts.dates if d.activity_id == a.activity_id), key=lambda d: d.opens
        )
        moved = {d.occurrence: Window(d.opens, d.closes) for d in own if d.occurrence}
        of_rule = rules.windows(a.rule, self.facts.year, self.calendar)
        out = [(Slot.window(n), n, moved.get(n, w)) for n, w in enumerate(of_rule, 1)]
        dated = [d for d in own if d.occurrence == 0]
        if isinstance(a.rule, rules.Undated) and dated:
            out.append((Slot.window(0), 0, Window(dated[-1].opens, dated[-1].closes)))
        elif isinstance(a.rule, rules.Series):
            out += [(Slot.date(d.date_id), 0, Window(d.opens, d.closes)) for d in dated]
        return out

    def _slots(
        self, a: Activity, c: SchoolClass | None, windows: list[tuple[Slot, int, Window]]
    ) -> list[tuple[Slot, int, Window | None]]:
        found: list[tuple[Slot, int, Window | None]] = list(windows)
        if a.body and isinstance(a.rule, rules.Series):
            found += [
                (Slot.meeting(m.meeting_id), 0, Window(m.day, m.day)) for m in self._met(a, c)
            ]
        return found or [(Slot.window(0), 0, None)]

    def _met(self, a: Activity, c: SchoolClass | None) -> list[Meeting]:
        return self.meetings[a.body, c.class_id if c else None]

    def _task(
        self,
        a: Activity,
        c: SchoolClass | None,
        need: Need | None,
        slot: Slot,
        occurrence: int,
        *,
        window: Window | None,
        steps: tuple[ActivityStep, ...],
    ) -> Task:
        key = TaskKey.of(
            a.activity_id,
            self.facts.year,
            slot,
            class_id=c.class_id if c else None,
            need_id=need.need_id if need and a.per == "person" else None,
        )
        ticks = tuple(self.ticks[key])
        held: tuple[Meeting, ...] = ()
        if a.body and not a.frequent and slot != SCHOOL:
            held = tuple(self._held(a, c, slot, window))
        # Ticked as a whole before it was given parts, it is done in all of them.
        whole = any(not t.step for t in ticks)
        steps_done = frozenset(
            s.step_id for s in steps if whole or s.step_id in {t.step for t in ticks}
        )
        done, total = self._progress(a, c, ticks, held, steps, steps_done)
        grace = GRACE if a.frequent else timedelta(0)
        return Task(
            key=key,
            activity=a,
            occurrence=occurrence,
            window=window,
            state=state(done, total, window, self.today, grace),
            done=done,
            total=total,
            steps=steps,
            steps_done=steps_done,
            school_class=c,
            need=need,
            ticks=ticks,
            meetings=held,
        )

    def _held(
        self, a: Activity, c: SchoolClass | None, slot: Slot, window: Window | None
    ) -> Iterator[Meeting]:
        """The meetings held that are this task's ticks."""
        for m in self._met(a, c):
            if not m.held or window is None:
                continue
            match a.rule:
                case rules.Series():
                    mine = slot == Slot.meeting(m.meeting_id)
                case rules.Monthly():
                    mine = window.opens <= m.day <= window.closes
                case rules.TimesAYear():
                    mine = True
                case _:  # held late is held
                    mine = window.opens <= m.day
            if mine:
                yield m

    def _progress(
        self,
        a: Activity,
        c: SchoolClass | None,
        ticks: tuple[Tick, ...],
        held: tuple[Meeting, ...],
        steps: tuple[ActivityStep, ...],
        steps_done: frozenset[str],
    ) -> tuple[int, int]:
        if a.count == "readers":
            return len(self.facts.read_by), self.facts.staff
        if steps:
            return len(steps_done), len(steps)
        said = sum(t.amount for t in ticks if not t.step) + len(held)
        if a.count == "talks" and c is not None and c.students:
            return min(said, c.students), c.students
        if isinstance(a.rule, rules.TimesAYear):
            return said, a.rule.least
        return min(said, 1), 1


def lacking(a: Activity) -> str:
    """Why an activity has no task this year: nobody has said that it is needed, or no class is."""
    return "no_need" if a.on_need else "no_class"


def summed(tasks: Iterable[Task]) -> TaskState | None:
    """One state for several tasks: the one that asks for most, done only when all are."""
    states = {t.state for t in tasks}
    if not states:
        return None
    for one in (TaskState.LATE, TaskState.NEAR, TaskState.PARTLY):
        if one in states:
            return one
    if states == {TaskState.DONE}:
        return TaskState.DONE
    if TaskState.DONE in states:
        return TaskState.PARTLY
    return TaskState.PLANNED if TaskState.PLANNED in states else TaskState.UNPLANNED
