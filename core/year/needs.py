"""What only some need of the plan: said of a class or a new employee, ended for a reason, restored.

An on-need activity has no task before somebody says that it is needed. Whoever would see that task
may say it: only those who answer for the class, or who carry it out.
"""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from core.access import Action, Person, may
from core.errors import Invalid, Refused
from core.people import asking
from core.school.classes import of_year
from core.school.year import school_year
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx
from core.store.schema.wheel import need
from core.year import activities
from core.year import facts as year_facts
from core.year.tasks import Need

LONGEST_REASON = 500  # characters: a sentence, never a case


def say(
    store: Store,
    person: Person,
    activity_id: str,
    class_id: UUID | None = None,
    about: str = "",
) -> None:
    """Say that a class (or a new employee, in `about`) needs an on-need activity this year."""
    found = activities.find(store, activity_id)
    if found is None or not found.on_need:
        raise Refused
    year = school_year(store.today())
    scope = found.scope()
    if found.per == "person":
        if not may(person, Action.SEE_TASK, scope):
            raise Refused
        if not 0 < len(trimmed(about)) <= activities.LONGEST_NAME:
            raise Invalid("wheel.error.about", field="need_about", longest=activities.LONGEST_NAME)
    else:
        classes = {c.class_id: c for c in of_year(store, year)}
        if class_id not in classes:
            raise Refused
        scope = found.scope(classes[class_id])
        if not may(person, Action.SEE_TASK, scope):
            raise Refused
        if any(
            n.activity_id == activity_id and n.class_id == class_id
            for n in year_facts.of(store, year).needs
        ):
            return

    def work(tx: Tx) -> None:
        need_id = tx.new_id()
        tx.insert(
            need,
            {
                "need_id": need_id,
                "activity_id": activity_id,
                "school_year": year,
                "class_id": class_id,
                "about": trimmed(about),
                "said_at": tx.now,
                "said_by": person.person_id,
            },
        )
        tx.record(Act.NEED_SAID, person.person_id, "need", need_id, activity=activity_id)

    asking.write(store, person, lambda now: may(now, Action.SEE_TASK, scope), work)


def end(store: Store, person: Person, need_id: UUID, reason: str) -> None:
    """Say why an on-need activity is no longer called for; its task goes, its ticks stay."""
    facts = year_facts.of(store, school_year(store.today()))
    found = next((n for n in facts.needs if n.need_id == need_id), None)
    if found is None or not _may_say(store, person, found):
        raise Refused
    if not 0 < len(trimmed(reason)) <= LONGEST_REASON:
        raise Invalid("wheel.error.reason", field="need_reason", longest=LONGEST_REASON)

    def work(tx: Tx) -> None:
        n = need
        tx.update(
            n,
            n.c.need_id == need_id,
            n.c.ended_at.is_(None),
            ended_at=tx.now,
            ended_by=person.person_id,
            reason=trimmed(reason),
        )
        tx.record(Act.NEED_ENDED, person.person_id, "need", need_id)

    asking.write(store, person, lambda now: _may_say(store, now, found), work)


def ended(store: Store, person: Person, activity_id: str) -> list[tuple[Need, str]]:
    """What they may call for again this year, newest first, each with why it was ended."""
    n, year = need, school_year(store.today())
    rows = store.rows(
        sa.select(n)
        .where(
            store.mine(n),
            n.c.activity_id == activity_id,
            n.c.school_year == year,
            n.c.ended_at.is_not(None),
        )
        .order_by(n.c.ended_at.desc())
    )
    # A class has one need of an activity at a time: the newest stands for those before it.
    asked = {x.class_id for x in year_facts.of(store, year).needs if x.activity_id == activity_id}
    out = []
    for r in rows:
        one = year_facts.need_of(r)
        if (r.class_id is None or r.class_id not in asked) and _may_say(store, person, one):
            asked.add(r.class_id)
            out.append((one, r.reason or ""))
    return out


def restore(store: Store, person: Person, activity_id: str, need_id: UUID) -> None:
    """Call for an activity again after it was ended: its task is back with its ticks."""
    found = next((n for n, _ in ended(store, person, activity_id) if n.need_id == need_id), None)
    if found is None:
        raise Refused

    def work(tx: Tx) -> None:
        tx.update(need, need.c.need_id == need_id, ended_at=None, ended_by=None, reason=None)
        tx.record(Act.NEED_RESTORED, person.person_id, "need", need_id, activity=activity_id)

    asking.write(store, person, lambda now: _may_say(store, now, found), work)


def _may_say(store: Store, person: Person, of: Need) -> bool:
    a = activities.find(store, of.activity_id)
    if a is None:
        return False
    if of.class_id is None:
        return may(person, Action.SEE_TASK, a.scope())
    found = {c.class_id: c for c in of_year(store, school_year(store.today()))}
    c = found.get(of.class_id)
    return c is not None and may(person, Action.SEE_TASK, a.scope(c))
