"""Who has said, in which school year, that she knows the rules of privacy."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table: nobody has said it yet, so each is asked when she comes to read."""
    op.create_table(
        "privacy_known",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("school_year", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
    )
