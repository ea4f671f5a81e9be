"""Reporters' events have no number and no link: a day's set is sealed with the key instead.

What lay in the chain is carried over without the reports' keys; its days are sealed at the start
that follows (core/store/day_seals), which has the key.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables, carry the events over by chance keys, drop the chain."""
    op.create_table(
        "reporter_event",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("event_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("seal", sa.Integer(), nullable=False),
    )
    op.create_table(
        "reporter_seal",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
    )
    op.execute(
        "INSERT INTO reporter_event (school_id, event_id, day, action, seal)"
        " SELECT school_id, gen_random_uuid(), day, action, 0 FROM audit_anonymous ORDER BY 2"
    )
    # Seal number 0: a report of this day has its event here, and is not one by itself.
    op.execute(
        "INSERT INTO reporter_seal (school_id, day, number, events, digest)"
        " SELECT DISTINCT school_id, day, 0, 0, CAST('' AS bytea) FROM audit_anonymous"
    )
    op.drop_table("audit_anonymous")
