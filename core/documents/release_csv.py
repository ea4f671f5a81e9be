"""A tallrapport as a file for a spreadsheet, in which no cell is ever run.

Semicolons and a byte order mark: so Norwegian Excel opens it with its columns and its letters.
"""

import csv
import io
import unicodedata

from core import words
from core.figures.releases import Release
from core.store.blank import without_unseen

# A cell that begins with one of these is a formula to some spreadsheet, full-width or not; it also
# looks behind spaces, ends of lines and marks that nobody sees.
FORMULA = frozenset("=+-@\u2212\u2795\u2796")


def csv_file(release: Release, language: str) -> bytes:
    """The file; one row a number: report, period, table, row, number."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")

    def row(*cells: object) -> None:
        writer.writerow([_safe(str(cell)) for cell in cells])

    few = words.word(language, "school.few")
    of = release.period
    period = words.word(
        language, f"school.period.{of.kind}", first=of.start.year, second=of.end.year % 100
    )
    row(*(words.word(language, f"school.csv.{name}") for name in COLUMNS))
    figures = release.figures
    total = words.word(language, "school.csv.all")
    row(release.number, period, total, total, few if figures.total is None else figures.total)
    for name, table in (("kind", figures.kind), ("area", figures.area)):
        title = words.word(language, f"school.release.{name}")
        if not table.is_shown:
            row(release.number, period, title, words.word(language, "school.release.too_few"), "")
        for group, value in table.rows:
            shown = few if value is None else value
            row(release.number, period, title, release.name(name, group, language), shown)
    row(words.word(language, "school.release.how"), "", "", release.definition(language), "")
    row("SHA-256", "", "", release.hash, "")
    return out.getvalue().encode("utf-8-sig")


COLUMNS = ("number", "period", "table", "row", "reports")


def _safe(cell: str) -> str:
    first = unicodedata.normalize("NFKC", without_unseen(cell)[:1])
    begins = cell[:1] in ("\t", "\r", "\n") or first in FORMULA
    return f"'{cell}" if begins else cell
