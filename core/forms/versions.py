"""The report form in force, its drafts and its past: published versions are frozen for good."""

import functools
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core.access import Action, Person, may
from core.errors import Invalid, Refused, Stale
from core.forms import problems, xlsform
from core.forms.form import DRAFT, Form, FormVersion, from_json
from core.people import asking
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.folders import HOME
from core.store.schema.forms import form_draft, form_version

FORM_ID = "report"
NOTHING: dict[str, Any] = {}  # what is left of a draft that was published or dropped
STANDARD = HOME / "data" / "forms" / "report.md"


@dataclass(frozen=True)
class Published:
    """One version in the list: when, by whom, and what it was a copy of."""

    number: int
    published_at: datetime
    published_by: UUID | None
    copy_of: int | None


@dataclass(frozen=True)
class Draft:
    """What is being edited, and what is handed back with an edit of it.

    `version` is 0 if nothing was saved, and never again what it was in a draft before; `base` is
    the version in force that stood behind it.
    """

    form: Form
    version: int
    base: int


def current(store: Store) -> FormVersion | None:
    """The version that students get now, or None if the school has no form yet."""

    def ask() -> FormVersion | None:
        v = form_version
        row = store.row(
            sa.select(v.c.number, v.c.content)
            .where(store.mine(v), v.c.form_id == FORM_ID)
            .order_by(v.c.number.desc())
            .limit(1)
        )
        return FormVersion(from_json(row.content), row.number) if row else None

    return store.remember("form", [form_version], ask)


def get(store: Store, number: int) -> FormVersion | None:
    """One version, however old, or None if there never was one."""

    def ask() -> FormVersion | None:
        v = form_version
        row = store.row(
            sa.select(v.c.content).where(
                store.mine(v), v.c.form_id == FORM_ID, v.c.number == number
            )
        )
        return FormVersion(from_json(row.content), number) if row else None

    now = current(store)
    if now is None or number < 1 or number > now.number:
        return None
    return now if now.number == number else store.remember(("form", number), [form_version], ask)


def history(store: Store) -> list[Published]:
    """Every version, the newest first."""
    v = form_version
    return [
        Published(*tuple(row))
        for row in store.rows(
            sa.select(v.c.number, v.c.published_at, v.c.published_by, v.c.copy_of)
            .where(store.mine(v), v.c.form_id == FORM_ID)
            .order_by(v.c.number.desc())
        )
    ]


def draft(store: Store) -> Draft | None:
    """What is being edited: the draft, else the version in force; all fixed answers are in it."""
    d, v = form_draft, form_version
    with store.read() as db:  # one look at both: another may publish meanwhile
        row = db.execute(
            sa.select(d.c.content, d.c.version).where(store.mine(d), d.c.form_id == FORM_ID)
        ).first()
        now = db.execute(
            sa.select(v.c.content, v.c.number)
            .where(store.mine(v), v.c.form_id == FORM_ID)
            .order_by(v.c.number.desc())
            .limit(1)
        ).first()
    base = now.number if now else 0
    begun = DRAFT.read(row.content) if row else None
    if row and begun:
        return Draft(_completed(begun), row.version, base)
    return Draft(_completed(from_json(now.content)), 0, base) if now else None


def _completed(form: Form) -> Form:
    """A form from before an answer was fixed gets it, in the portal's own words and place.

    Nobody could add it in the editor, and without it nothing could be published any more.
    """
    there = {q.id: {o.id for o in q.options} for q in form.questions}
    lacks = {i for i, fixed in problems.FIXED.items() if i in there and fixed - there[i]}
    if not lacks:
        return form
    questions = []
    for question in form.questions:
        standard = _standard().question(question.id) if question.id in lacks else None
        if standard is not None:
            own = [o for o in question.options if standard.option(o.id) is None]
            fixed = [question.option(o.id) or o for o in standard.options]
            questions.append(replace(question, options=(*fixed, *own)))
        else:
            questions.append(question)
    return replace(form, questions=tuple(questions))


@functools.cache
def _standard() -> Form:
    return xlsform.read_file(STANDARD)


def save_draft(
    store: Store, person: Person, form: Form, expected: int, base: int | None = None
) -> int:
    """Keep an edit; its version. Raises Stale if another saved since `expected` and `base`."""
    _must(person)

    def work(tx: Tx) -> int:
        _unchanged(tx, expected, base)
        return _keep(tx, person, asdict(form), Act.FORM_DRAFT_SAVED)

    return asking.write(store, person, Action.EDIT_FORM, work)


def drop_draft(
    store: Store, person: Person, expected: int | None = None, base: int | None = None
) -> None:
    """Throw the draft away, as it was seen; the version in force stays. Raises Stale."""
    _must(person)

    def work(tx: Tx) -> None:
        if _draft_version(tx):  # else it is gone already
            _unchanged(tx, expected, base)
            _keep(tx, person, NOTHING, Act.FORM_DRAFT_DROPPED)

    asking.write(store, person, Action.EDIT_FORM, work)


def publish(store: Store, person: Person, expected: int, base: int | None = None) -> int:
    """Publish the draft as the next version; its number.

    Raises Invalid at the first problem that stops, InvalidFile if pyxform refuses it, Stale
    if another saved since `expected`; the version in force then stays in force.
    """
    _must(person)
    found = draft(store)
    if found is None or found.version != expected or expected == 0:
        raise Stale
    form = checked(found.form)

    def work(tx: Tx) -> int:
        _unchanged(tx, expected, base)
        _keep(tx, person, NOTHING)
        return append(tx, form, person)

    return asking.write(store, person, Action.EDIT_FORM, work)


def go_back(store: Store, person: Person, number: int) -> int:
    """Publish the content of an older version again, under a new number."""
    _must(person)
    old = get(store, number)
    if old is None:
        raise Refused
    form = checked(_completed(old.form))
    return asking.write(
        store, person, Action.EDIT_FORM, lambda tx: append(tx, form, person, number)
    )


def checked(form: Form) -> Form:
    """The form, letter by letter; raises Invalid at the first problem, or if pyxform refuses it.

    What pyxform makes of it is not kept: it straightens quotes and draws spaces together.
    """
    for problem in problems.problems(form):
        if problem.stops:
            raise Invalid(problem.key, field=problem.question_id, **problem.facts)
    xlsform.compile_form(form)
    return form


def _must(person: Person) -> None:
    if not may(person, Action.EDIT_FORM):
        raise Refused


def _unchanged(tx: Tx, expected: int | None, base: int | None) -> None:
    """Raise Stale if the draft, or what is in force, is another by now."""
    if expected not in (None, _draft_version(tx)) or base not in (None, _number_in_force(tx)):
        raise Stale


def _draft_version(tx: Tx) -> int:
    """The version of the draft; 0 if there is none, although its row may be there."""
    row = _row(tx)
    return row.version if row and DRAFT.read(row.content) else 0


def _row(tx: Tx) -> sa.Row[Any] | None:
    d = form_draft
    return tx.execute(
        sa.select(d.c.version, d.c.content).where(tx.mine(d), d.c.form_id == FORM_ID)
    ).first()


def _keep(tx: Tx, person: Person, content: dict[str, Any], act: Act | None = None) -> int:
    """The draft's row, or what is left of one, under the next number; that number.

    A page may still hold any number that was given: none is given twice.
    """
    last = _row(tx)
    version: int = last.version + 1 if last else 1
    values = {
        "content": DRAFT.write(content),
        "saved_at": tx.now,
        "saved_by": person.person_id,
        "version": version,
    }
    if last is None:
        tx.insert(form_draft, {"form_id": FORM_ID, **values})
    else:
        tx.update(form_draft, form_draft.c.form_id == FORM_ID, **values)
    if act is not None:
        tx.record(act, person.person_id, "form", FORM_ID)
    return version


def _number_in_force(tx: Tx) -> int:
    v = form_version
    newest = sa.select(sa.func.max(v.c.number)).where(tx.mine(v), v.c.form_id == FORM_ID)
    return int(tx.connection.scalar(newest) or 0)


def append(tx: Tx, form: Form, person: Person | None, copy_of: int | None = None) -> int:
    """The next version, in force at once; its number."""
    v = form_version
    number = _number_in_force(tx) + 1
    tx.insert(
        v,
        {
            "form_id": FORM_ID,
            "number": number,
            "content": form.to_json(),
            "published_at": tx.now,
            "published_by": person.person_id if person else None,
            "copy_of": copy_of,
        },
    )
    tx.record(
        Act.FORM_PUBLISHED, person.person_id if person else None, "form", FORM_ID, number=number
    )
    return number
