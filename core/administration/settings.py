"""What a school changes in its own settings: who may change which part, and what can be taken.

Each saves against the version that the editor saw; if another saved meanwhile it is Stale.
"""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from core.access import Action, Person, Role, may
from core.cases import facts
from core.errors import Invalid, Refused
from core.people import asking, directory
from core.school import goals as targets
from core.school import help_lines, settings, typed_days
from core.school.days import LEAST_HALF, SchoolCalendar, Year, halves
from core.school.goals import Goals
from core.school.help_lines import HelpLine, HelpLines
from core.school.profile import Profile
from core.school.reading import ReadingRules
from core.store.blank import trimmed
from core.store.engine import Store, Tx

TEXTS = ("name", "short_name", "county", "address", "phone", "email", "web", "exit_site")
PRIVACY = ("controller", "privacy_officer")
LONGEST = 200  # characters of one line of the profile
GOALS = tuple(field.name for field in fields(Goals))
S = TypeVar("S", bound=settings.Setting)
LEAST_OPEN = 1  # hours: a day on which nobody reads is no day of reading


def _require_permission(person: Person, action: Action) -> None:
    if not may(person, action):
        raise Refused


def _line(name: str, value: str, needed: bool = False) -> str:
    text = trimmed(" ".join(value.split()))
    if len(text) > LONGEST or (needed and not text):
        raise Invalid("settings.error.line", field=name, longest=LONGEST)
    return text


def _address(name: str, value: str) -> str:
    address = trimmed(value)
    if address and (urlsplit(address).scheme != "https" or "." not in urlsplit(address).netloc):
        raise Invalid("settings.error.url", field=name)
    return address


def save_texts(store: Store, person: Person, new: dict[str, Any], expected: int) -> None:
    """The school's name, contacts, words of its own and where the quick exit leads."""
    _require_permission(person, Action.EDIT_TEXTS)
    lines = {n: _line(n, new[n], needed=n in ("name", "exit_site")) for n in TEXTS}
    for name in ("web", "exit_site"):
        lines[name] = _address(name, lines[name])
    names = {lang: _line("committee", text) for lang, text in new["committee"].items()}
    if not names.get("nb"):
        raise Invalid("settings.error.line", field="committee_nb", longest=LONGEST)
    values = {lang: _line("values", text) for lang, text in new["values"].items() if text}
    committee = {lang: text for lang, text in names.items() if text}
    new_texts = {**lines, "committee": committee, "values": values}
    _profile(store, person, Action.EDIT_TEXTS, new_texts, expected)


def save_privacy(store: Store, person: Person, new: dict[str, str], expected: int) -> None:
    """Who answers for the data (behandlingsansvarlig), and the personvernombud."""
    _require_permission(person, Action.EDIT_PROFILE)
    lines = {name: _line(name, new[name]) for name in PRIVACY}
    _profile(store, person, Action.EDIT_PROFILE, lines, expected)


def _profile(
    store: Store, person: Person, action: Action, changed: dict[str, Any], expected: int
) -> None:
    _change(store, person, action, Profile, lambda now: replace(now, **changed), expected)


def save_reading(store: Store, person: Person, new: ReadingRules, expected: int) -> None:
    """When reports are read; whether assrektor is rektor's deputy, and who else hears for rektor.

    The hours are the leaders'; who reads in rektor's place is rektor's own to say.
    """
    _require_permission(person, Action.EDIT_PROFILE)
    if not 0 <= new.from_hour <= new.to_hour - LEAST_OPEN <= 23:
        raise Invalid("settings.error.hours", field="reading_from")
    if new.delegate and new.delegate not in {i for i, _ in delegates(store)}:
        raise Refused

    def changed(now: ReadingRules) -> ReadingRules:
        if (new.deputy, new.delegate) != (now.deputy, now.delegate):
            _require_permission(asking.as_now(store, person), Action.SET_DEPUTY)
        return new

    _change(store, person, Action.EDIT_PROFILE, ReadingRules, changed, expected)


def delegates(store: Store) -> list[tuple[UUID, str]]:
    """(id, name) of those whom rektor may let hear instead: who read anyway."""
    return [
        (p.person_id, p.name) for p in directory.holders(store, Role.ELEVTJENESTE, Role.ASSREKTOR)
    ]


def save_goals(store: Store, person: Person, new: Goals, expected: int) -> None:
    """The school's internal targets, in school days."""
    _require_permission(person, Action.EDIT_PROFILE)
    for name in GOALS:
        if not 1 <= getattr(new, name) <= targets.LONGEST:
            raise Invalid("settings.error.goal", field=f"goal_{name}", most=targets.LONGEST)
    _change(store, person, Action.EDIT_PROFILE, Goals, lambda _: new, expected)
    facts.project_all(store)  # what is due in each case follows from the targets


def save_year(store: Store, person: Person, number: int, new: Year, expected: int) -> None:
    """One school year of the calendar: first and last day, and the days off between."""
    _require_permission(person, Action.EDIT_TEXTS)
    spans = [(new.first, new.last), *((h.first, h.last) for h in new.holidays)]
    begins, ends = date(number, 8, 1), date(number + 1, 7, 31)
    if any(first > last for first, last in spans):
        raise Invalid("settings.error.order", field="year_first")
    if any(first < begins or last > ends for first, last in spans):
        raise Invalid("settings.error.outside", field="year_first", year=number, next=number + 1)
    autumn, spring = halves(number, new)
    if min(autumn, spring) < LEAST_HALF:
        raise Invalid(
            "settings.error.half",
            field="year_first",
            autumn=autumn,
            spring=spring,
            least=LEAST_HALF,
        )

    def changed(now: SchoolCalendar) -> SchoolCalendar:
        return replace(now, years=now.years | {number: new})

    _change(store, person, Action.EDIT_TEXTS, SchoolCalendar, changed, expected)
    facts.project_all(store)  # … and from the school days


def lines(store: Store) -> tuple[HelpLine, ...]:
    """Every help line, also the suggestions, as it is kept."""
    return settings.load(store, HelpLines).lines


def confirm_line(store: Store, person: Person, line_id: str, expected: int) -> None:
    """Somebody has called or looked: the line is right today."""
    _change_line(store, person, line_id, expected, checked_on=store.today())


def use_line(store: Store, person: Person, line_id: str, in_use: bool, expected: int) -> None:
    """Put a suggestion in force, or take a line out; in force means confirmed today."""
    found = next((x for x in lines(store) if x.id == line_id), None)
    if found and in_use and not (found.number or found.web):
        raise Invalid("settings.error.line_empty", field="line_number")
    checked = store.today() if in_use else None
    _change_line(store, person, line_id, expected, suggested=not in_use, checked_on=checked)


def save_line(store: Store, person: Person, new: HelpLine, expected: int) -> None:
    """Change a line, or add one that has no id; a new number or address is to be confirmed anew."""
    number, web = " ".join(new.number.split()), trimmed(new.web)
    if not trimmed(new.name.get("nb", "")):
        raise Invalid("settings.error.line", field="line_name", longest=LONGEST)
    if number and not help_lines.NUMBER.match(number):
        raise Invalid("settings.error.number", field="line_number")
    if web and not help_lines.ADDRESS.match(web):
        raise Invalid("settings.error.url", field="line_web")
    if not number and not web:
        raise Invalid("settings.error.line_empty", field="line_number")
    name = {lang: _line("line_name", text) for lang, text in new.name.items() if text}
    name.setdefault("nn", name["nb"])
    hours = {lang: _line("line_hours", text) for lang, text in new.hours.items() if text}
    as_typed: dict[str, Any] = {"name": name, "hours": hours, "number": number, "web": web}
    if new.id:
        _change_line(store, person, new.id, expected, **as_typed, checked_on=None)
        return
    _require_permission(person, Action.EDIT_TEXTS)

    def added(now: HelpLines) -> HelpLines:
        known = {x.id for x in now.lines}
        own = next(f"own_{n}" for n in range(1, len(known) + 2) if f"own_{n}" not in known)
        return HelpLines(lines=(*now.lines, HelpLine(id=own, **as_typed)))

    _change(store, person, Action.EDIT_TEXTS, HelpLines, added, expected)


def _change_line(store: Store, person: Person, line_id: str, expected: int, **changed: Any) -> None:
    _require_permission(person, Action.EDIT_TEXTS)

    def work(now: HelpLines) -> HelpLines:
        if line_id not in {x.id for x in now.lines}:
            raise Refused
        return HelpLines(
            lines=tuple(replace(x, **changed) if x.id == line_id else x for x in now.lines)
        )

    _change(store, person, Action.EDIT_TEXTS, HelpLines, work, expected)


def _change(
    store: Store,
    person: Person,
    action: Action,
    kind: type[S],
    changed: Callable[[S], S],
    expected: int,
) -> None:
    """Save what `changed` makes of what stands now; raises Stale."""

    def work(tx: Tx) -> None:
        settings.change(tx, kind, changed, person.person_id, expected)

    asking.write(store, person, action, work)


def holidays(text: str, year: int) -> list[tuple[date, date, str]]:
    """Days off as they are typed for the school year that begins in `year`, a span a line."""
    return [(a, b, _line("year_holidays", name)) for a, b, name in typed_days.holidays(text, year)]
