"""Figures that left the case team: releases for SU with comments, the plenary batches."""

import sqlalchemy as sa

from core.store.schema.base import can, key, must, table

# A tallrapport: frozen when made, numbered, hashed; approving and publishing are later acts.
release = table(
    "release",
    key("number", sa.Integer),
    must("period", sa.String),  # 2026-H (autumn), 2026-V (spring), 2025/26
    must("content", sa.JSON),  # the safe tables and their definition, nothing exact
    must("hash", sa.String),
    must("made_at", sa.DateTime),
    can("made_by", sa.Uuid),
    can("approved_at", sa.DateTime),
    can("approved_by", sa.Uuid),
    can("dropped_at", sa.DateTime),  # made, looked at, not approved
    can("published_at", sa.DateTime),
    can("published_by", sa.Uuid),
)
release_comment = table(
    "release_comment",
    key("comment_id"),
    must("number", sa.Integer),
    must("person_id", sa.Uuid),
    must("at", sa.DateTime),
    must("body", sa.LargeBinary),  # sealed: words from outside
)
# What the plenary level shows: renewed on Mondays, and only when five matters came.
plenary_batch = table(
    "plenary_batch",
    key("number", sa.Integer),
    must("made_on", sa.Date),
    must("reports", sa.Integer),  # how many more matters than in the batch before it
    must("content", sa.JSON),  # safe tables only
)
