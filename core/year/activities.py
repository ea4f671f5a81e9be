"""The activities of the plan: what is done each year, by whom, when, and which lines it answers.

Every activity exists once, with all the plan lines that it answers. A change keeps the activity's
id, so the ticks that were made under the old words stay where they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

import sqlalchemy as sa

from core.access import Action, Person, TaskScope, may
from core.errors import Invalid, Refused, Stale
from core.people import asking
from core.school.classes import SchoolClass
from core.store import contents
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx
from core.store.schema.people import function
from core.store.schema.wheel import activity
from core.year import rules
from core.year.rules import Rule

# Whose it is: the whole school's, every class's, every first-year class's, one person's.
Per = Literal["school", "class", "class_vg1", "person"]
PER = get_args(Per)
# The rings of the wheel, from the innermost.
Area = Literal["start", "class", "talks", "participation", "plan"]
AREAS = get_args(Area)
# What a tick counts: that it was done, talks with each student of the class, who has read the plan.
Counts = Literal["done", "talks", "readers"]
# Which of the five duties it serves (opplæringslova § 12-4).
Duty = Literal["follow", "intervene", "report", "investigate", "act"]
LONGEST_NAME = 120
LONGEST_TEXT = 2000
MOST_STEPS = 8
MOST_LINES, LONGEST_LINE = 12, 20  # "H16", "§ 10-8": a line of the plan is a short mark
EMPTY = {"nb": "", "nn": ""}
NAMES = {"nb": str, str: str}
STEPS = [{"id": str, "names": NAMES}]
SHAPE = {
    "names": NAMES,
    "texts": {str: str},
    "functions": [str],
    "lines": [str],
    "duties": [str],
    "steps": STEPS,
    "school_steps": STEPS,
    **dict.fromkeys(("as_written", "per", "area", "count", "body"), str),
    "rule": {"kind": str},
    "on_need": bool,
}
CONTENT = contents.Format[dict[str, Any]](
    "activity",
    {1: contents.shaped(SHAPE, lambda c: c | {"rule": rules.read(c["rule"])})},
)


@dataclass(frozen=True)
class ActivityStep:
    """A part of an activity that is ticked by itself."""

    step_id: str
    names: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One activity of the plan."""

    activity_id: str
    position: int
    names: dict[str, str]
    texts: dict[str, str]  # our own words
    functions: tuple[str, ...]
    rule: Rule
    as_written: str  # the time as the plan writes it; empty if it says none
    on_need: bool
    per: str
    area: str
    lines: tuple[str, ...]
    steps: tuple[ActivityStep, ...] = ()
    school_steps: tuple[ActivityStep, ...] = ()  # ticked once for the school, beside the classes
    count: str = "done"
    body: str = ""  # its meetings are the ticks
    duties: tuple[str, ...] = ()  # which of the five duties it serves
    active: bool = True
    version: int = field(default=1, compare=False)

    @property
    def by_class(self) -> bool:
        """Whether it goes by class."""
        return self.per in ("class", "class_vg1")

    @property
    def frequent(self) -> bool:
        """Whether it is confirmed once a half-year instead of ticked each time."""
        return isinstance(self.rule, rules.FREQUENT)

    def scope(self, c: SchoolClass | None = None) -> TaskScope:
        """What `may` asks about a task of it, of this class or of the whole school."""
        functions = frozenset(self.functions)
        if c is None:
            return TaskScope(functions, on_need=self.on_need)
        return TaskScope(functions, c.class_id, c.department_id, self.on_need)

    def concerns(self, level: int) -> bool:
        """Whether a class of this level has it."""
        return self.per == "class" or (self.per == "class_vg1" and level == 1)


def every(store: Store) -> list[Activity]:
    """All activities in the plan's order, those taken out too."""

    def make() -> list[Activity]:
        a = activity
        rows = store.rows(sa.select(a).where(store.mine(a)).order_by(a.c.position, a.c.activity_id))
        return [_activity(row) for row in rows]

    return store.remember("activities", [activity], make)


def in_force(store: Store) -> list[Activity]:
    """The activities of the plan as it stands."""
    return [a for a in every(store) if a.active]


def find(store: Store, activity_id: str) -> Activity | None:
    """One activity."""
    return next((a for a in every(store) if a.activity_id == activity_id), None)


def _activity(row: sa.Row[Any]) -> Activity:
    c = CONTENT.read(row.content)
    return Activity(
        activity_id=row.activity_id,
        position=row.position,
        names=c["names"],
        texts=c["texts"],
        functions=tuple(c["functions"]),
        rule=c["rule"],
        as_written=c["as_written"],
        on_need=c["on_need"],
        per=c["per"],
        area=c["area"],
        lines=tuple(c["lines"]),
        steps=tuple(ActivityStep(s["id"], s["names"]) for s in c["steps"]),
        school_steps=tuple(ActivityStep(s["id"], s["names"]) for s in c["school_steps"]),
        count=c["count"],
        body=c["body"],
        duties=tuple(c["duties"]),
        active=row.active,
        version=row.version,
    )


def content(a: Activity) -> dict[str, Any]:
    """An activity as it is kept."""
    kept = {
        "names": a.names,
        "texts": a.texts,
        "functions": list(a.functions),
        "rule": rules.saved(a.rule),
        "as_written": a.as_written,
        "on_need": a.on_need,
        "per": a.per,
        "area": a.area,
        "lines": list(a.lines),
        "steps": [{"id": s.step_id, "names": s.names} for s in a.steps],
        "school_steps": [{"id": s.step_id, "names": s.names} for s in a.school_steps],
        "count": a.count,
        "body": a.body,
        "duties": list(a.duties),
    }
    return CONTENT.write(kept)


# --- changed in the page


def add(store: Store, person: Person, new: Activity) -> str:
    """An activity of the school's own, last in the plan; its id."""
    known = {a.activity_id for a in every(store)}
    number = next(n for n in range(1, len(known) + 2) if f"own-{n}" not in known)
    position = max((a.position for a in every(store)), default=0) + 10
    made = replace(new, activity_id=f"own-{number}", position=position, version=0)
    _validate(store, made)
    _save(store, person, made, Act.ACTIVITY_ADDED)
    return made.activity_id


def change(store: Store, person: Person, changed: Activity) -> None:
    """Save an activity; Stale if another saved since its version."""
    _validate(store, changed)
    _save(store, person, changed, Act.ACTIVITY_CHANGED)


def remove(store: Store, person: Person, activity_id: str, expected: int) -> None:
    """Take an activity out of the plan; its ticks stay, and `put_back` undoes it."""
    found = _known(store, activity_id)
    out = replace(found, active=False, version=expected)
    _save(store, person, out, Act.ACTIVITY_REMOVED)


def put_back(store: Store, person: Person, activity_id: str, expected: int) -> None:
    """Put an activity back into the plan."""
    found = _known(store, activity_id)
    _save(store, person, replace(found, active=True, version=expected), Act.ACTIVITY_PUT_BACK)


def _known(store: Store, activity_id: str) -> Activity:
    found = find(store, activity_id)
    if found is None:
        raise Refused
    return found


def _validate(store: Store, a: Activity) -> None:
    """Refuse what cannot be an activity, at the widget it stands in."""
    if not trimmed(a.names.get("nb", "")):
        raise Invalid("wheel.error.name", field="activity_name")
    if any(len(n) > LONGEST_NAME for n in a.names.values()):
        raise Invalid("wheel.error.long_name", field="activity_name", longest=LONGEST_NAME)
    if any(len(t) > LONGEST_TEXT for t in a.texts.values()):
        raise Invalid("wheel.error.long_text", field="activity_text", longest=LONGEST_TEXT)
    f = function
    known = {r.function_id for r in store.rows(sa.select(f.c.function_id).where(store.mine(f)))}
    if not a.functions or not set(a.functions) <= known:
        raise Invalid("wheel.error.functions", field="activity_functions")
    if a.per not in PER or a.area not in AREAS:
        raise Invalid("wheel.error.choice", field="activity_per")
    if a.on_need and a.per == "school":  # there is nobody of whom it could be said
        raise Invalid("wheel.error.on_need", field="activity_on_need")
    if len(a.lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in a.lines):
        raise Invalid(
            "wheel.error.lines", field="activity_lines", most=MOST_LINES, longest=LONGEST_LINE
        )
    for steps in (a.steps, a.school_steps):
        if len(steps) > MOST_STEPS or any(
            len(n) > LONGEST_NAME for s in steps for n in s.names.values()
        ):
            raise Invalid(
                "wheel.error.steps", field="activity_steps", most=MOST_STEPS, longest=LONGEST_NAME
            )
    # What is counted is not ticked in parts.
    if a.steps and (a.count != "done" or isinstance(a.rule, rules.TimesAYear)):
        raise Invalid("wheel.error.counted", field="activity_steps")
    try:
        rules.read(rules.saved(a.rule))
    except ValueError:
        raise Invalid("wheel.error.rule", field="activity_rule") from None


def _save(store: Store, person: Person, a: Activity, action: Act) -> None:
    if not may(person, Action.EDIT_WHEEL):
        raise Refused

    def work(tx: Tx) -> None:
        t = activity
        mine = t.c.activity_id == a.activity_id
        row = tx.execute(sa.select(t.c.version).where(tx.mine(t), mine)).first()
        if (row.version if row else 0) != a.version:
            raise Stale
        values = {
            "position": a.position,
            "content": content(a),
            "active": a.active,
            "changed_at": tx.now,
            "changed_by": person.person_id,
            "version": a.version + 1,
        }
        if row is None:
            tx.insert(t, {"activity_id": a.activity_id, **values})
        else:
            tx.update(t, mine, **values)
        tx.record(action, person.person_id, "activity", a.activity_id)

    asking.write(store, person, Action.EDIT_WHEEL, work)
