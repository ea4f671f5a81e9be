"""Cases in the demonstration, worked the way § 12-4 asks: some quickly, some late, some again."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.access import Person, Role, Route
from core.cases import ending, journal, measures, milestones, opening, people, reach, reading
from core.cases.clock import Duty, Kind
from core.cases.happened import Part
from core.cases.measures import Points
from core.cases.opened import OpenedCase
from core.demonstration import tellings
from core.demonstration.clockwork import Story, weekday
from core.demonstration.tellings import Telling
from core.demonstration.world import World, token
from core.reports import reports
from core.reports.happened import Reporter, Source
from core.today import follow_up, inbox


@dataclass(kw_only=True)
class Work:
    """One case being worked on."""

    world: World
    chance: random.Random
    person: Person  # who has it
    number: str
    opened: OpenedCase  # to them
    report_id: UUID
    exposed_id: UUID
    known: bool
    by_code: bool  # who wrote the report is the exposed student
    telling: Telling
    planned: int = 0  # how many of the story's measures have been planned

    @property
    def is_skoleeiers(self) -> bool:
        """Whether skoleeier holds it."""
        return self.person.has(Role.SKOLEEIER)

    def after(self, least: int, most: int) -> datetime:
        """A moment at work some weekdays from now, and never before now."""
        now = self.world.clockwork.now
        return max(now + timedelta(minutes=20), weekday(now.date(), self.chance, least, most))

    def text(self, *path: str) -> str:
        """Some text of casework.toml that fits any story."""
        return self.world.writer.one("casework", *path)

    def measure(self, number: int) -> int:
        """Which measure of the story was planned as this one."""
        return self.telling.measure(number, self.known)


def from_report(world: World, chance: random.Random, person: Person, report_id: UUID) -> Story:
    """A case from a report, to its end or to today."""
    work = _opened(world, chance, person, report_id)
    stops = _stops(work)
    for step in (_told, _begun, _people, _heard, _planned):
        yield from step(work)
        if stops is step:
            return
    yield from _rounds(work)
    yield from _ended(work)


def _stops(work: Work) -> object:
    """Now and then somebody has too much to do, and a case of this autumn lies still."""
    age = (work.world.today - work.world.clockwork.now.date()).days
    if age < 45 and work.chance.random() < 0.3:
        return work.chance.choice((_told, _begun, _people, _heard, _planned))
    return None


def _opened(world: World, chance: random.Random, person: Person, report_id: UUID) -> Work:
    store = world.store
    found = reports.load(store, report_id)
    assert found is not None
    by_code = (
        found.source is Source.FORM and found.reporter is Reporter.SELF and chance.random() < 0.75
    )
    number = opening.from_report(store, person, report_id, by_code)
    opened = reading.by_number(store, person, number)
    exposed = [p for p in people.of(opened) if p.part is Part.EXPOSED]
    telling = tellings.of_report(str(found.answers["what_happened"]), chance)
    exposed_id = (
        exposed[0].case_person_id
        if exposed
        else people.add(opened, Part.EXPOSED, chance.choice(tellings.names(telling.pronoun)))
    )
    work = Work(
        world=world,
        chance=chance,
        person=person,
        number=number,
        opened=opened,
        report_id=report_id,
        exposed_id=exposed_id,
        known=not exposed,
        by_code=by_code,
        telling=telling,
    )
    _with_the_team(work, found.route)
    return work


def _with_the_team(work: Work, route: Route) -> None:
    """Most cases are worked on by two: the one in elevtjenesten who is here every day is asked."""
    name = "elevtjeneste"
    past_her = (
        work.is_skoleeiers
        or route not in (Route.TEAM, Route.REKTOR)
        or work.person == work.world.person(name)
    )
    if past_her or work.chance.random() > 0.9:
        return
    other, why = work.world.person(name).person_id, work.text("step", "added")
    reach.add(work.opened, other, why)


def _told(work: Work) -> Story:
    if work.is_skoleeiers:
        return
    yield work.after(0, 1)
    store, rektor = work.world.store, work.world.person("rektor")
    if work.chance.random() < 0.75:
        reading.open_case(store, rektor, work.number)
    else:
        day = work.world.clockwork.now.date()
        how = work.text("step", "told")
        milestones.told_by_hand(work.opened, day, work.person.person_id, how)
    if work.chance.random() < 0.06:
        to_rektor = reading.by_number(store, rektor, work.number)
        milestones.serious(to_rektor, work.text("step", "serious"))
        yield work.after(0, 1)
        milestones.skoleeier_told(to_rektor, work.text("step", "skoleeier"))


def _begun(work: Work) -> Story:
    yield work.after(0, 2)
    store = work.world.store
    found = reports.load(store, work.report_id)
    assert found is not None
    seen = work.telling.say("investigation") if work.known else work.text("unseen", "investigation")
    milestones.begin(work.opened, seen)
    if found.source is Source.FORM and (work.by_code or work.chance.random() < 0.4):
        ask, _ = work.chance.choice(tellings.talk(str(found.answers["what_happened"])))
        inbox.ask(store, work.person, work.report_id, ask, token(work.chance))
    if "intervene" in work.telling.story and work.chance.random() < 0.5:
        journal.write(work.opened, Duty.INTERVENE, work.telling.say("intervene"))


def _people(work: Work) -> Story:
    yield work.after(0, 2)
    if not work.known and work.chance.random() < 0.85:
        work.known = True
        own = work.chance.choice(tellings.names(work.telling.pronoun))
        people.name(work.opened, work.exposed_id, own)
    taken = {p.name for p in people.of(work.opened)}
    free = [n for who in ("han", "hun") for n in tellings.names(who) if n not in taken]
    others = work.chance.sample(free, work.telling.offenders + 1)
    for name in others[1:]:
        people.add(work.opened, Part.SAID_TO_HAVE_DONE, name)
    if work.telling.about_employee:
        people.add(work.opened, Part.EMPLOYEE, work.text("employees", "names"))
    elif work.chance.random() < 0.3:
        people.add(work.opened, Part.WITNESS, others[0])
    if not work.is_skoleeiers and work.chance.random() < 0.7:
        other = work.world.person(work.chance.choice(("kontaktlarer", "larer", "avdelingsleder")))
        allowed = {p.person_id for p in reach.candidates(work.opened)}
        if other.person_id in allowed:
            reach.add(work.opened, other.person_id, work.text("step", "added"))


def _heard(work: Work) -> Story:
    yield work.after(0, 3)
    if not work.known:
        people.said(work.opened, work.exposed_id, Kind.VIEW_ASKED, "")
        return
    people.heard(work.opened, work.exposed_id, work.telling.say("heard"))
    people.said(work.opened, work.exposed_id, Kind.BEST, work.telling.say("best"))


def _planned(work: Work) -> Story:
    yield work.after(0, 4)
    _plan(work, work.chance.choice((1, 1, 2)))


def _plan(work: Work, count: int) -> None:
    today = work.world.clockwork.now.date()
    for _ in range(count):
        carry_out = weekday(today, work.chance, 1, 5).date()
        which = work.measure(work.planned)
        work.planned += 1
        points = Points(
            work.telling.say("measure", which, "problem"),
            work.telling.say("measure", which, "what"),
            carry_out,
            work.telling.say("measure", which, "who"),
            weekday(carry_out, work.chance, 12, 22).date(),
        )
        measures.save(work.opened, work.exposed_id, points)


def _rounds(work: Work) -> Story:
    """Measures carried out and weighed on their date; once more if it did not help."""
    weighed: set[UUID] = set()
    for attempt in range(3):
        plan = [m for m in measures.of(work.opened) if m.measure_id not in weighed]
        for measure in sorted(plan, key=lambda m: str(m.carry_out_on)):
            assert measure.carry_out_on
            yield max(work.after(0, 0), weekday(measure.carry_out_on, work.chance, 0, 1))
            measures.carried_out(work.opened, measure.measure_id)
        for _ in range(work.chance.randint(1, 3)):
            yield work.after(2, 5)
            what = work.chance.choice((Duty.FOLLOW, Duty.FOLLOW, Duty.DOCUMENT))
            journal.write(work.opened, what, _noted(work, what))
        helped = attempt == 2 or work.chance.random() < 0.72
        for measure in plan:
            assert measure.evaluate_on
            yield max(work.after(0, 0), weekday(measure.evaluate_on, work.chance, 0, 2))
            measures.evaluated(
                work.opened, measure.measure_id, helped, _weighed(work, measure.what, helped)
            )
            weighed.add(measure.measure_id)
        if helped:
            return
        yield work.after(1, 3)
        _plan(work, 1)


def _noted(work: Work, what: Duty) -> str:
    """A note in the journal; whoever is not known is not met, and nobody calls their home."""
    if what is Duty.DOCUMENT:
        homes = work.known and not work.telling.about_employee
        return work.text("document", "home" if homes and work.chance.random() < 0.6 else "team")
    if work.known:
        return work.telling.one_of(work.chance, "follow")
    return work.text("unseen", "follow")


def _weighed(work: Work, what: str, helped: bool) -> str:
    """How the measure itself went."""
    came = "helped" if helped else "not_enough"
    if not work.known:
        return work.text("unseen", came)
    every = range(len(work.telling.story["measure"]))
    which = next(n for n in every if work.telling.say("measure", n, "what") == what)
    return work.telling.say("measure", which, came)


def _says_safe(work: Work) -> str:
    return work.telling.say("safe") if work.known else work.text("unseen", "safe")


def _ended(work: Work) -> Story:
    store = work.world.store
    yield work.after(2, 8)
    if work.by_code and work.chance.random() < 0.6:
        follow_up.say_safe(store, work.report_id)
        yield work.after(0, 2)  # what was said through the code is asked about in a talk
        people.said(work.opened, work.exposed_id, Kind.SAFE, _says_safe(work))
    elif work.known:
        people.said(work.opened, work.exposed_id, Kind.SAFE, work.telling.say("safe"))
    else:
        yield work.after(10, 25)
        boss = work.person if work.is_skoleeiers else work.world.person("rektor")
        ending.end(reading.by_number(store, boss, work.number), work.text("unseen", "ended"))
        return
    yield work.after(1, 6)
    ending.end(work.opened)
    if work.chance.random() < 0.12:
        yield work.after(15, 40)
        yield from _again(work)


def _again(work: Work) -> Story:
    """It began anew: the case is opened again with all that stands in it."""
    text = work.telling.say("again") if work.known else work.text("unseen", "not_enough")
    ending.reopen(work.opened, text)
    if work.known:
        people.said(work.opened, work.exposed_id, Kind.NOT_SAFE, text)
    yield work.after(1, 3)
    _plan(work, 1)
    yield work.after(6, 9)
    journal.write(work.opened, Duty.FOLLOW, _noted(work, Duty.FOLLOW))
    measure = measures.of(work.opened)[-1]
    measures.carried_out(work.opened, measure.measure_id)
    assert measure.evaluate_on
    yield max(work.after(0, 0), weekday(measure.evaluate_on, work.chance, 0, 2))
    measures.evaluated(work.opened, measure.measure_id, True, _weighed(work, measure.what, True))
    if work.known:
        yield work.after(2, 5)
        people.said(work.opened, work.exposed_id, Kind.SAFE, work.telling.say("safe"))
        yield work.after(0, 1)
        ending.end(work.opened)
