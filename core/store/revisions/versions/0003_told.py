"""One fact becomes two: rektor is told (§ 12-4), and the matter is taken up with her (§ 12-6).

What was kept as `raised` says that rektor got to know. That the student or the guardians took the
matter up with her is added only where she, or whom she has delegated it to, had opened a report
that one of them wrote.
"""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

OWN = ("self", "guardian")  # reporters who can take a matter up


def _table(of: str, /, **columns: Any) -> sa.TableClause:
    return sa.table(of, *(sa.column(n, kind) for n, kind in columns.items()))


ID = {"school_id": sa.Integer}
case_file = _table(
    "case_file", **ID, case_id=sa.Uuid, held_by=sa.String, moved_to=sa.Uuid, next_duty=sa.String
)
case_fact = _table(
    "case_fact",
    **ID,
    fact_id=sa.Uuid,
    case_id=sa.Uuid,
    kind=sa.String,
    day=sa.Date,
    at=sa.DateTime,
    person_id=sa.Uuid,
    subject_id=sa.Uuid,
    note=sa.LargeBinary,
)
report = _table(
    "report", **ID, report_id=sa.Uuid, case_id=sa.Uuid, source=sa.String, reporter=sa.String
)
report_fact = _table(
    "report_fact",
    **ID,
    report_id=sa.Uuid,
    kind=sa.String,
    day=sa.Date,
    at=sa.DateTime,
    person_id=sa.Uuid,
)
role_grant = _table(
    "role_grant",
    **ID,
    person_id=sa.Uuid,
    role=sa.String,
    confirmed_at=sa.DateTime,
    ended_at=sa.DateTime,
)
setting = _table("setting", **ID, name=sa.String, value=sa.JSON)


def upgrade() -> None:
    """Rename what is kept; add the second fact where it follows from the first."""
    db = op.get_bind()
    found = [*_read_reports(db), *_opened_cases(db), *_opened_by_rektor(db)]
    first: dict[tuple[int, uuid.UUID], tuple[date, datetime, uuid.UUID]] = {}
    for school_id, case_id, day, at, who in found:
        known = first.get((school_id, case_id))
        if known is None or (day, at) < known[:2]:
            first[school_id, case_id] = (day, at, who)
    db.execute(sa.update(case_fact).where(case_fact.c.kind == "raised").values(kind="told"))
    db.execute(
        sa.update(case_file).where(case_file.c.next_duty == "raise").values(next_duty="tell")
    )
    if first:
        db.execute(
            sa.insert(case_fact),
            [
                {
                    "school_id": school_id,
                    "fact_id": uuid.uuid4(),
                    "case_id": case_id,
                    "kind": "taken_up",
                    "day": day,
                    "at": at,
                    "person_id": None,
                    "subject_id": who,
                    "note": None,
                }
                for (school_id, case_id), (day, at, who) in first.items()
            ],
        )
    _rename_goal(db)


Found = list[tuple[int, uuid.UUID, date, datetime, uuid.UUID]]


def _hears(db: sa.Connection) -> dict[int, list[tuple[uuid.UUID, datetime, datetime]]]:
    """Who was rektor from when until when, or is her delegate, by school."""
    g, s = role_grant.c, setting.c
    out: dict[int, list[tuple[uuid.UUID, datetime, datetime]]] = {}
    asked = sa.select(g.school_id, g.person_id, g.confirmed_at, g.ended_at)
    for grant in db.execute(asked.where(g.role == "rektor", g.confirmed_at.is_not(None))):
        ended = grant.ended_at or datetime.max
        out.setdefault(grant.school_id, []).append((grant.person_id, grant.confirmed_at, ended))
    for row in db.execute(sa.select(s.school_id, s.value).where(s.name == "reading")):
        if delegate := (row.value or {}).get("delegate"):
            always = (uuid.UUID(str(delegate)), datetime.min, datetime.max)
            out.setdefault(row.school_id, []).append(always)
    return out


def _own_reports() -> sa.ColumnElement[bool]:
    return sa.and_(report.c.source == "form", report.c.reporter.in_(OWN))


def _schools_cases() -> sa.ColumnElement[bool]:
    return sa.and_(case_file.c.held_by == "school", case_file.c.moved_to.is_(None))


def _read_reports(db: sa.Connection) -> Found:
    """Reports of a case, by the student or a guardian, that rektor has read."""
    hears = _hears(db)
    r, f, c = report.c, report_fact.c, case_file.c
    asked = (
        sa.select(r.school_id, r.case_id, f.day, f.at, f.person_id)
        .join_from(
            report,
            report_fact,
            sa.and_(f.school_id == r.school_id, f.report_id == r.report_id, f.kind == "read"),
        )
        .join(case_file, sa.and_(c.school_id == r.school_id, c.case_id == r.case_id))
        .where(_own_reports(), _schools_cases(), f.person_id.is_not(None), f.at.is_not(None))
    )
    return [
        (row.school_id, row.case_id, row.day, row.at, row.person_id)
        for row in db.execute(asked)
        if any(
            who == row.person_id and since <= row.at < until
            for who, since, until in hears.get(row.school_id, ())
        )
    ]


def _linked() -> sa.Select[Any]:
    """(school, case, the moment at which an own report was put into it)."""
    f, r = case_fact.alias("received"), report.c
    return sa.select(f.c.school_id, f.c.case_id, f.c.at.label("linked_at")).join_from(
        f,
        report,
        sa.and_(
            f.c.school_id == r.school_id,
            f.c.case_id == r.case_id,
            f.c.subject_id == r.report_id,
            f.c.kind == "received",
            _own_reports(),
        ),
    )


def _raised(when: sa.ColumnElement[bool], linked: sa.Subquery) -> sa.Select[Any]:
    f, c = case_fact.c, case_file.c
    return (
        sa.select(f.school_id, f.case_id, f.day, f.at, f.person_id, f.subject_id)
        .join_from(
            case_fact,
            linked,
            sa.and_(f.school_id == linked.c.school_id, f.case_id == linked.c.case_id),
        )
        .join(case_file, sa.and_(c.school_id == f.school_id, c.case_id == f.case_id))
        .where(f.kind == "raised", f.note.is_(None), _schools_cases(), when)
    )


def _opened_cases(db: sa.Connection) -> Found:
    """Rektor opened the page of a case on which such a report stood already."""
    linked = _linked().subquery()
    asked = _raised(
        sa.and_(case_fact.c.person_id.is_not(None), linked.c.linked_at <= case_fact.c.at), linked
    )
    return [(r.school_id, r.case_id, r.day, r.at, r.person_id) for r in db.execute(asked)]


def _opened_by_rektor(db: sa.Connection) -> Found:
    """She had read such a report, or acted on it herself, when it was put into the case."""
    linked = _linked().subquery()
    asked = _raised(
        sa.and_(case_fact.c.subject_id.is_not(None), linked.c.linked_at == case_fact.c.at), linked
    )
    return [(r.school_id, r.case_id, r.day, r.at, r.subject_id) for r in db.execute(asked)]


def _rename_goal(db: sa.Connection) -> None:
    """The internal target has the name of its step."""
    s = setting.c
    for row in db.execute(sa.select(s.school_id, s.value).where(s.name == "goals")).all():
        value = dict(row.value or {})
        if "raise" in value:
            value["tell"] = value.pop("raise")
            db.execute(
                sa.update(setting)
                .where(s.school_id == row.school_id, s.name == "goals")
                .values(value=value)
            )
