"""Form pages that staff have sent: a double click is one act."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "form_token",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("token", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
    )
