"""Who reads a report: computed from the roles by `may`, told to the student before sending."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.access import READERS, Action, Person, ReportScope, Role, Route, may
from core.errors import Invalid
from core.people import directory
from core.school import days, settings
from core.school.reading import ReadingRules
from core.school.year import school_year
from core.store.engine import Store
from core.store.moments import on_the_wall
from core.store.schema import people as tables
from core.store.schema import school

# What a reporter is told of, in this order; employees' own reports are read as `employee` is.
NAMED = (Route.TEAM, Route.EMPLOYEE, Route.HANDLER, Route.LEADERSHIP)


@dataclass(frozen=True)
class Readers:
    """Those who read a route: how many, and the roles that they read as."""

    count: int
    roles: tuple[Role, ...]  # elevtjeneste, rektor, assrektor, skoleeier; in this order


def readers(store: Store, route: Route) -> tuple[Person, ...]:
    """Everyone who reads reports on this route now; empty if nobody does yet."""

    def ask() -> tuple[Person, ...]:
        scope = ReportScope(route)
        return tuple(
            p for p in directory.holders(store, *READERS) if may(p, Action.READ_REPORT, scope)
        )

    year = school_year(store.today())
    return store.remember(
        ("readers", route, year), (tables.person, tables.role_grant, school.setting), ask
    )


def require_reader_at_skoleeier(store: Store) -> None:
    """Invalid if nobody at skoleeier could read what is about to leave the school."""
    if not readers(store, Route.LEADERSHIP):
        raise Invalid("case.error.no_owner")


def named(store: Store, route: Route) -> Readers:
    """What the page says of who reads this route."""
    year = school_year(store.today())
    return store.remember(
        ("readers told", route, year),
        (tables.person, tables.role_grant, school.setting),
        lambda: _told(store, route),
    )


def _told(store: Store, route: Route) -> Readers:
    found = readers(store, route)
    order = (Role.ELEVTJENESTE, Role.REKTOR, Role.ASSREKTOR, Role.SKOLEEIER)
    scope = ReportScope(route)
    held = {
        role
        for person in found
        for role in person.roles
        if role in READERS and _reads_as(person, role, scope)
    }
    return Readers(len(found), tuple(role for role in order if role in held))


def _reads_as(person: Person, role: Role, scope: ReportScope) -> bool:
    return may(
        replace(person, roles=frozenset({role})),
        Action.READ_REPORT,
        scope,
    )


@dataclass(frozen=True)
class ReadingHours:
    """When reports are read: school days between two full hours, and the next such day."""

    start: int
    end: int
    next_day: date


def reading(store: Store) -> ReadingHours:
    """What the page says of when its reader sits down, from the profile and the school calendar."""
    start, end = store.remember("reading hours", [school.setting], lambda: _hours(store))
    today, clock = on_the_wall(store.clock())
    # What comes after the last hour is read on another day.
    day = today if clock.hour < end else today + timedelta(days=1)
    return ReadingHours(start, end, days.load(store).next_school_day(day, including=True))


def _hours(store: Store) -> tuple[int, int]:
    rules = settings.load(store, ReadingRules)
    return rules.from_hour, rules.to_hour
