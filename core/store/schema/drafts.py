"""What staff have begun to write and not yet saved."""

import sqlalchemy as sa

from core.store.schema.base import key, must, table

DAYS = 7  # then it is deleted: a sick week, and no second journal beside the case's own

# Goes with the person's place on the list of its case, and is never content of anything.
draft = table(
    "draft",
    key("person_id"),
    key("thing", sa.String),  # core/drafts.Thing: what it is about
    key("field", sa.String),
    must("day", sa.Date),  # when it was last typed in
    must("text", sa.LargeBinary),  # sealed
)
