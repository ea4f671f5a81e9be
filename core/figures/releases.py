"""Tallrapporter: safe figures of a finished half-year, frozen when made, for the committee.

Rektor makes one, sees exactly what the committee will see, approves it; publishing it on the
school's public page is a second act. One per half-year: a number for the whole year would bind its
halves to each other. What turns out to be wrong is put right in the next.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.access import Action, Person, may
from core.errors import Invalid, Refused
from core.figures import auditor, names, period, plenary
from core.figures import tables as release
from core.figures.period import Period, PeriodKind
from core.figures.tables import SafeFigures
from core.people import asking
from core.store import contents
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx
from core.store.schema import figures as tables
from core.store.schema.reports import report

# Its hash is over what is kept: a release stays in the format that it was made in.
NAMES = {str: {"nb": str, str: str}}
SHAPE = {
    **dict.fromkeys(("from", "to"), str),
    "figures": release.SHAPE,
    "names": {"kind": NAMES, "area": NAMES},
    "definition": {"nb": str, str: str},
}


def _first(content: dict[str, Any]) -> dict[str, Any]:
    return content | {"figures": SafeFigures.of_json(content["figures"])}


CONTENT = contents.Format[dict[str, Any]]("release", {1: contents.shaped(SHAPE, _first)})
LONGEST_COMMENT = 2_000  # characters: a page, and the rest is for the meeting


@dataclass(frozen=True, kw_only=True)
class Release:
    """A tallrapport as it was frozen, and what was done with it since."""

    number: int
    period: Period
    kept: dict[str, Any]  # as it was frozen, to the letter
    hash: str
    made_at: datetime
    approved_at: datetime | None
    published_at: datetime | None

    @property
    def content(self) -> dict[str, Any]:
        """What it shows, in today's shape."""
        return CONTENT.read(self.kept)

    @property
    def figures(self) -> SafeFigures:
        """The safe figures."""
        found: SafeFigures = self.content["figures"]
        return found

    def name(self, table: str, row: str, language: str) -> str:
        """What a row was called when the release was made."""
        names: dict[str, str] = self.content["names"][table][row]
        return names.get(language) or names["nb"]

    def definition(self, language: str) -> str:
        """What is counted and how it was made safe, as it was said then."""
        said: dict[str, str] = self.content["definition"]
        return said.get(language) or said["nb"]

    def is_whole(self) -> bool:
        """Whether the content is still what was frozen."""
        return self.hash == digest(self.number, self.period, self.kept)


@dataclass(frozen=True)
class Comment:
    """What a member of the committee said about a release."""

    comment_id: uuid.UUID
    person_id: uuid.UUID
    at: datetime
    body: str


def digest(number: int, of: Period, kept: dict[str, Any]) -> str:
    """The SHA-256 of a release: its number, its period, all that it shows."""
    frozen = json.dumps([number, of.code, kept], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(frozen.encode()).hexdigest()


def listed(store: Store, person: Person | None) -> list[Release]:
    """The releases this person may open, newest first; without a person: what is public."""
    t = tables.release
    allowed = [t.c.dropped_at.is_(None)]
    if person is None:
        allowed.append(t.c.published_at.is_not(None))
    elif not may(person, Action.MAKE_RELEASE):
        if not may(person, Action.OPEN_PAGE, "su"):
            raise Refused
        allowed.append(t.c.approved_at.is_not(None))
    rows = store.rows(sa.select(t).where(store.mine(t), *allowed).order_by(t.c.number.desc()))
    return [_release(row) for row in rows]


def _release(row: Any) -> Release:
    return Release(
        number=row.number,
        period=period.parse(row.period),
        kept=row.content,
        hash=row.hash,
        made_at=row.made_at,
        approved_at=row.approved_at,
        published_at=row.published_at,
    )


def open_periods(store: Store, person: Person) -> list[Period]:
    """The finished periods that a release can be made for now, newest first."""
    _must(person, Action.MAKE_RELEASE)
    first = store.row(
        sa.select(sa.func.min(report.c.day).label("day")).where(release.school_reports(store))
    )
    if first is None or first.day is None:
        return []
    taken = _taken(store.rows(_periods(store)))
    found = period.finished_since(first.day, store.today())
    return [p for p in found if not any(p.overlaps(t) for t in taken)]


def _periods(store: Store | Tx) -> sa.Select[str]:
    t = tables.release
    return sa.select(t.c.period).where(store.mine(t), t.c.dropped_at.is_(None))


def _taken(rows: Any) -> list[Period]:
    return [period.parse(row.period) for row in rows]


def make(store: Store, person: Person, of: Period) -> int:
    """Freeze a release of a finished period; its number. It is seen by leaders until approved.

    Raises Invalid for a period that is not over, that is no half-year, or of which some day is in
    another release.
    """
    _must(person, Action.MAKE_RELEASE)
    if not of.finished(store.today()):
        raise Invalid("release.error.not_finished", field="release_period")
    if of.kind is PeriodKind.YEAR:
        raise Invalid("release.error.no_half_year", field="release_period")
    areas = names.areas(store)
    now = release.counts(store, of.start, of.end, tuple(areas))
    figures = auditor.release(plenary.shown(store, of), now, tuple(areas))
    areas |= {row: names.area_name(row) for row, _ in figures.area.rows if row not in areas}
    content = {
        "from": of.start.isoformat(),
        "to": of.end.isoformat(),
        "figures": figures.as_json(),
        "names": {"kind": names.laws(), "area": areas},
        "definition": names.in_every_language("school.definition"),
    }
    # As it will be read back, so that the hash holds.
    kept = json.loads(CONTENT.pack(content))

    def work(tx: Tx) -> int:
        if any(of.overlaps(t) for t in _taken(tx.execute(_periods(tx)))):
            raise Invalid("release.error.exists", field="release_period")
        t = tables.release
        last = tx.execute(sa.select(sa.func.max(t.c.number)).where(tx.mine(t))).scalar()
        number = (last or 0) + 1
        tx.insert(
            t,
            {
                "number": number,
                "period": of.code,
                "content": kept,
                "hash": digest(number, of, kept),
                "made_at": tx.now,
                "made_by": person.person_id,
            },
        )
        tx.record(Act.RELEASE_MADE, person.person_id, "release", number, period=of.code)
        return number

    return asking.write(store, person, Action.MAKE_RELEASE, work)


def approve(store: Store, person: Person, number: int) -> None:
    """Let the committee see it; from now on nothing about it changes."""
    t = tables.release
    _act(store, person, number, Act.RELEASE_APPROVED, t.c.approved_at.is_(None), "approved")


def drop(store: Store, person: Person, number: int) -> None:
    """Put away a release that nobody but leaders has seen; its number is not used again."""
    t = tables.release
    _act(store, person, number, Act.RELEASE_DROPPED, t.c.approved_at.is_(None), "dropped")


def publish(store: Store, person: Person, number: int) -> None:
    """Show an approved release on the school's public page."""
    t = tables.release
    ready = sa.and_(t.c.approved_at.is_not(None), t.c.published_at.is_(None))
    _act(store, person, number, Act.RELEASE_PUBLISHED, ready, "published")


def withdraw(store: Store, person: Person, number: int) -> None:
    """Take a release off the public page; the committee keeps it."""
    t = tables.release
    _act(store, person, number, Act.RELEASE_WITHDRAWN, t.c.published_at.is_not(None), None)


def _act(
    store: Store,
    person: Person,
    number: int,
    event: Act,
    ready: sa.ColumnElement[bool],
    done: str | None,
) -> None:
    _must(person, Action.MAKE_RELEASE)
    t = tables.release

    def work(tx: Tx) -> None:
        values: dict[str, Any] = {"published_at": None, "published_by": None}
        if done == "dropped":
            values = {"dropped_at": tx.now}
        elif done:
            values = {f"{done}_at": tx.now, f"{done}_by": person.person_id}
        if not tx.update(t, t.c.number == number, t.c.dropped_at.is_(None), ready, **values):
            raise Refused
        tx.record(event, person.person_id, "release", number)

    asking.write(store, person, Action.MAKE_RELEASE, work)


def take(store: Store, person: Person, number: int, what: str) -> Release:
    """A release that leaves the portal as a file; who took it stands in the log."""
    found = next((r for r in listed(store, person) if r.number == number), None)
    if found is None:
        raise Refused

    def work(tx: Tx) -> None:
        tx.record(Act.RELEASE_TAKEN, person.person_id, "release", number, file=what)

    asking.write(store, person, lambda now: _opens(store, now, number), work)
    return found


def _opens(store: Store, person: Person, number: int) -> bool:
    return any(r.number == number for r in listed(store, person))


def comment(store: Store, person: Person, number: int, body: str) -> None:
    """Say something about an approved release; raises Invalid if it is empty or too long."""
    _must(person, Action.COMMENT_RELEASE)
    body = trimmed(body)
    if not body:
        raise Invalid("release.error.comment_empty", field="comment_text")
    if len(body) > LONGEST_COMMENT:
        raise Invalid("release.error.comment_long", field="comment_text", most=LONGEST_COMMENT)
    if not _opens(store, person, number):
        raise Refused
    t = tables.release_comment

    def work(tx: Tx) -> None:
        comment_id = tx.new_id()
        tx.insert(
            t,
            {
                "comment_id": comment_id,
                "number": number,
                "person_id": person.person_id,
                "at": tx.now,
                "body": tx.seal(t.c.body, body, comment_id),
            },
        )
        tx.record(Act.RELEASE_COMMENTED, person.person_id, "release", number)

    def allowed(now: Person) -> bool:
        return may(now, Action.COMMENT_RELEASE) and _opens(store, now, number)

    asking.write(store, person, allowed, work)


def remove_comment(store: Store, person: Person, comment_id: uuid.UUID) -> None:
    """Take back one's own comment."""
    t = tables.release_comment

    def work(tx: Tx) -> None:
        mine = (t.c.comment_id == comment_id, t.c.person_id == person.person_id)
        if not tx.delete(t, *mine):
            raise Refused
        tx.record(Act.RELEASE_COMMENT_REMOVED, person.person_id, "comment", comment_id)

    store.write(work)


def comments(store: Store, person: Person, number: int) -> list[Comment]:
    """What was said about a release that this person may open, oldest first."""
    if not _opens(store, person, number):
        raise Refused
    t = tables.release_comment
    rows = store.rows(sa.select(t).where(store.mine(t), t.c.number == number).order_by(t.c.at))
    return [
        Comment(r.comment_id, r.person_id, r.at, store.text(t.c.body, r.body, r.comment_id))
        for r in rows
    ]


def broken(store: Store) -> list[int]:
    """The numbers of releases whose content is no longer what was frozen, for `verify`."""
    t = tables.release
    rows = store.rows(sa.select(t).where(store.mine(t)))
    return [r.number for r in map(_release, rows) if not r.is_whole()]


def _must(person: Person, action: Action) -> None:
    if not may(person, action):
        raise Refused
