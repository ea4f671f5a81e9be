"""What staff have begun to write outlives a page change and a lost line, for seven days."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "draft",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("thing", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("field", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
    )
