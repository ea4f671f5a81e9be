"""The action plan as text: sections, input to it, who has read it, when it was revised."""

import sqlalchemy as sa

from core.store.schema.base import can, key, must, table

plan_section = table(
    "plan_section",
    key("section_id", sa.String),
    key("version", sa.Integer),  # append-only: the newest is in force
    must("position", sa.Integer),
    must("kind", sa.String),  # goal, value, duty, role, body, instrument, link, cycle, law
    must("content", sa.JSON),  # {"nb": {"title", "text"}, "nn": …, "lines": [...], "url": …}
    must("active", sa.Boolean),
    must("changed_at", sa.DateTime),
    can("changed_by", sa.Uuid),
)
plan_input = table(
    "plan_input",
    key("input_id"),
    must("source", sa.String),  # su, elevrad, staff
    can("person_id", sa.Uuid),
    must("at", sa.DateTime),
    must("school_year", sa.Integer),
    must("body", sa.LargeBinary),  # sealed: words from outside
    can("answered_at", sa.DateTime),
    can("answered_by", sa.Uuid),
    can("answer", sa.String),
)
plan_read = table(
    "plan_read",
    key("school_year", sa.Integer),
    key("person_id"),
    must("at", sa.DateTime),
)
plan_revision = table(
    "plan_revision",
    key("revision_id"),
    must("revised_on", sa.Date),
    can("revised_by", sa.Uuid),
    must("note", sa.String),
    must("at", sa.DateTime),
)
