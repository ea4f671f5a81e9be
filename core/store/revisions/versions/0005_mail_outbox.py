"""Mail to go: one row a recipient and occasion."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "mail_outbox",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("occasion", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=False),
        sa.Column("tried_at", sa.DateTime()),
        sa.Column("fault", sa.String(), nullable=False),
    )
