"""What came in: reports, what happened to them, what was written between reporter and school."""

import sqlalchemy as sa

from core.store.schema.base import can, index, key, must, table
from core.store.schema.groups import Groups

# The `source` of a report that came through the public form (happened.Source.FORM).
BY_REPORTER = "form"
report = table(
    "report",
    # For an anonymous report a keyed hash of the receipt code in the shape of a UUIDv4: the code
    # finds its report by the key alone, and the same form page sent twice is the same row.
    key("report_id"),
    must("day", sa.Date),
    must("source", sa.String),  # each of these words is one of core/reports/happened
    must("given_route", sa.String),  # as the answer or the employee said
    must("form_version", sa.Integer),
    must("reporter", sa.String),
    must("laws", Groups),  # of the answer to `kind`
    must("areas", Groups),  # of the answer to `place`
    must("given_time", sa.String),  # the choice of `when`
    must("afraid", sa.Boolean),
    must("answers", sa.LargeBinary),  # sealed JSON
    # Projections that reports.project() rebuilds from the facts and `verify` compares.
    must("route", sa.String),  # access.Route
    must("state", sa.String),
    can("case_id", sa.Uuid),
    must("waits_for", sa.String),
)
index(report, "state", "day")
index(report, "case_id")
# One row a fact: a date for what a reporter did, also time and person for what staff did.
report_fact = table(
    "report_fact",
    key("fact_id"),
    must("report_id", sa.Uuid),
    must("kind", sa.String),  # happened.ReportFact
    must("day", sa.Date),
    can("at", sa.DateTime),
    can("person_id", sa.Uuid),
    can("case_id", sa.Uuid),  # of in_case: which
    can("note", sa.LargeBinary),  # sealed
)
index(report_fact, "report_id")
message = table(
    "message",
    key("report_id"),
    key("number", sa.Integer),  # order in the conversation; a clock would betray the reporter
    must("from_reporter", sa.Boolean),
    must("day", sa.Date),
    can("person_id", sa.Uuid),
    must("body", sa.LargeBinary),  # sealed
    # A token of the page that sent it: a double click gives one message.
    must("token", sa.String),
)
