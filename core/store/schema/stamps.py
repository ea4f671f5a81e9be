"""What has been written to, so that several processes know when what they remember is old."""

import sqlalchemy as sa

from core.store.schema.base import key, must, table

# PostgreSQL alone has rows here: a file has one process, which counts its own commits.
stamp = table(
    "stamp",
    key("table_name", sa.String),
    must("number", sa.BigInteger),  # of the transactions that wrote to it
)
