"""The year: activities of the plan, what was ticked, who needs what, meetings held."""

import sqlalchemy as sa

from core.store.schema.base import can, index, key, must, table

activity = table(
    "activity",
    key("activity_id", sa.String),
    must("position", sa.Integer),
    must("content", sa.JSON),  # names, descriptions, functions, rule, lines, steps …
    must("active", sa.Boolean),
    must("changed_at", sa.DateTime),
    can("changed_by", sa.Uuid),
    must("version", sa.Integer),
)
# A tick is a fact; undoing it is another. Counted activities have several rows a task.
tick = table(
    "tick",
    key("tick_id"),
    must("task_id", sa.String),
    must("activity_id", sa.String),
    must("school_year", sa.Integer),
    can("class_id", sa.Uuid),
    can("person_id", sa.Uuid),
    must("at", sa.DateTime),
    must("day", sa.Date),  # when it was done
    must("amount", sa.Integer),  # 1, or how many talks were held
    must("step", sa.String),  # a sub-tick, or ""
    can("note", sa.String),
    can("undone_at", sa.DateTime),
    can("undone_by", sa.Uuid),
)
index(tick, "school_year", "activity_id")
# An on-need activity has no task for a class before someone says that this class needs it.
need = table(
    "need",
    key("need_id"),
    must("activity_id", sa.String),
    must("school_year", sa.Integer),
    can("class_id", sa.Uuid),
    can("about", sa.String),  # I10 is for a person: a new employee's name, else ""
    must("said_at", sa.DateTime),
    can("said_by", sa.Uuid),
    can("ended_at", sa.DateTime),
    can("ended_by", sa.Uuid),
    can("reason", sa.String),
)
# The school's own dates: a window moved for this year, a series dated.
activity_date = table(
    "activity_date",
    key("date_id"),
    must("activity_id", sa.String),
    must("school_year", sa.Integer),
    must("occurrence", sa.Integer),  # which window is moved; 0 for a date of a series
    must("opens_on", sa.Date),
    must("closes_on", sa.Date),
    must("set_at", sa.DateTime),
    can("set_by", sa.Uuid),
    can("ended_at", sa.DateTime),
)
body = table(
    "body",
    key("body_id", sa.String),
    must("position", sa.Integer),
    must("content", sa.JSON),  # names, members as functions, meetings it must hold, lines, activity
    must("version", sa.Integer),
)
body_member = table(
    "body_member",
    key("body_id", sa.String),
    key("person_id"),
    must("added_at", sa.DateTime),
    can("ended_at", sa.DateTime),
)
meeting = table(
    "meeting",
    key("meeting_id"),
    must("body_id", sa.String),
    must("school_year", sa.Integer),
    can("class_id", sa.Uuid),
    must("day", sa.Date),
    can("held_at", sa.DateTime),  # empty: planned
    can("held_by", sa.Uuid),
    can("note", sa.String),  # themes, never a case
    must("made_at", sa.DateTime),
    can("made_by", sa.Uuid),
    can("cancelled_at", sa.DateTime),
    must("version", sa.Integer),
)
index(meeting, "school_year", "body_id")
