"""Whether a school's database is what it should be: revision, chains, ciphertexts, references."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from core.store import crypto, day_seals
from core.store.engine import Store, row_name
from core.store.schema import cases, drafts, metadata, people, reports, school, wheel

# Bytes that are no ciphertext: the links of the log, the digests of reporters' days.
NOT_SEALED = ("chain", "digest")
SHOWN = 5  # of each kind of fault; more helps nobody and a broken key would list every row

# What a row refers to. The engine does not keep these (see schema/__init__), so `verify` looks.
P = people.person.c.person_id
REFERENCES: tuple[tuple[sa.Column[object], sa.Column[object]], ...] = (
    (reports.report_fact.c.report_id, reports.report.c.report_id),
    (reports.message.c.report_id, reports.report.c.report_id),
    (reports.report.c.case_id, cases.case.c.case_id),
    (cases.case_access.c.case_id, cases.case.c.case_id),
    (cases.case_access.c.person_id, P),
    (cases.case_person.c.case_id, cases.case.c.case_id),
    (cases.case_person.c.report_id, reports.report.c.report_id),
    (cases.case_fact.c.case_id, cases.case.c.case_id),
    (cases.measure.c.case_id, cases.case.c.case_id),
    (cases.measure.c.case_person_id, cases.case_person.c.case_person_id),
    (cases.journal.c.case_id, cases.case.c.case_id),
    (drafts.draft.c.person_id, P),
    (people.role_grant.c.person_id, P),
    (people.privacy_known.c.person_id, P),
    (people.function.c.holder_id, P),
    (people.function.c.deputy_id, P),
    (people.session.c.person_id, P),
    (people.device.c.person_id, P),
    (school.department.c.leader_id, P),
    (school.school_class.c.contact_teacher_id, P),
    (school.school_class.c.department_id, school.department.c.department_id),
    (school.class_teacher.c.class_id, school.school_class.c.class_id),
    (school.class_teacher.c.person_id, P),
    (wheel.tick.c.activity_id, wheel.activity.c.activity_id),
    (wheel.tick.c.class_id, school.school_class.c.class_id),
    (wheel.tick.c.person_id, P),
    (wheel.need.c.activity_id, wheel.activity.c.activity_id),
    (wheel.need.c.class_id, school.school_class.c.class_id),
    (wheel.activity_date.c.activity_id, wheel.activity.c.activity_id),
    (wheel.body_member.c.body_id, wheel.body.c.body_id),
    (wheel.body_member.c.person_id, P),
    (wheel.meeting.c.body_id, wheel.body.c.body_id),
)


@dataclass(frozen=True)
class Fault:
    """Something that is not as it should be; `where` names rows by table and key, never content."""

    # revision, chain, unsealed, ciphertext, orphan, unreadable, projection, release, damaged, or a
    # losses.Loss.kind
    kind: str
    where: str


def faults(store: Store) -> Iterator[Fault]:
    """Every fault of the database itself, the first few of each kind in each place."""
    with store.statistics() as db:
        if not _at_head(db):
            yield Fault("revision", "alembic_version")
            return
        # A row that was read is dropped: the whole of a large school never stands in memory.
        db = db.execution_options(yield_per=5_000)  # noqa: PLW2901
        yield from _first(Fault("chain", f"audit {n}") for n in store.ledger.broken(db))
        yield from _first(
            Fault("chain", f"reporter_event {d}") for d in day_seals.broken(store, db)
        )
        yield from _first(Fault("unsealed", str(day)) for day in day_seals.overdue(store, db))
        for column in sealed_columns():
            yield from _first(_unopened(store, db, column))
        for child, parent in REFERENCES:
            yield from _first(_orphans(store, db, child, parent))


def _at_head(db: sa.Connection) -> bool:
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(Path(__file__).parent / "revisions")
    held: str | None = db.scalar(sa.text("select version_num from alembic_version"))
    return held == script.get_current_head()


def _first(found: Iterator[Fault]) -> Iterator[Fault]:
    for n, fault in enumerate(found, 1):
        yield fault
        if n == SHOWN:
            return


def sealed_columns() -> list[sa.Column[object]]:
    """Every column that holds ciphertext."""
    return [
        column
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.LargeBinary) and column.name not in NOT_SEALED
    ]


def _unopened(store: Store, db: sa.Connection, column: sa.Column[object]) -> Iterator[Fault]:
    table = column.table
    key = [c for c in table.primary_key.columns if c.name != "school_id"]
    found = sa.select(column, *key).where(store.mine(table), column.is_not(None))
    for blob, *values in db.execute(found):
        try:
            store.box.unseal(bytes(blob), row_name(column, store.school_id, *values))
        except crypto.Broken:
            yield Fault("ciphertext", "|".join([table.name, column.name, *map(str, values)]))


def _orphans(
    store: Store, db: sa.Connection, child: sa.Column[object], parent: sa.Column[object]
) -> Iterator[Fault]:
    held = sa.select(parent).where(parent.table.c.school_id == store.school_id)
    found = (
        sa.select(child)
        .where(child.table.c.school_id == store.school_id, child.is_not(None), child.not_in(held))
        .distinct()
        .limit(SHOWN)
    )
    for (value,) in db.execute(found):
        yield Fault("orphan", f"{child.table.name}.{child.name} {value}")
