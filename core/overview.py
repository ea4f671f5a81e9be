"""What one person must do today, what waits on others, and what is new; the start of her day."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from core import away, case_access, case_list, inbox, year_facts
from core.access import LEADERS, NEVER_READS, Action, Person, Role, may
from core.case_list import Filter
from core.cases import Case
from core.duties import Kind, Step
from core.store.engine import Store
from core.store.schema import people as people_tables
from core.store.schema.cases import case, case_fact
from core.store.schema.reports import report
from core.tasks import State, Task

# What the plans call those who lead, beside functions with a holder of their own.
OF_LEADERS = frozenset({"ledelsen", "ledergruppa", "skolens-ledelse"})
OF_REKTOR = OF_LEADERS | {"rektor", "skolen"}
MOST = 12  # rows of a list; the rest is behind its link


@dataclass(frozen=True)
class Row:
    """Something to do in a case: why (a key of the room overview), since when, until when."""

    number: str
    step: str  # duties.Step, or answer, tell_owner, no_holder, holder_away
    due_on: date | None
    since: date
    laws: tuple[str, ...]
    held_by: str


@dataclass(frozen=True)
class Day:
    """The overview of one person's cases."""

    mine: list[Row]
    others: list[Row]
    more: int  # of her own cases that are not shown
    waits_for_reporter: int
    lost: tuple[str, ...] = ()  # cases of the school that nobody there opens: to skoleeier


def day(store: Store, person: Person) -> Day:
    """Her cases that ask for something, most urgent first, and what waits on others."""
    if person.has(*NEVER_READS):
        return Day([], [], 0, 0)
    own = Filter(whose="mine")
    rows = _alarms(store, person) + _answers(store, person)
    if person.has(Role.REKTOR):
        rows += _to_tell_owner(store, person) + _not_told(store, person)
    seen = {(r.number, r.step) for r in rows}
    hers = case_list.page(store, person, own, most=MOST)
    for found in hers:
        if found.next_duty and (found.number, found.next_duty) not in seen:
            rows.append(_row(found, found.next_duty))
    rows.sort(key=lambda r: (r.due_on or date.max, r.since))
    shown = {(r.number, r.step) for r in rows}
    others = [
        _row(found, found.next_duty)
        for found in case_list.page(store, person, Filter(whose="others"), most=MOST)
        if found.next_duty and (found.number, found.next_duty) not in shown
    ]
    return Day(
        rows,
        others,
        case_list.count(store, person, own) - MOST if len(hers) == MOST else 0,
        _waiting_for_reporter(store, person),
        _lost(store, person),
    )


def _row(found: Case, step: str) -> Row:
    return Row(found.number, step, found.due_on, found.opened_on, found.laws, found.held_by)


def _open(store: Store, person: Person) -> list[sa.ColumnElement[bool]]:
    return [
        store.mine(case),
        case_access.readable(store, person),
        case.c.state.not_in(("ended", "moved")),
    ]


def _rows(
    store: Store, person: Person, step: str, *where: sa.ColumnElement[bool], due: bool = False
) -> list[Row]:
    found = store.rows(
        sa.select(case.c.number, case.c.due_on, case.c.opened_on, case.c.laws, case.c.held_by)
        .where(*_open(store, person), *where)
        .order_by(case.c.due_on.asc().nulls_last(), case.c.number)
        .limit(MOST)
    )
    return [
        Row(
            r.number, step, r.due_on if due else None, r.opened_on, tuple(r.laws.split()), r.held_by
        )
        for r in found
    ]


def _alarms(store: Store, person: Person) -> list[Row]:
    """Open cases that nobody has, or whose holder has left or is away: to all who stand on them."""
    p = people_tables.person
    active = sa.select(p.c.person_id).where(store.mine(p), p.c.active)
    left = sa.or_(case.c.owner_id.is_(None), case.c.owner_id.not_in(active))
    found = _rows(store, person, "no_holder", left)
    gone = away.now(store) - {person.person_id}
    if gone:
        found += _rows(store, person, "holder_away", case.c.owner_id.in_(gone))
    return found


def _lost(store: Store, person: Person) -> tuple[str, ...]:
    if not person.has(Role.SKOLEEIER):
        return ()
    return tuple(number for _, number in case_access.without_reader(store))


def _answers(store: Store, person: Person) -> list[Row]:
    """Cases in which the reporter has written and waits for the school."""
    r = report
    waiting = sa.select(r.c.case_id).where(
        store.mine(r), r.c.waits_for == "school", r.c.case_id.is_not(None)
    )
    return _rows(store, person, "answer", case.c.case_id.in_(waiting))


def _to_tell_owner(store: Store, person: Person) -> list[Row]:
    """Serious cases that skoleeier has not been told of (§ 12-4 second paragraph)."""
    f = case_fact
    told = sa.select(f.c.case_id).where(store.mine(f), f.c.kind == str(Kind.OWNER_TOLD))
    return _rows(
        store,
        person,
        "tell_owner",
        case.c.held_by == "school",
        case.c.serious,
        case.c.case_id.not_in(told),
    )


def _not_told(store: Store, person: Person) -> list[Row]:
    """Cases that rektor has not been told of: opening one tells her."""
    return _rows(store, person, str(Step.TELL), case.c.next_duty == str(Step.TELL), due=True)


def _waiting_for_reporter(store: Store, person: Person) -> int:
    r = report
    readable = sa.select(case.c.case_id).where(*_open(store, person))
    with store.read() as db:
        return (
            db.scalar(
                sa.select(sa.func.count())
                .select_from(r)
                .where(
                    store.mine(r),
                    r.c.waits_for == "reporter",
                    sa.or_(
                        r.c.case_id.in_(readable),
                        sa.and_(
                            r.c.case_id.is_(None),
                            r.c.route.in_(inbox.routes(person)),
                            r.c.state.in_(inbox.OPEN_STATES),
                        ),
                    ),
                )
            )
            or 0
        )


@dataclass(frozen=True)
class Month:
    """An activity of the wheel that is hers this month."""

    names: dict[str, str]
    until: date
    late: bool
    left: int  # classes or times that are not done


def month(store: Store, person: Person) -> list[Month]:
    """What of the wheel is hers and open this month, or late from before; soonest first."""
    if not may(person, Action.OPEN_PAGE, "arshjul"):
        return []
    today = store.today()
    found: dict[str, list[Task]] = {}
    for task in year_facts.tasks(store):
        if task.window is None or task.state is State.DONE or not _hers(person, task):
            continue
        now = (task.window.opens.year, task.window.opens.month) <= (today.year, today.month)
        if now and (task.window.closes >= today.replace(day=1) or task.state is State.LATE):
            found.setdefault(task.activity.activity_id, []).append(task)
    out = []
    for tasks in found.values():
        first = min((t for t in tasks if t.window), key=lambda t: t.window.closes)  # type: ignore[union-attr]
        assert first.window is not None
        late = any(t.state is State.LATE for t in tasks)
        out.append(Month(first.activity.names, first.window.closes, late, len(tasks)))
    return sorted(out, key=lambda m: m.until)[:MOST]


def _hers(person: Person, task: Task) -> bool:
    """Leaders may tick everything; theirs is what the plan names them for."""
    if task.activity.on_need and not may(person, Action.SEE_NEED, task.scope):
        return False
    if person.has(*LEADERS):
        named = person.functions | (OF_REKTOR if person.has(Role.REKTOR) else OF_LEADERS)
        return bool(task.scope.functions & named)
    return may(person, Action.TICK, task.scope)
