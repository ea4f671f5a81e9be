"""What an error of the database says of the file: damaged, in use, without room, or another."""

import duckdb
from sqlalchemy.exc import DBAPIError

# DuckDB has no type of its own for these; it names them with these words.
LOCKED = "Could not set lock"
DAMAGED = ("Corrupt database file", "computed checksum", "does not match stored checksum")


def is_damaged(error: BaseException | str) -> bool:
    """Whether a block of the file is not what was written."""
    text = str(getattr(error, "orig", error))
    return any(words in text for words in DAMAGED)


def is_no_room(error: BaseException) -> bool:
    """Whether the disk did not take what was to be written."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(cause, OSError | duckdb.IOException) and not is_damaged(cause)


def is_in_use(error: DBAPIError) -> bool:
    """Whether another process holds the file."""
    return isinstance(error.orig, duckdb.IOException) and LOCKED in str(error.orig)
