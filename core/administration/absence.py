"""Who is away from one day to another: what they have in their hands goes to the next in line.

An open case whose holder is away is shown to all who stand on it (`overview`), as when they left.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from core.access import Action, Person, may
from core.administration import roles
from core.errors import Invalid, Refused
from core.people import asking
from core.school import settings
from core.school.settings import Setting
from core.store.engine import Store, Tx

LONGEST = 366  # days; who is gone for longer has left


@dataclass(frozen=True)
class Absence:
    """The first and the last day on which somebody is not here."""

    first: date
    last: date


def _days_alone(kept: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """Format 1 was the first and the last day by person."""
    return {"spans": {i: {"first": first, "last": last} for i, (first, last) in kept.items()}}


@dataclass(frozen=True, kw_only=True)
class Absences(Setting):
    """Who is away when, by person."""

    NAME: ClassVar[str] = "away"
    OLDER = (_days_alone,)

    spans: dict[UUID, Absence] = field(default_factory=dict)


def everyone(store: Store) -> dict[UUID, Absence]:
    """All who are away now or later, by person."""
    return _standing(settings.load(store, Absences), store.today())


def _standing(kept: Absences, today: date) -> dict[UUID, Absence]:
    return {i: span for i, span in kept.spans.items() if span.last >= today}


def now(store: Store) -> frozenset[UUID]:
    """Those who are away today."""
    today = store.today()
    return frozenset(i for i, span in everyone(store).items() if span.first <= today)


def may_say(store: Store, by: Person, person_id: UUID) -> bool:
    """Whether they say it of this person: of themselves, or of one who is ill and cannot."""
    if by.person_id == person_id:
        return True
    return may(by, Action.GRANT_ROLES) and roles.sees(by, roles.load(store, person_id))


def say(store: Store, by: Person, person_id: UUID, span: Absence | None) -> None:
    """Somebody is away between these days, or here again if there are none."""
    if not may_say(store, by, person_id):
        raise Refused
    if span and not span.first <= span.last:
        raise Invalid("account.error.away_order", field="away_last")
    if span and not (store.today() <= span.last and (span.last - span.first).days < LONGEST):
        raise Invalid("account.error.away_days", field="away_last", longest=LONGEST)

    def work(tx: Tx) -> None:
        # What is past goes: who was away when is nobody's to keep.
        kept = _standing(settings.load(tx, Absences), tx.today)
        kept.pop(person_id, None)
        if span:
            kept[person_id] = span
        settings.save(tx, Absences(spans=kept), by.person_id)

    asking.write(store, by, lambda now: may_say(store, now, person_id), work)
