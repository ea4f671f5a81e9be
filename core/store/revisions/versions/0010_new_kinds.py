"""Facts of kinds that an earlier program does not know may stand in the tables from here on.

No table changes. A program from before would stop at the first such row without a word of why; a
database that is newer than the program is refused in words.
"""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """The number is all there is."""
