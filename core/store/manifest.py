"""What a backup says of itself: when it was taken, of which school, how many rows a table has."""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from core.store import contents, damage, foreign_file

FORMAT = 1  # a file with a higher one is from a newer program


@dataclass(frozen=True)
class Manifest:
    """When (naive UTC), of which school, at which revision, with how many rows in each table."""

    made_at: str
    slug: str
    revision: str
    rows: dict[str, int]


def _as_noted(content: dict[str, Any]) -> Manifest:
    found = Manifest(**{f.name: content[f.name] for f in fields(Manifest)})
    datetime.fromisoformat(found.made_at)
    if not (found.slug + found.revision).isprintable():
        raise ValueError  # a terminal would obey it
    return found


READ = contents.shaped(
    {"made_at": str, "slug": str, "revision": str, "rows": {str: int}}, _as_noted
)


def note(file: Path, manifest: Manifest) -> None:
    """Write it into a copy that was just made."""
    with foreign_file.shut(file, read_only=False) as copy:
        copy.execute("CREATE TABLE backup_manifest (format INTEGER, content JSON)")
        copy.execute(
            "INSERT INTO backup_manifest VALUES (?, ?)", [FORMAT, json.dumps(vars(manifest))]
        )


def of(file: Path) -> Manifest:
    """What a file that was handed in says of itself; raises NotOurs if it is no backup."""
    try:
        with foreign_file.opened(file) as copy:
            row = copy.execute("SELECT format, content FROM backup_manifest").fetchone()
    except duckdb.Error as error:
        damaged = damage.is_damaged(error)
        key = "backup.error.not_whole" if damaged else "backup.error.not_a_backup"
        raise foreign_file.NotOurs(key, file=file) from error
    if row is None or not isinstance(row[0], int) or row[0] > FORMAT:
        raise foreign_file.NotOurs("backup.error.newer", file=file)
    try:
        return READ(json.loads(row[1]))
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise foreign_file.NotOurs("backup.error.not_a_backup", file=file) from error


def summary(manifest: Manifest, authenticated: bool) -> dict[str, Any]:
    """For a command's answer: no content, only how much."""
    return {
        "made_at": manifest.made_at,
        "school": manifest.slug,
        "revision": manifest.revision,
        "rows": sum(manifest.rows.values()),
        # Else whoever had the file could have changed what is not sealed in it row by row.
        "authenticated": authenticated,
    }
