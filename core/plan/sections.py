"""The action plan as text: sections with their history, its cycle, who has read it.

A section is never overwritten: saving adds a version, going back adds one more. Sections of kind
`law` are what the law adds and the school's plan does not say; the portal supplies them until the
school takes them into its plan.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, get_args
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa

from core.access import Action, Person, may
from core.errors import Invalid, Refused, Stale
from core.people import asking
from core.store import contents
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx
from core.store.schema.plan import plan_section
from core.words import STAFF_LANGUAGES

Kind = Literal["goal", "value", "duty", "role", "body", "instrument", "cycle", "link", "law"]
KINDS = get_args(Kind)
# Where a section goes when the school takes what the law says into its own plan.
ADOPTED_AS = "duty"
LONGEST = {"title": 160, "text": 4000, "point": 600}  # characters; a section is read on one screen
MOST_POINTS = 30


@dataclass(frozen=True)
class Text:
    """One section in one language: title, text, and its points one a line."""

    title: str
    text: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """One section of the plan in one version."""

    section_id: str
    version: int
    position: int
    kind: str
    texts: dict[str, Text]
    lines: tuple[str, ...]  # which lines of the school's own plan, or which paragraphs
    url: str
    paragraph: str
    supplied: bool  # by the portal: the law says it and the plan does not
    checked_on: date | None  # when somebody last looked whether the link leads where it should
    active: bool
    changed_at: datetime
    changed_by: UUID | None

    def said(self, language: str) -> Text:
        """The section in this language, bokmål if it lacks it."""
        return self.texts.get(language) or self.texts.get("nb") or next(iter(self.texts.values()))


SHAPE = {
    **dict.fromkeys(("url", "paragraph", "checked_on"), str),
    "lines": [str],
    "supplied": bool,
}
TEXT = {"title": str, "text": str, "points": [str]}


def _texts(content: dict[str, Any]) -> dict[str, Any]:
    """The content with its texts in `texts`: beside the rest it is kept under their languages."""
    texts = {lang: content[lang] for lang in STAFF_LANGUAGES if lang in content}
    contents.shaped({str: TEXT})(texts)
    if not texts:
        raise ValueError
    day = content["checked_on"]
    return content | {"texts": texts, "checked_on": date.fromisoformat(day) if day else None}


CONTENT = contents.Format[dict[str, Any]]("plan_section", {1: contents.shaped(SHAPE, _texts)})


def _content(section: Section) -> dict[str, Any]:
    kept = {
        **{
            lang: {"title": t.title, "text": t.text, "points": list(t.points)}
            for lang, t in section.texts.items()
        },
        "lines": list(section.lines),
        "url": section.url,
        "paragraph": section.paragraph,
        "supplied": section.supplied,
        "checked_on": section.checked_on.isoformat() if section.checked_on else "",
    }
    return CONTENT.write(kept)


def _section(row: sa.Row[Any]) -> Section:
    c = CONTENT.read(row.content)
    return Section(
        section_id=row.section_id,
        version=row.version,
        position=row.position,
        kind=row.kind,
        texts={
            lang: Text(said["title"], said["text"], tuple(said["points"]))
            for lang, said in c["texts"].items()
        },
        lines=tuple(c["lines"]),
        url=c["url"],
        paragraph=c["paragraph"],
        supplied=c["supplied"],
        checked_on=c["checked_on"],
        active=row.active,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def _newest(store: Store) -> list[Section]:
    s = plan_section
    newest: dict[str, Section] = {}
    for row in store.rows(sa.select(s).where(store.mine(s)).order_by(s.c.section_id, s.c.version)):
        newest[row.section_id] = _section(row)
    return sorted(newest.values(), key=lambda x: (KINDS.index(x.kind), x.position, x.section_id))


def sections(store: Store) -> list[Section]:
    """The plan in force: goals first, links and what the law adds last."""
    return [s for s in store.remember("plan", [plan_section], lambda: _newest(store)) if s.active]


def removed(store: Store) -> list[Section]:
    """Sections that were taken out, as they last stood."""
    return [s for s in _newest(store) if not s.active]


def missing(store: Store) -> list[Section]:
    """What the law asks for and the school's own plan does not say."""
    return [s for s in sections(store) if s.supplied]


def history(store: Store, section_id: str) -> list[Section]:
    """Every version of a section, newest first."""
    s = plan_section
    rows = store.rows(
        sa.select(s).where(store.mine(s), s.c.section_id == section_id).order_by(s.c.version.desc())
    )
    return [_section(row) for row in rows]


def written(title: str, text: str = "", points: str = "") -> Text:
    """A text as it was typed: points one a line; refused if too long or without a title."""
    lines = tuple(line.strip(" -•\t") for line in points.splitlines() if line.strip(" -•\t"))
    if not trimmed(title):
        raise Invalid("plan.error.title", field="section_title")
    if len(title) > LONGEST["title"]:
        raise Invalid("plan.error.long_title", field="section_title", longest=LONGEST["title"])
    if len(text) > LONGEST["text"]:
        raise Invalid("plan.error.long_text", field="section_text", longest=LONGEST["text"])
    if len(lines) > MOST_POINTS or any(len(p) > LONGEST["point"] for p in lines):
        raise Invalid(
            "plan.error.points", field="section_points", most=MOST_POINTS, longest=LONGEST["point"]
        )
    return Text(trimmed(title), trimmed(text), lines)


def link(url: str) -> str:
    """A web address as it was typed; only https, so that no page leads to something else."""
    address = trimmed(url)
    if address and (urlsplit(address).scheme != "https" or not urlsplit(address).netloc):
        raise Invalid("plan.error.url", field="section_url")
    return address


def save(
    store: Store,
    person: Person,
    section_id: str,
    texts: dict[str, Text],
    url: str,
    expected: int,
) -> None:
    """A new version of a section; Stale if another saved since version `expected`."""
    now = _current(store, section_id)
    checked = now.checked_on if link(url) == now.url else None
    _add_version(
        store,
        person,
        replace(now, texts=texts, url=link(url), checked_on=checked),
        expected,
        Act.PLAN_CHANGED,
    )


def add(store: Store, person: Person, kind: str, texts: dict[str, Text], url: str = "") -> str:
    """A section of the school's own, last among its kind; its id."""
    if kind not in KINDS or kind == "law":
        raise Invalid("plan.error.kind", field="section_kind", kinds=", ".join(KINDS[:-1]))
    known = {s.section_id for s in _newest(store)}
    number = next(n for n in range(1, len(known) + 2) if f"own-{n}" not in known)
    position = max((s.position for s in sections(store) if s.kind == kind), default=0) + 10
    new = Section(
        section_id=f"own-{number}",
        version=0,
        position=position,
        kind=kind,
        texts=texts,
        lines=(),
        url=link(url),
        paragraph="",
        supplied=False,
        checked_on=None,
        active=True,
        changed_at=store.now(),
        changed_by=person.person_id,
    )
    _add_version(store, person, new, 0, Act.PLAN_ADDED)
    return new.section_id


def remove(store: Store, person: Person, section_id: str, expected: int) -> None:
    """Take a section out of the plan; its history stays and `put_back` undoes it."""
    now = _current(store, section_id)
    _add_version(store, person, replace(now, active=False), expected, Act.PLAN_REMOVED)


def put_back(store: Store, person: Person, section_id: str, version: int) -> None:
    """Make an older version the one in force, as a new version."""
    now = _current(store, section_id)
    old = next((s for s in history(store, section_id) if s.version == version), None)
    if old is None:
        raise Refused
    _add_version(store, person, replace(old, active=True), now.version, Act.PLAN_PUT_BACK)


def adopt(store: Store, person: Person, section_id: str, expected: int) -> None:
    """Take what the law says into the school's own plan, where it can then be reworded."""
    now = _current(store, section_id)
    position = max((s.position for s in sections(store) if s.kind == ADOPTED_AS), default=0) + 10
    taken = replace(now, kind=ADOPTED_AS, supplied=False, position=position)
    _add_version(store, person, taken, expected, Act.PLAN_ADOPTED)


def check_link(store: Store, person: Person, section_id: str, expected: int) -> None:
    """Write down that somebody opened the link today and it led where it should."""
    now = _current(store, section_id)
    if not now.url:
        raise Invalid("plan.error.url", field="section_url")
    seen = replace(now, checked_on=store.today())
    _add_version(store, person, seen, expected, Act.PLAN_LINK_CHECKED)


def _current(store: Store, section_id: str) -> Section:
    found = next((s for s in _newest(store) if s.section_id == section_id), None)
    if found is None:
        raise Refused
    return found


def _add_version(
    store: Store, person: Person, section: Section, expected: int, action: Act
) -> None:
    if not may(person, Action.EDIT_PLAN):
        raise Refused

    def work(tx: Tx) -> None:
        s = plan_section
        newest = tx.execute(
            sa.select(sa.func.max(s.c.version)).where(
                tx.mine(s), s.c.section_id == section.section_id
            )
        ).scalar()
        if (newest or 0) != expected:
            raise Stale
        new = replace(section, version=expected + 1, changed_by=person.person_id)
        tx.insert(s, row_of(new, tx.now))
        tx.record(action, person.person_id, "plan_section", section.section_id)

    asking.write(store, person, Action.EDIT_PLAN, work)


def row_of(section: Section, now: datetime) -> dict[str, Any]:
    """A version of a section as it is kept."""
    return {
        "section_id": section.section_id,
        "version": section.version,
        "position": section.position,
        "kind": section.kind,
        "content": _content(section),
        "active": section.active,
        "changed_at": now,
        "changed_by": section.changed_by,
    }
