"""Accounts, roles, functions, sign-ins."""

import sqlalchemy as sa

from core.store.schema.base import can, index, key, must, table

person = table(
    "person",
    key("person_id"),
    must("sign_in_name", sa.String),
    must("name", sa.String),
    can("email", sa.String),
    must("password_hash", sa.String),
    must("must_change_password", sa.Boolean),
    must("active", sa.Boolean),
    must("made_at", sa.DateTime),
    can("disabled_at", sa.DateTime),
    # A reset that waits for the second person: the hash takes effect when it is confirmed.
    can("reset_hash", sa.String),
    can("reset_by", sa.Uuid),
    can("reset_at", sa.DateTime),
    must("version", sa.Integer),
    sa.UniqueConstraint("school_id", "sign_in_name", name="person_sign_in_name"),
)
role_grant = table(
    "role_grant",
    key("grant_id"),
    must("person_id", sa.Uuid),
    must("role", sa.String),
    can("granted_by", sa.Uuid),  # empty: named on the server
    must("granted_at", sa.DateTime),
    can("confirmed_by", sa.Uuid),
    can("confirmed_at", sa.DateTime),  # empty: waits for the second person's yes
    can("ended_at", sa.DateTime),
    can("ended_by", sa.Uuid),
)
index(role_grant, "person_id")
# Said once a school year by whoever reads: that they know the rules of privacy (§ 20-2).
privacy_known = table(
    "privacy_known",
    key("person_id"),
    key("school_year", sa.Integer),  # the year it begins
    must("said_at", sa.DateTime),
)
# The words of the plan's Ansvar column, with who holds each now.
function = table(
    "function",
    key("function_id", sa.String),
    must("names", sa.JSON),  # {"nb": …, "nn": …}
    can("holder_id", sa.Uuid),
    can("deputy_id", sa.Uuid),
)
session = table(
    "session",
    key("sid_hash", sa.String),  # SHA-256 of the random id in the cookie
    must("person_id", sa.Uuid),
    must("started_at", sa.DateTime),
    must("seen_at", sa.DateTime),
    can("ended_at", sa.DateTime),
)
# Browsers that their owner has called their own: others' failures to sign in never delay them.
device = table(
    "device",
    key("device_hash", sa.String),  # SHA-256 of the random id in the cookie
    must("person_id", sa.Uuid),
    must("made_at", sa.DateTime),
)
# Guesses at a password that failed, for the growing delay: at an account, in one of its owner's
# browsers, or at one's own; each under a keyed hash. A name without an account has no row.
sign_in_delay = table(
    "sign_in_delay",
    key("name_hash", sa.String),
    must("failures", sa.Integer),
    must("open_at", sa.DateTime),
)
# Form pages that staff have sent, until the next night: a second press does nothing more.
form_token = table(
    "form_token",
    key("person_id"),
    key("token", sa.String),  # SHA-256 of the page's random token and the form's name
    must("day", sa.Date),
    must("answer", sa.LargeBinary),  # sealed: what the first press was answered
)
