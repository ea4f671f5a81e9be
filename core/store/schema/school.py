"""The school itself: its profile and settings, its classes, its log."""

import sqlalchemy as sa

from core.store.schema.base import can, index, key, must, table

school = table(
    "school",
    must("slug", sa.String),  # hvam, jonsberg, blank: the preset it came from
    must("demonstration", sa.Boolean),
    must("made_at", sa.DateTime),
)
# Profile, calendar, help lines, readers' hours, links, goals of time: one JSON value a name.
setting = table(
    "setting",
    key("name", sa.String),
    must("value", sa.JSON),
    must("version", sa.Integer),
)
department = table(
    "department",
    key("department_id", sa.String),
    must("name", sa.String),
    can("leader_id", sa.Uuid),
)
school_class = table(
    "school_class",
    key("class_id", sa.Uuid),
    must("school_year", sa.Integer),  # the year it begins: 2026 is 2026/27
    must("name", sa.String),
    must("level", sa.Integer),  # 1, 2, 3: vg1, vg2, vg3
    must("programme", sa.String),
    can("department_id", sa.String),
    can("contact_teacher_id", sa.Uuid),
    must("students", sa.Integer),
)
# Teachers of a class beyond its contact teacher.
class_teacher = table("class_teacher", key("class_id"), key("person_id"))

# Who did what among staff. Append-only; `chain` is the SHA-256 over the row and the one before.
audit = table(
    "audit",
    key("number", sa.BigInteger),
    must("at", sa.DateTime),
    can("person_id", sa.Uuid),
    must("action", sa.String),
    can("thing_kind", sa.String),
    can("thing_id", sa.String),
    must("details", sa.JSON),  # never content: numbers, states, names of fields
    must("chain", sa.LargeBinary),
)
index(audit, "thing_kind", "thing_id")
# What anonymous reporters did: a day and a random key; no clock, no person, no report, no order.
# A report that was sent is its own event until its day is sealed (core/store/reporters).
reporter_event = table(
    "reporter_event",
    key("event_id"),
    must("day", sa.Date),
    must("action", sa.String),
    must("seal", sa.Integer),  # the number of the day's seal that holds it, 0 before there is one
)
# Each day's events as they were at night: 1, and 2 for what a clock that went back brought later.
reporter_seal = table(
    "reporter_seal",
    key("day", sa.Date),
    key("number", sa.Integer),
    must("events", sa.Integer),  # how many
    must("digest", sa.LargeBinary),  # keyed, over the day's events by their keys
)
# Mail to go: one row a recipient and occasion (an hour of a day), each sent at most once.
mail_outbox = table(
    "mail_outbox",
    key("occasion", sa.String),
    key("person_id"),
    must("day", sa.Date),
    must("state", sa.String),  # waiting, sending, sent, failed
    must("tries", sa.Integer),
    must("next_at", sa.DateTime),
    can("tried_at", sa.DateTime),
    must("fault", sa.String),  # mail_server.MailFault, or ""
)
