"""The first tables. Once released, this file is never edited: a change is a new revision."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table; secondary indexes where the engine keeps them sound (PostgreSQL)."""
    op.create_table(
        "activity",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("activity_id", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.Uuid()),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "activity_date",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("date_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("activity_id", sa.String(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("set_by", sa.Uuid()),
        sa.Column("ended_at", sa.DateTime()),
    )
    op.create_table(
        "audit",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("thing_kind", sa.String()),
        sa.Column("thing_id", sa.String()),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "audit_anonymous",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("report_id", sa.Uuid()),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "body",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("body_id", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "body_member",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("body_id", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime()),
    )
    op.create_table(
        "case_access",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("access_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.Uuid()),
        sa.Column("reason", sa.LargeBinary()),
        sa.Column("ended_at", sa.DateTime()),
        sa.Column("ended_by", sa.Uuid()),
        sa.Column("stepped_aside", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "case_fact",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("fact_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("subject_id", sa.Uuid()),
        sa.Column("note", sa.LargeBinary()),
    )
    op.create_table(
        "case_file",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("case_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("held_by", sa.String(), nullable=False),
        sa.Column("past_team", sa.Boolean(), nullable=False),
        sa.Column("laws", sa.String(), nullable=False),
        sa.Column("areas", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("opened_by", sa.Uuid()),
        sa.Column("serious", sa.Boolean(), nullable=False),
        sa.Column("moved_to", sa.Uuid()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("next_duty", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("owner_id", sa.Uuid()),
        sa.Column("last_at", sa.DateTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("school_id", "number", name="case_number"),
    )
    op.create_table(
        "case_person",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("case_person_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("report_id", sa.Uuid()),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.Uuid()),
    )
    op.create_table(
        "case_series",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("series", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer(), nullable=False),
    )
    op.create_table(
        "class_teacher",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("class_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Uuid(), primary_key=True, autoincrement=False),
    )
    op.create_table(
        "department",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("department_id", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("leader_id", sa.Uuid()),
    )
    op.create_table(
        "form_draft",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("form_id", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by", sa.Uuid()),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "form_version",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("form_id", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("published_by", sa.Uuid()),
        sa.Column("copy_of", sa.Integer()),
    )
    op.create_table(
        "function",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("function_id", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("holder_id", sa.Uuid()),
        sa.Column("deputy_id", sa.Uuid()),
    )
    op.create_table(
        "journal",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("entry_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "measure",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("measure_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("case_person_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("problem", sa.LargeBinary(), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("carry_out_on", sa.Date()),
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.Column("evaluate_on", sa.Date()),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.Uuid()),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "meeting",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("meeting_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("body_id", sa.String(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Uuid()),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("held_at", sa.DateTime()),
        sa.Column("held_by", sa.Uuid()),
        sa.Column("note", sa.String()),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.Uuid()),
        sa.Column("cancelled_at", sa.DateTime()),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "message",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("report_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("from_reporter", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
    )
    op.create_table(
        "need",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("need_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("activity_id", sa.String(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Uuid()),
        sa.Column("about", sa.String()),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.Column("said_by", sa.Uuid()),
        sa.Column("ended_at", sa.DateTime()),
        sa.Column("ended_by", sa.Uuid()),
        sa.Column("reason", sa.String()),
    )
    op.create_table(
        "person",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("sign_in_name", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String()),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("disabled_at", sa.DateTime()),
        sa.Column("reset_hash", sa.String()),
        sa.Column("reset_by", sa.Uuid()),
        sa.Column("reset_at", sa.DateTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("school_id", "sign_in_name", name="person_sign_in_name"),
    )
    op.create_table(
        "plan_input",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("input_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", sa.DateTime()),
        sa.Column("answered_by", sa.Uuid()),
        sa.Column("answer", sa.String()),
    )
    op.create_table(
        "plan_read",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("school_year", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "plan_revision",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("revision_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("revised_on", sa.Date(), nullable=False),
        sa.Column("revised_by", sa.Uuid()),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "plan_section",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("section_id", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.Uuid()),
    )
    op.create_table(
        "plenary_batch",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
    )
    op.create_table(
        "release",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.Uuid()),
        sa.Column("approved_at", sa.DateTime()),
        sa.Column("approved_by", sa.Uuid()),
        sa.Column("dropped_at", sa.DateTime()),
        sa.Column("published_at", sa.DateTime()),
        sa.Column("published_by", sa.Uuid()),
    )
    op.create_table(
        "release_comment",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("comment_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "report",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("report_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("given_route", sa.String(), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("reporter", sa.String(), nullable=False),
        sa.Column("laws", sa.String(), nullable=False),
        sa.Column("areas", sa.String(), nullable=False),
        sa.Column("given_time", sa.String(), nullable=False),
        sa.Column("afraid", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid()),
        sa.Column("waits_for", sa.String(), nullable=False),
    )
    op.create_table(
        "report_fact",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("fact_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime()),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("case_id", sa.Uuid()),
        sa.Column("note", sa.LargeBinary()),
    )
    op.create_table(
        "role_grant",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("grant_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("granted_by", sa.Uuid()),
        sa.Column("granted_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid()),
        sa.Column("confirmed_at", sa.DateTime()),
        sa.Column("ended_at", sa.DateTime()),
        sa.Column("ended_by", sa.Uuid()),
    )
    op.create_table(
        "school",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "school_class",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("class_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("department_id", sa.String()),
        sa.Column("contact_teacher_id", sa.Uuid()),
        sa.Column("students", sa.Integer(), nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("sid_hash", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime()),
    )
    op.create_table(
        "setting",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "sign_in_delay",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("name_hash", sa.String(), primary_key=True, autoincrement=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "tick",
        sa.Column("school_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("tick_id", sa.Uuid(), primary_key=True, autoincrement=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("activity_id", sa.String(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Uuid()),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("note", sa.String()),
        sa.Column("undone_at", sa.DateTime()),
        sa.Column("undone_by", sa.Uuid()),
    )
    if op.get_context().dialect.name != "postgresql":
        return
    op.create_index(
        "ix_audit_thing_kind_thing_id", "audit", ["school_id", "thing_kind", "thing_id"]
    )
    op.create_index("ix_case_access_case_id", "case_access", ["school_id", "case_id"])
    op.create_index("ix_case_access_person_id", "case_access", ["school_id", "person_id"])
    op.create_index("ix_case_fact_case_id", "case_fact", ["school_id", "case_id"])
    op.create_index("ix_case_person_case_id", "case_person", ["school_id", "case_id"])
    op.create_index("ix_journal_case_id", "journal", ["school_id", "case_id"])
    op.create_index("ix_measure_case_id", "measure", ["school_id", "case_id"])
    op.create_index(
        "ix_meeting_school_year_body_id", "meeting", ["school_id", "school_year", "body_id"]
    )
    op.create_index("ix_report_case_id", "report", ["school_id", "case_id"])
    op.create_index("ix_report_state_day", "report", ["school_id", "state", "day"])
    op.create_index("ix_report_fact_report_id", "report_fact", ["school_id", "report_id"])
    op.create_index("ix_role_grant_person_id", "role_grant", ["school_id", "person_id"])
    op.create_index(
        "ix_tick_school_year_activity_id", "tick", ["school_id", "school_year", "activity_id"]
    )
