"""Every table of the portal, by the room that owns it; the revisions in ../revisions build them.

The rules that hold for all of them, measured on both engines:
keys are made in the application, `school_id` stands first in each (one more school, or a move to
partitions, is then no rewrite); times are naive UTC; sealed columns hold ciphertext whose
associated data is the row itself; foreign keys and secondary indexes exist on PostgreSQL only,
since DuckDB does not keep them sound between transactions.
"""

from core.store.schema import (
    cases,
    drafts,
    figures,
    forms,
    people,
    plan,
    reports,
    school,
    stamps,
    wheel,
)
from core.store.schema.base import metadata

__all__ = [
    "cases",
    "drafts",
    "figures",
    "forms",
    "metadata",
    "people",
    "plan",
    "reports",
    "school",
    "stamps",
    "wheel",
]
