"""Forms that the school owns: the draft being edited, the versions that were published."""

import sqlalchemy as sa

from core.store.schema.base import can, key, must, table

form_draft = table(
    "form_draft",
    key("form_id", sa.String),
    must("content", sa.JSON),  # the same shape as a version's, or none: it is no more
    must("saved_at", sa.DateTime),
    can("saved_by", sa.Uuid),
    must("version", sa.Integer),  # goes on from the draft before
)
# Append-only: going back publishes the old content under a new number.
form_version = table(
    "form_version",
    key("form_id", sa.String),
    key("number", sa.Integer),
    must("content", sa.JSON),
    must("published_at", sa.DateTime),
    can("published_by", sa.Uuid),
    can("copy_of", sa.Integer),
)
