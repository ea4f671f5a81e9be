"""The world of fives: who knows the rules and kept everything cannot tell it from the truth.

A school's history is made at random, with all that can happen to a report after it came, and what
was shown of it is written down. From that alone another school is made, in which no number of
reports is ever one to four; it is then sent through the same rules, and must show the same.
"""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from core.figures import auditor, suppression
from core.figures.auditor import Moment
from core.figures.suppression import BASE, FEWEST_CELLS, Count
from core.figures.tables import LAWS, Exact, SafeFigures

AREAS = ("undervisning", "fellesareal", "garderobe", "nett", "utenfor")
DAY, WEEK = timedelta(days=1), timedelta(days=7)
START = date(2026, 8, 3)  # a Monday
WEEKS = 22
NEVER = date.max


@dataclass(frozen=True)
class Report:
    """A report, and the days on which something happened to it."""

    day: date
    laws: frozenset[str]
    areas: frozenset[str]
    read: date
    case: int = 0
    joined: date = NEVER
    gone: date = NEVER  # handed over, or found not to be real


def exact(reports: list[Report], today: date) -> Exact:
    """What there is to count on a day, of the days before it."""
    known = [r for r in reports if r.day < today and r.read < today <= r.gone]

    def count(of: list[Report]) -> Count:
        cases = [r.case for r in of if r.joined < today]
        return Count(len(of), len(of) - len(cases) + len(set(cases)))

    return Exact(
        count(known),
        {law: count([r for r in known if law in r.laws]) for law in LAWS},
        {area: count([r for r in known if area in r.areas]) for area in AREAS},
    )


def shown(reports: list[Report]) -> tuple[list[tuple[date, Moment]], SafeFigures]:
    """What the rules show of a half-year: each batch with its day, and the release."""
    batches: list[tuple[date, Moment]] = []
    for week in range(1, WEEKS):
        monday = START + week * WEEK
        line = [moment for _, moment in batches]
        moment = auditor.following(line, exact(reports, monday), AREAS)
        batches += [(monday, moment)] if moment else []
    end = START + (WEEKS + 4) * WEEK  # rektor makes it when she has read what came late
    line = [moment for _, moment in batches]
    return batches, auditor.release(line, exact(reports, end), AREAS)


def seen(what: tuple[list[tuple[date, Moment]], SafeFigures]) -> object:
    """What of it reaches a reader: not how many matters were new."""
    batches, release = what
    return [(day, moment.figures) for day, moment in batches], release


def history(seed: int) -> list[Report]:
    """A half-year of a school of any size, with all that can happen to its reports."""
    chance = random.Random(seed)
    many = chance.choice((5, 15, 30, 60, 120, 200, 600))
    kinds = {law: chance.random() ** 2 for law in LAWS}
    places = {area: chance.random() ** 2 for area in AREAS}
    linked, lost = chance.choice((0.0, 0.2, 0.6)), chance.choice((0.0, 0.1, 0.4))

    def later(day: date, most: int) -> date:
        return day + chance.randrange(most) * DAY

    found = []
    for _ in range(many):
        day = START + chance.randrange(WEEKS * 7) * DAY
        read = later(day, 20)
        report = Report(
            day,
            frozenset(law for law in LAWS if chance.random() < kinds[law]),
            frozenset(area for area in AREAS if chance.random() < places[area]),
            read,
        )
        if chance.random() < linked:
            report = replace(report, case=chance.randint(1, 8), joined=later(read, 60))
        if chance.random() < lost:  # withdrawn unread is never counted: it is not there
            report = replace(report, gone=later(read, 90))
        found.append(report)
    return found


def world_of_fives(
    batches: list[tuple[date, Moment]], release: SafeFigures, weekday: int
) -> list[Report]:
    """The reports of a school that shows this, in which all that comes comes by fives.

    It is made of what was shown and of nothing else. All came on one `weekday`, and was read then.
    """
    line = list(batches)
    last = replace(release, total=None)
    if not line and release.total is None:
        return []
    if not line or line[-1][1].figures != last:
        line.append((START + WEEKS * WEEK, Moment(0, last)))
    totals = [auditor.least_total([m for _, m in line[: n + 1]]) for n in range(len(line))]
    assert release.total is not None
    totals = [t + release.total - totals[-1] for t in totals]
    rows = {
        (of, name): _grown([dict(getattr(m.figures, of).rows) for _, m in line], name, totals)
        for of, names in (("kind", LAWS), ("area", AREAS))
        for name in names
    }
    found = []
    for n, (day, _) in enumerate(line):
        new = totals[n] - (totals[n - 1] if n else 0)
        assert new >= BASE
        came = day - WEEK + weekday * DAY
        ticks = {at: row[n] - (row[n - 1] if n else 0) for at, row in rows.items()}
        assert all(0 <= rise <= new for rise in ticks.values())
        for i in range(new):
            laws, areas = (
                frozenset(name for (of, name), rise in ticks.items() if of == table and i < rise)
                for table in ("kind", "area")
            )
            found.append(Report(came, laws, areas, came))
    for numbers in (totals, *rows.values()):
        assert not any(number % BASE for number in numbers), "no difference is one to four"
    return found


def _grown(tables: list[dict[str, int | None]], name: str, totals: list[int]) -> list[int]:
    """One row's numbers in the world of fives, moment by moment."""
    first = next((n for n, table in enumerate(tables) if table), len(tables))
    unseen = [0] * first
    if 0 < first < len(tables):
        numbers = {row: value or 0 for row, value in tables[first].items()}
        largest = sorted(numbers, key=lambda row: -numbers[row])[: FEWEST_CELLS - 1]
        if name in largest:  # fewer than three rows with a number are not shown
            before = max(0, numbers[name] - (totals[first] - totals[first - 1]))
            unseen = [min(total, before) for total in totals[:first]]
    return unseen + [table.get(name) or 0 for table in tables[first:]]


@pytest.mark.parametrize("seed", range(300))
def test_what_was_shown_would_be_shown_by_a_school_without_any_small_number(seed):
    """So no reader finds a number of one to four, nor the day on which a report came."""
    told = shown(history(seed))
    for weekday in (0, 6):
        assert seen(shown(world_of_fives(*told, weekday))) == seen(told)


def test_the_histories_are_worth_attacking():
    """Among them some show, some join, some lose, and numbers stay that would have fallen."""
    stayed = hidden = raised = 0
    for seed in range(300):
        reports = history(seed)
        _, release = shown(reports)
        end = exact(reports, START + (WEEKS + 4) * WEEK)
        hidden += not release.kind.is_shown
        raised += (release.total or 0) > (suppression.shown(end.all) or 0)
        for name, value in release.kind.rows:
            stayed += (value or 0) > (suppression.shown(end.kind[name]) or 0)
    assert min(stayed, hidden, raised) > 20
