"""The wheel in the demonstration: what was ticked and when, needs, meetings, the plan, figures."""

import functools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from core.access import Person, Role
from core.demonstration.clockwork import (
    Story,
    at,
    is_holiday,
    once,
    school_begins,
    school_hour,
    weekday,
)
from core.demonstration.structure import HOLDERS
from core.demonstration.texts import of
from core.demonstration.world import World, new_id
from core.errors import Invalid
from core.figures import plenary, releases
from core.figures.period import Period, PeriodKind
from core.people.directory import holders
from core.plan import cycle, inputs
from core.school.year import school_year
from core.store.acts import Act
from core.store.engine import Tx
from core.store.schema.wheel import tick
from core.year import activities, bodies, facts, meetings, needs
from core.year.tasks import Task

ON_TIME, LATE = 0.9, 0.06  # of what is to be done; the rest nobody did
NEEDING = 0.3  # of the classes that could need an on-need activity
# How often a body meets in a year if the plan gives no number.
USUAL = {"iko": 12, "klasseteam": 6, "medvirkningsmote": 2}
MONTHLY = ("elevrad",)
LEAVES = 25  # days before the end of a school year in which nothing new is planned


@dataclass(frozen=True)
class Done:
    """One tick to come."""

    moment: datetime
    task: Task
    step: str
    amount: int


def plan(world: World) -> None:
    """Put both school years into the clockwork."""
    this_year = school_year(world.today)
    for year in (this_year - 1, this_year):
        begins = school_begins(year)
        add = world.clockwork.add
        needs = functools.partial(_needs, world, world.own_chance(), year)
        add(at(begins + timedelta(days=3), 8), once(needs))
        add(at(begins + timedelta(days=4), 7), _ticks(world, world.own_chance(), year))
        add(at(begins + timedelta(days=2), 9), _readers(world, world.own_chance()))
        add(at(begins + timedelta(days=10), 9), _inputs(world, world.own_chance()))
        add(at(date(year, 8, 1), 10), _plenary(world, year))
        for body in bodies.everyone(world.store):
            if not body.by_class:
                add(at(begins, 10), _meetings(world, world.own_chance(), body, year))
    add(
        at(date(this_year, 1, 15), 9),
        _release(world, this_year - 1, PeriodKind.AUTUMN, public=True),
    )
    # The spring's tallrapport is left for rektor to make: the first thing that a visitor tries.


def _needs(world: World, chance: random.Random, year: int) -> None:
    """Somebody says which classes need what the plan keeps for those that need it."""
    store, leader = world.store, world.person("assrektor")
    classes = facts.of(store, year).classes
    for a in [a for a in activities.in_force(store) if a.on_need]:
        if a.per == "person":
            needs.say(
                store, leader, a.activity_id, about=chance.choice(of("year")["need"]["people"])
            )
            continue
        for c in classes:
            if a.concerns(c.level) and chance.random() < NEEDING:
                needs.say(store, leader, a.activity_id, c.class_id)


def _ticks(world: World, chance: random.Random, year: int) -> Story:
    """Everything that is ticked in the year, day by day, one transaction a day."""
    found = [d for t in facts.tasks(world.store, year) for d in _done(chance, t, year)]
    of_day: dict[date, list[Done]] = {}
    for done in sorted(found, key=lambda d: (d.moment, d.task.task_id, d.step)):
        of_day.setdefault(done.moment.date(), []).append(done)
    for together in of_day.values():
        yield together[-1].moment
        _write(world, chance, together)


def _write(world: World, chance: random.Random, together: list[Done]) -> None:
    now = world.clockwork.now
    who = [_who(world, done.task) for done in together]

    def work(tx: Tx) -> None:
        for done, person_id in zip(together, who, strict=True):
            note = None
            if done.task.activity.activity_id == "klassens-time":
                note = chance.choice(of("year")["class_hour"]["themes"])
            tx.insert(
                tick,
                {
                    "tick_id": new_id(chance),
                    "task_id": done.task.task_id,
                    "activity_id": done.task.activity.activity_id,
                    "school_year": done.task.year,
                    "class_id": done.task.school_class.class_id if done.task.school_class else None,
                    "person_id": person_id,
                    "at": now,
                    "day": tx.today,
                    "amount": done.amount,
                    "step": done.step,
                    "note": note,
                },
            )
            tx.record(Act.TASK_TICKED, person_id, "task", done.task.task_id, step=done.step)

    world.store.write(work)


def _who(world: World, task: Task) -> UUID:
    """Who answers for it: the class's contact teacher, the holder of the function, else rektor."""
    c = task.school_class
    if c is not None and c.contact_teacher_id and "kontaktlarer" in task.activity.functions:
        return c.contact_teacher_id
    held = [HOLDERS[f] for f in task.activity.functions if f in HOLDERS]
    return world.person(held[0] if held else "rektor").person_id


def _done(chance: random.Random, task: Task, year: int) -> Iterator[Done]:
    """When each part of a task is ticked; nothing if meetings or readers are the ticks."""
    if task.by_meetings or task.activity.count == "readers":
        return
    fate = chance.random()
    if fate > ON_TIME + LATE:
        return
    opens, closes = _span(task, year)
    if fate > ON_TIME:
        opens, closes = closes + timedelta(days=4), closes + timedelta(days=21)
    parts = [(s.step_id, 1) for s in task.steps] or [("", 1)]
    if task.activity.count == "talks" and task.school_class is not None:
        parts = [("", n) for n in _portions(chance, task.total)]
    elif task.countable and not task.steps:
        parts = [("", 1)] * (task.total + chance.choice((0, 0, 1)))
    span = max(1, (closes - opens).days)
    for number, (step, amount) in enumerate(parts):
        first = number * span // len(parts)
        last = max(first, (number + 1) * span // len(parts) - 1)
        day = opens + timedelta(days=chance.randint(first, last))
        while day.weekday() > 4 or (is_holiday(day) and day < closes):
            day += timedelta(days=1)
        if day.month != 7 and school_year(day) == year:
            yield Done(school_hour(day, chance), task, step, amount)


def _span(task: Task, year: int) -> tuple[date, date]:
    """The days within which it is done; what goes on all the time is confirmed at the end."""
    begins = school_begins(year) + timedelta(days=5)
    if task.window is None:
        return begins + timedelta(days=30), date(year + 1, 5, 20)
    opens, closes = max(task.window.opens, begins), task.window.closes
    if task.activity.frequent:
        return closes - timedelta(days=6), closes
    return (opens, closes) if opens <= closes else (begins, begins + timedelta(days=4))


def _portions(chance: random.Random, total: int) -> list[int]:
    """Talks are held a few at a time."""
    out = []
    while total > 0:
        out.append(min(total, chance.randint(4, 9)))
        total -= out[-1]
    return out


def _readers(world: World, chance: random.Random) -> Story:
    """Employees read the plan and say so, most of them in the first weeks."""
    staff = holders(world.store, Role.ANSATT)
    moments = sorted(
        (weekday(world.clockwork.now.date(), chance, 1, 40), person.sign_in_name)
        for person in staff
        if chance.random() < 0.85
    )
    for moment, name in moments:
        yield moment
        cycle.confirm(world.store, world.person(name))


def _inputs(world: World, chance: random.Random) -> Story:
    """The committee, the student council and staff say what the plan should change."""
    texts = of("year")["input"]
    senders = {"su": "su", "elevrad": "larer", "staff": "kontaktlarer"}
    waiting = []
    for source, name in senders.items():
        yield weekday(world.clockwork.now.date(), chance, 6, 25)
        said = chance.choice(texts[source])
        waiting.append(inputs.submit(world.store, world.person(name), said, source))
    for input_id in waiting[:-1]:
        yield weekday(world.clockwork.now.date(), chance, 8, 20)
        answer = chance.choice(texts["answers"])
        inputs.answer(world.store, world.person("assrektor"), input_id, answer)


def _meetings(world: World, chance: random.Random, body: bodies.Body, year: int) -> Story:
    """A body plans its meetings when the year begins, and holds them."""
    person = world.person("rektor")
    planned = [
        (day, meetings.plan(world.store, person, body.body_id, day))
        for day in _meeting_days(body, year, chance)
        if day > world.clockwork.now.date()
    ]
    for day, meeting_id in planned:
        yield at(day, 15, chance.randint(0, 45))
        if chance.random() < 0.93:
            _hold(world, chance, person, meeting_id, body.body_id)


def _meeting_days(body: bodies.Body, year: int, chance: random.Random) -> list[date]:
    """The days of a school year on which a body meets."""
    opens = school_begins(year) + timedelta(days=7)
    span = date(year + 1, 6, 15) - timedelta(days=LEAVES) - opens
    count = body.least or USUAL.get(body.body_id, 0)
    count += body.most > body.least
    days = [opens + span * n / max(count, 1) for n in range(count)]
    if body.body_id in MONTHLY:
        firsts = [date(year + (m < 8), m, 1) for m in (9, 10, 11, 12, 1, 2, 3, 4, 5, 6)]
        days = [opens, *firsts]
    out = []
    for first in days:
        day = first + timedelta(days=chance.randint(2, 6))
        while day.weekday() > 3 or is_holiday(day):
            day += timedelta(days=1)
        out.append(day)
    return out


def _hold(
    world: World, chance: random.Random, person: Person, meeting_id: UUID, body_id: str
) -> None:
    found = [m for m in meetings.of_year(world.store, body_id) if m.meeting_id == meeting_id]
    theme = chance.choice(of("year")["meeting"]["themes"])
    for meeting in found:
        meetings.hold(world.store, person, meeting_id, theme, meeting.version)


def _plenary(world: World, year: int) -> Story:
    """Somebody looks at the figures for all staff each Monday, which is when they are renewed."""
    monday = date(year, 8, 1) + timedelta(days=(7 - date(year, 8, 1).weekday()) % 7)
    while monday < date(year + 1, 8, 1):
        yield at(monday, 10)
        plenary.current(world.store)
        monday += timedelta(weeks=1)


def _release(world: World, year: int, kind: PeriodKind, *, public: bool) -> Story:
    """Rektor makes the tallrapport of a half-year, the committee opens it and says something."""
    store, rektor, su = world.store, world.person("rektor"), world.person("su")
    try:
        number = releases.make(store, rektor, Period(year, kind))
    except Invalid:
        return  # too little was said in that half-year for safe figures
    yield weekday(world.clockwork.now.date(), world.chance, 1, 2)
    releases.approve(store, rektor, number)
    yield weekday(world.clockwork.now.date(), world.chance, 3, 6)
    said = of("year")["comment"]["su"]
    releases.comment(store, su, number, said[number % len(said)])
    if public:
        yield weekday(world.clockwork.now.date(), world.chance, 8, 9)
        releases.publish(store, rektor, number)
