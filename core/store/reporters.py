"""What reporters did: an act and its day, in no order; each night the set of a day is sealed.

A number or a link beside the staff's clock would set a reporter's act between two of theirs, so an
event has a random key and nothing that joins it to a report. A report that was sent is its own
event until its day is sealed: sending it writes one row. What is sealed, and checked, is in
`core/store/day_seals`; how many events there are is bound by the sealed head.
"""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

import sqlalchemy as sa

from core.store import crypto
from core.store.acts import Act
from core.store.schema.reports import BY_REPORTER, report
from core.store.schema.school import reporter_event, reporter_seal

PURPOSE = "a day of reporters' events"  # of the keyed digest


class ItsReport(Enum):
    """What the same transaction does to the row that is the event by itself."""

    NONE = auto()  # the event is another
    COMES = auto()
    GOES = auto()


@dataclass(frozen=True, kw_only=True)
class ReporterEvent:
    """What a reporter did, on a day."""

    event_id: uuid.UUID
    action: str
    day: date
    report: ItsReport = ItsReport.NONE


def digests(
    box: crypto.Box,
    school_id: int,
    day: date,
    number: int,
    events: Iterable[tuple[uuid.UUID, str]],
) -> list[bytes]:
    """The keyed digest of a day's events under each key, whichever order they are given in."""
    told = sorted((event_id.hex, action) for event_id, action in events)
    return box.digests(
        PURPOSE, json.dumps([school_id, day.isoformat(), number, len(told), *map(list, told)])
    )


def is_own_event(school_id: int) -> sa.ColumnElement[bool]:
    """The clause for reports that are their own event: a reporter's, on a day without a seal."""
    sealed = sa.select(reporter_seal.c.day).where(reporter_seal.c.school_id == school_id)
    return sa.and_(
        report.c.school_id == school_id,
        report.c.source == BY_REPORTER,
        report.c.day.not_in(sealed),
    )


class ReporterEvents:
    """Those of one school, written and counted.

    One process writes to a file, so the count is kept in memory; after a failed transaction, and
    always on PostgreSQL, it is read again.
    """

    def __init__(self, school_id: int) -> None:
        self._school_id = school_id
        self._count: int | None = None
        self._unsealed: set[date] = set()

    def forget(self) -> None:
        """Read the count, and which days are sealed, again before they are used."""
        self._count = None
        self._unsealed.clear()

    def append(self, connection: sa.Connection, events: Sequence[ReporterEvent]) -> None:
        """Write the events that no report stands for; the caller has the turn to write."""
        rows = [
            {
                "school_id": self._school_id,
                "event_id": event.event_id,
                "day": event.day,
                "action": event.action,
                "seal": 0,
            }
            for event in events
            if self._has_a_row(connection, event)
        ]
        if rows:
            rows.sort(key=lambda row: str(row["event_id"]))
            connection.execute(reporter_event.insert(), rows if len(rows) > 1 else rows[0])
        if self._count is not None:
            self._count += sum(event.report is not ItsReport.GOES for event in events)

    def _has_a_row(self, connection: sa.Connection, event: ReporterEvent) -> bool:
        match event.report:
            case ItsReport.COMES:  # a clock that was turned back: the day has its seal already
                return self._is_sealed(connection, event.day)
            case ItsReport.GOES:
                return not self._is_sealed(connection, event.day)
            case ItsReport.NONE:
                return True

    def _is_sealed(self, connection: sa.Connection, day: date) -> bool:
        if day in self._unsealed:
            return False
        s = reporter_seal
        asked = sa.select(s.c.day).where(s.c.school_id == self._school_id, s.c.day == day).limit(1)
        if connection.execute(asked).first() is not None:
            return True
        self._unsealed.add(day)
        return False

    def count(self, connection: sa.Connection) -> int:
        """How many there are: sealed, not sealed yet, and reports that are their own event."""
        if self._count is None:
            s, e = reporter_seal, reporter_event
            parts = (
                sa.select(sa.func.coalesce(sa.func.sum(s.c.events), 0)).where(
                    s.c.school_id == self._school_id
                ),
                sa.select(sa.func.count()).where(e.c.school_id == self._school_id, e.c.seal == 0),
                sa.select(sa.func.count()).select_from(report).where(is_own_event(self._school_id)),
            )
            row = connection.execute(sa.select(*(part.scalar_subquery() for part in parts))).one()
            self._count = sum(map(int, row))
        return self._count


SENT = str(Act.REPORT_SENT)  # the act that a report's row stands for
