"""On PostgreSQL each process learns from the database what the others have written to."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "stamp",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("table_name", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
    )
