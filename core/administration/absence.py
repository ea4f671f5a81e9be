"""Who is away from one day to another: what she has in her hands goes to the next in line.

An open case whose holder is away is shown to all who stand on it (`overview`), as when she left.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.access import Action, Person, may
from core.administration import roles
from core.errors import Invalid, Refused
from core.school import settings
from core.store.engine import Store, Tx

SETTING = "away"
LONGEST = 366  # days; who is gone for longer has left


@dataclass(frozen=True)
class Away:
    """The first and the last day on which somebody is not here."""

    first: date
    last: date


def everyone(store: Store) -> dict[UUID, Away]:
    """All who are away now or later, by person."""
    return _standing(settings.get(store, SETTING, {}), store.today())


def _standing(kept: dict[str, list[str]], today: date) -> dict[UUID, Away]:
    spans = {UUID(i): Away(*map(date.fromisoformat, days)) for i, days in kept.items()}
    return {i: span for i, span in spans.items() if span.last >= today}


def now(store: Store) -> frozenset[UUID]:
    """Those who are away today."""
    today = store.today()
    return frozenset(i for i, span in everyone(store).items() if span.first <= today)


def may_say(store: Store, by: Person, person_id: UUID) -> bool:
    """Whether she says it of this person: of herself, or of one who is ill and cannot."""
    if by.person_id == person_id:
        return True
    return may(by, Action.GRANT_ROLES) and roles.sees(by, roles.load(store, person_id))


def say(store: Store, by: Person, person_id: UUID, span: Away | None) -> None:
    """Somebody is away between these days, or here again where there are none."""
    if not may_say(store, by, person_id):
        raise Refused
    if span and not span.first <= span.last:
        raise Invalid("account.error.away_order", field="away_last")
    if span and not (store.today() <= span.last and (span.last - span.first).days < LONGEST):
        raise Invalid("account.error.away_days", field="away_last", longest=LONGEST)

    def work(tx: Tx) -> None:
        # What is past goes: who was away when is nobody's to keep.
        kept = {i: span for i, span in everyone(store).items() if i != person_id}
        if span:
            kept[person_id] = span
        days = {str(i): [a.first.isoformat(), a.last.isoformat()] for i, a in kept.items()}
        settings.put(tx, SETTING, days, by.person_id)

    store.write(work)
