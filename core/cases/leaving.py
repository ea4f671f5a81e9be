"""What becomes of a case when whoever has it leaves: nobody has it until somebody takes it."""

import uuid

import sqlalchemy as sa

from core.cases import facts
from core.cases.clock import OVER, Kind
from core.store.acts import Act
from core.store.engine import Tx
from core.store.schema.cases import case
from core.store.schema.drafts import draft
from core.store.schema.reports import report


def left(tx: Tx, person_id: uuid.UUID) -> None:
    """Write in each open case that they had: they have it no more, and its readers are told.

    In the transaction that closes their account or ends the role that let them read.
    """
    _gives_up(tx, person_id)
    tx.delete(draft, draft.c.person_id == person_id)


def off_the_list(tx: Tx, case_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """The same if they have been taken off the list of one case, or stepped aside from it."""
    _gives_up(tx, person_id, case.c.case_id == case_id)
    # What they had begun to write about it goes with their place: they may not open it any more.
    linked = tx.connection.scalars(
        sa.select(report.c.report_id).where(tx.mine(report), report.c.case_id == case_id)
    )
    about = [f"case:{case_id}", *(f"report:{report_id}" for report_id in linked)]
    tx.delete(draft, draft.c.person_id == person_id, draft.c.thing.in_(about))


def _gives_up(tx: Tx, person_id: uuid.UUID, *which: sa.ColumnElement[bool]) -> None:
    hers = tx.connection.scalars(
        sa.select(case.c.case_id).where(
            tx.mine(case), case.c.owner_id == person_id, case.c.state.not_in(OVER), *which
        )
    ).all()
    for case_id in hers:
        facts.add(tx, case_id, Kind.LEFT, None, subject_id=person_id)
        # All that the fact moves: the clock's days stand, so no calendar is asked for here.
        tx.update(case, case.c.case_id == case_id, owner_id=None, last_at=tx.now)
        tx.record(Act.CASE_LEFT, None, "case", case_id)
