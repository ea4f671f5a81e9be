"""Browsers that their owner has called her own; delays are counted anew, by what exists alone."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table; rows that made-up sign-in names left behind are gone."""
    op.create_table(
        "device",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("device_hash", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
    )
    op.execute("delete from sign_in_delay")
