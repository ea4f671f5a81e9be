"""A tallrapport on paper: one page that reads like a short report."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from core import words
from core.documents import typefaces
from core.documents.pdf import clean
from core.figures import suppression
from core.figures.releases import Release
from core.figures.suppression import Shown
from core.store.engine import norwegian_date

INK, QUIET, BAR = (31, 41, 51), (90, 102, 114), (18, 53, 91)
NAME, LINE = 62, 8  # millimetres: the column of names, one row of a table


def pdf_file(release: Release, school: str, language: str) -> bytes:
    """The file: the same numbers, names and definition as on the page."""
    from fpdf import FPDF

    def say(key: str, **facts: Any) -> str:
        return words.word(language, f"school.{key}", **facts)

    of, figures = release.period, release.figures
    period = say(f"period.{of.kind}", first=of.start.year, second=of.end.year % 100)
    heading = say("release.heading", number=release.number, period=period)
    pdf = FPDF()
    typefaces.begin(pdf)
    pdf.set_title(heading)
    pdf.set_author(clean(school))
    pdf.set_lang(language)
    # Frozen content, frozen file: the moment is the release's, not the download's.
    pdf.set_creation_date(release.made_at.replace(tzinfo=UTC))
    pdf.set_margins(20, 20)
    pdf.add_page()
    _lines(pdf, school, 11, QUIET)
    _lines(pdf, heading, 20, INK, "B")
    pdf.ln(2)
    _lines(pdf, _first(release, period, language), 12, INK)
    few = say("few")
    for name, table in (("kind", figures.kind), ("area", figures.area)):
        pdf.ln(6)
        _lines(pdf, say(f"release.{name}"), 14, INK, "B")
        if table.is_shown:
            rows = [(release.name(name, row, language), value) for row, value in table.rows]
            _bars(pdf, rows, few)
        else:
            _lines(pdf, say("release.too_few"), 11, INK)
    pdf.ln(8)
    _lines(pdf, say("release.how"), 14, INK, "B")
    _lines(pdf, release.definition(language), 10, INK)
    pdf.ln(3)
    made = words.day(norwegian_date(release.made_at), language, year=True)
    _lines(pdf, say("release.made", day=made, hash=release.hash), 8, QUIET)
    return bytes(pdf.output())


def _first(release: Release, period: str, language: str) -> str:
    total = release.figures.total
    if total is None:
        return words.filled(language, "school.release.few", period=period)
    return words.filled(language, "school.release.total", n=total, period=period)


def _lines(pdf: Any, text: str, size: int, ink: Sequence[int], style: str = "") -> None:
    pdf.set_font(typefaces.FAMILY, style, size)
    pdf.set_text_color(*ink)
    written = typefaces.writable(pdf, clean(text))
    pdf.multi_cell(0, size * 0.5, written, new_x="LMARGIN", new_y="NEXT", align="L")
    pdf.ln(1)


def _bars(pdf: Any, rows: Sequence[tuple[str, Shown]], few: str) -> None:
    most = max((value or 0 for _, value in rows), default=0) or suppression.SMALLEST
    room = pdf.epw - NAME - 40
    pdf.set_font(typefaces.FAMILY, "", 11)
    pdf.set_text_color(*INK)
    pdf.set_draw_color(*QUIET)
    pdf.set_fill_color(*BAR)
    for name, value in rows:
        top = pdf.get_y()
        pdf.cell(NAME, LINE, typefaces.writable(pdf, clean(name)))
        typefaces.writable(pdf, "")
        least = suppression.SMALLEST - 1
        width = room * (least if value is None else value) / most
        pdf.rect(pdf.l_margin + NAME, top + 1.5, width, LINE - 3, "D" if value is None else "F")
        pdf.set_x(pdf.l_margin + NAME + width + 2)
        pdf.cell(0, LINE, few if value is None else str(value), new_x="LMARGIN", new_y="NEXT")
