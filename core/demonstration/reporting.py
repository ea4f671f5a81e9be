"""Reports in the demonstration: who wrote, who read, what came of it."""

import random
from datetime import date, datetime, timedelta
from uuid import UUID

from core.access import PAST_TEAM, Holder, Person, Route
from core.cases import listing, opening, reading
from core.demonstration import casework, tellings
from core.demonstration.clockwork import Story, at, is_holiday, school_hour, weekday
from core.demonstration.world import World, token
from core.forms import form, versions
from core.reports import messages, receipt, reports
from core.reports.happened import Reporter
from core.today import follow_up, inbox, staff_report

# What becomes of a report once it is read, in parts of a hundred.
FATES = {"case": 20, "link": 5, "talk": 40, "close": 29, "withdrawn": 3, "regretted": 3}


def days(world: World, since: date, count: int) -> list[date]:
    """`count` days on which somebody wrote: school days mostly, more in the dark months."""
    span = (world.today - since).days
    found: list[date] = []
    while len(found) < count:
        day = since + timedelta(days=world.chance.randrange(span))
        likely = 0.05 if is_holiday(day) else (1.0 if day.weekday() < 5 else 0.25)
        if day.month in (10, 11, 1, 2):
            likely *= 1.3
        if world.chance.random() < likely / 1.3:
            found.append(day)
    # The last days have their own, so that the inbox is never empty when somebody looks.
    last = [world.today - timedelta(days=n) for n in (1, 1, 2, 3, 3, 4, 5)]
    return sorted(found[: max(0, count - len(last))] + last[:count])


def plan(world: World, since: date, count: int) -> None:
    """Put every report of the two years into the clockwork."""
    special = {3: "guardian", 11: "guardian", 17: "handler", 37: "leadership"}
    for number, day in enumerate(days(world, since, count)):
        chance = world.own_chance()
        what = special.get(number % 40, "")
        begins = at(day, chance.randint(7, 21), chance.randint(0, 59))
        world.clockwork.add(begins, _student(world, chance, what))
    for number, day in enumerate(days(world, since, max(4, count // 14))):
        chance = world.own_chance()
        day_at_work = weekday(day, chance, 0, 0)
        world.clockwork.add(
            day_at_work, _employee(world, chance, ("larer", "kontaktlarer")[number % 2])
        )


def send(world: World, answers: dict[str, str | list[str]], chance: random.Random) -> UUID:
    """A student's report through the front door; its key."""
    version = versions.current(world.store)
    assert version is not None
    code = reports.send(world.store, version, answers, token(chance))
    return receipt.report_id(world.store, code)


def _student(world: World, chance: random.Random, what: str) -> Story:
    answers = world.writer.about(what) if what else world.writer.report()
    report_id = send(world, answers, chance)
    store = world.store
    fate = chance.choices(list(FATES), list(FATES.values()))[0]
    if fate == "regretted":
        follow_up.withdraw(store, report_id)
        return
    yield _read_at(world, chance)
    reader = _reader(world, chance, form.route(answers))
    reading.open_report(store, reader, report_id)
    if what != "leadership" and chance.random() < 0.5:
        yield _after(world, chance, 0, 1)
        reading.open_report(store, world.person("rektor"), report_id)
    route = form.route(answers)
    if what == "leadership" or fate == "case" or (route in PAST_TEAM and fate != "withdrawn"):
        yield from casework.from_report(world, chance, reader, report_id)
        return
    yield from _small(world, chance, reader, report_id, fate)


def _small(
    world: World, chance: random.Random, reader: Person, report_id: UUID, fate: str
) -> Story:
    """A report that becomes no case of its own."""
    store = world.store
    if fate == "withdrawn":
        yield _after(world, chance, 1, 3)
        follow_up.withdraw(store, report_id)
        return
    if fate == "link":
        open_one = _some_case(world, chance, reader, report_id)
        if open_one is not None:
            yield _after(world, chance, 0, 1)
            opening.link(reading.by_number(store, reader, open_one), report_id)
            return
    if fate == "talk":
        yield from _talk(world, chance, reader, report_id)
    yield _after(world, chance, 2, 12)
    why = "talked" if fate == "talk" else "quiet"
    inbox.close(store, reader, report_id, world.writer.one("casework", "closed", why))


def _talk(world: World, chance: random.Random, reader: Person, report_id: UUID) -> Story:
    found = reports.load(world.store, report_id)
    assert found is not None
    pairs = tellings.talk(str(found.answers["what_happened"]))
    for text, answer in chance.sample(pairs, chance.randint(1, 2)):
        inbox.ask(world.store, reader, report_id, text, token(chance))
        yield _after(world, chance, 0, 4)
        if chance.random() < 0.75:
            messages.send_to_school(world.store, report_id, answer, token(chance))
            yield _after(world, chance, 0, 3)
    if found.reporter is Reporter.SELF and chance.random() < 0.5:
        follow_up.say_safe(world.store, report_id)


def _some_case(world: World, chance: random.Random, reader: Person, report_id: UUID) -> str | None:
    found = reports.load(world.store, report_id)
    if found is None or found.route is not Route.TEAM:
        return None  # it would be read by more people than it was written for
    hers = listing.page(world.store, reader, listing.CaseFilter())
    mine = [c for c in hers if c.held_by == Holder.SCHOOL]
    return chance.choice(mine).number if mine else None


def _employee(world: World, chance: random.Random, name: str) -> Story:
    """An employee's report, as § 12-4 second paragraph asks of everyone who works there."""
    text = world.writer.one("reports", "staff")
    report_id = staff_report.send(world.store, world.person(name), text, "no")
    yield _after(world, chance, 0, 1)
    rektor = world.person("rektor")
    reading.open_report(world.store, rektor, report_id)
    if chance.random() < 0.6:
        yield _after(world, chance, 0, 1)
        yield from casework.from_report(world, chance, rektor, report_id)
        return
    yield _after(world, chance, 2, 8)
    reason = world.writer.one("casework", "closed", "staff")
    inbox.close(world.store, rektor, report_id, reason)


def _reader(world: World, chance: random.Random, route: Route) -> Person:
    if route is Route.LEADERSHIP:
        return world.person("skoleeier")
    if route in PAST_TEAM:
        return world.person(chance.choice(("rektor", "assrektor")))
    names = ("elevtjeneste", "elevtjeneste", "elevtjeneste2", "elevtjeneste3", "rektor")
    return world.person(chance.choice(names))


def _read_at(world: World, chance: random.Random) -> datetime:
    """The next time that somebody looks into the inbox."""
    day = world.clockwork.now.date() + timedelta(days=1)
    while day.weekday() > 4 or is_holiday(day):
        day += timedelta(days=1)
    return school_hour(day, chance)


def _after(world: World, chance: random.Random, least: int, most: int) -> datetime:
    """A moment at work some weekdays from now, and never before now."""
    now = world.clockwork.now
    return max(now + timedelta(minutes=20), weekday(now.date(), chance, least, most))
