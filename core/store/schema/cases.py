"""Cases: their number and holder, the people in them, facts, plans with measures, the journal."""

import sqlalchemy as sa

from core.store.schema.base import can, index, key, must, table
from core.store.schema.groups import Groups

case = table(
    "case_file",  # "case" is a word of SQL
    key("case_id"),
    must("number", sa.String),  # 2026-614, or 2026-E38 if skoleeier holds it; by chance
    must("held_by", sa.String),  # school, or owner: skoleeier
    must("past_team", sa.Boolean),  # about an employee: its reports went past elevtjenesten
    must("laws", Groups),
    must("areas", Groups),
    must("opened_on", sa.Date),
    must("opened_at", sa.DateTime),
    can("opened_by", sa.Uuid),
    must("serious", sa.Boolean),
    can("moved_to", sa.Uuid),  # handed to skoleeier: the number stays without content
    # Projections of duties.clock(), rebuilt after each fact and compared by `verify`.
    must("state", sa.String),
    must("next_duty", sa.String),  # duties.Step, or ""
    can("due_on", sa.Date),
    can("owner_id", sa.Uuid),  # its holder: who has the case
    can("last_at", sa.DateTime),  # the last fact by staff
    must("version", sa.Integer),
    sa.UniqueConstraint("school_id", "number", name="case_number"),
)
# How many numbers were given in a year: whoever gives the next waits for the one before.
case_series = table("case_series", key("series", sa.String), must("last", sa.Integer))
# The list: only these people open the case. Rektor and assrektor stand on it by office.
case_access = table(
    "case_access",
    key("access_id"),
    must("case_id", sa.Uuid),
    must("person_id", sa.Uuid),
    must("basis", sa.String),  # opened, added, aside (by oneself), accused
    must("added_at", sa.DateTime),
    can("added_by", sa.Uuid),
    can("reason", sa.LargeBinary),  # sealed
    can("ended_at", sa.DateTime),
    can("ended_by", sa.Uuid),
    must("stepped_aside", sa.Boolean),
)
index(case_access, "case_id")
index(case_access, "person_id")
case_person = table(
    "case_person",
    key("case_person_id"),
    must("case_id", sa.Uuid),
    must("part", sa.String),  # exposed, said_to_have_done, witness, employee
    must("name", sa.LargeBinary),  # sealed; "" if unknown
    must("known", sa.Boolean),
    can("report_id", sa.Uuid),  # the exposed student is who wrote this report
    must("added_at", sa.DateTime),
    can("added_by", sa.Uuid),
)
index(case_person, "case_id")
case_fact = table(
    "case_fact",
    key("fact_id"),
    must("case_id", sa.Uuid),
    must("kind", sa.String),
    must("day", sa.Date),  # when it happened
    must("at", sa.DateTime),  # when it was written down
    can("person_id", sa.Uuid),
    can("subject_id", sa.Uuid),  # the person in the case, the measure, the person on the list
    can("note", sa.LargeBinary),  # sealed
)
index(case_fact, "case_id")
# One row a measure of the written plan: the five points of § 12-4 third paragraph.
measure = table(
    "measure",
    key("measure_id"),
    must("case_id", sa.Uuid),
    must("case_person_id", sa.Uuid),  # the exposed student whose plan it stands in
    must("round", sa.Integer),
    must("problem", sa.LargeBinary),  # a, sealed
    must("what", sa.LargeBinary),  # b, sealed
    can("carry_out_on", sa.Date),  # c
    must("who", sa.LargeBinary),  # d, sealed
    can("evaluate_on", sa.Date),  # e
    must("made_at", sa.DateTime),
    can("made_by", sa.Uuid),
    must("version", sa.Integer),
)
index(measure, "case_id")
journal = table(
    "journal",
    key("entry_id"),
    must("case_id", sa.Uuid),
    must("at", sa.DateTime),
    can("person_id", sa.Uuid),
    must("duty", sa.String),  # follow, intervene, report, investigate, measures, document
    must("body", sa.LargeBinary),  # sealed
)
index(journal, "case_id")
