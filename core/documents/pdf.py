"""Plain PDF: headings, paragraphs, facts under their label; words from outside do no harm.

No markdown and no table cells for foreign words, and an alias for the number of pages that no
text can hold: each of these breaks fpdf2 or is rewritten by it (measured).
"""

import re
import unicodedata
from datetime import UTC, datetime

from core.documents import typefaces
from core.store.unopened import in_language
from core.words import filled, word

PAGES_ALIAS = "\ue000nb\ue000"  # private use: clean() removes it from every text
LONGEST = 60_000  # characters of one paragraph; a page holds about 4,000
# The same to the eye, in typefaces that most readers have.
AS_WELL = {"\u2011": "-", "\u2713": "\u2714", "\u2610": "[ ]", "\u2611": "[x]", "\u2612": "[x]"}
JOINERS, JOINS = (
    "\u200c\u200d",
    ("\u0600", "\u0dff"),
)  # Arabic and Indian scripts are spelt with them
VARIANTS = "\ufe0e\ufe0f"  # whether an emoji is drawn in colour: here never
MARKS_AT_MOST = 3  # combining marks on one letter; more is written to break the page


def clean(text: str) -> str:
    """The text without what breaks or bends a page: controls, direction overrides, surrogates.

    What no typeface has is found when it is written (core/documents/typefaces).
    """
    out: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text[:LONGEST]):
        kind = unicodedata.category(char)
        if char == "\n":
            out.append(char)
        elif char in "\t\r\u2028\u2029":
            out.append(" ")
        elif char in JOINERS and out and JOINS[0] <= out[-1] <= JOINS[1]:
            out.append(char)
        elif kind in ("Cc", "Cf", "Cs", "Co", "Cn") or char in VARIANTS:
            continue
        elif kind in ("Mn", "Me"):
            marks += 1
            if marks <= MARKS_AT_MOST:
                out.append(char)
            continue
        else:
            out.append(AS_WELL.get(char, char))
        marks = 0
    return "".join(out)


def broken_up(text: str, most: int = 60) -> str:
    """The text with spaces in words too long for a line."""
    return re.sub(rf"(\S{{{most}}})(?=\S)", r"\1 ", text)


class Page:
    """A document being written; made in one go, given as bytes."""

    def __init__(self, school: str, title: str, language: str, made: datetime) -> None:
        from fpdf import FPDF

        self._language = language
        exempt = word(language, "document.exempt")
        page_of = filled(language, "document.page", page="{page}", pages=PAGES_ALIAS)
        school = clean(school)

        class Document(FPDF):  # type: ignore[misc]
            """The header and footer of each page."""

            def header(self) -> None:
                self.set_font(typefaces.FAMILY, "", 9)
                self.set_text_color(70)
                with typefaces.between(self):
                    name = typefaces.writable(self, school)
                    self.cell(0, 5, name, new_x="LMARGIN", new_y="NEXT")
                with typefaces.between(self):
                    self.cell(0, 5, exempt, new_x="LMARGIN", new_y="NEXT")
                self.set_text_color(0)
                self.ln(4)

            def footer(self) -> None:
                self.set_y(-14)
                self.set_font(typefaces.FAMILY, "", 9)
                self.set_text_color(70)
                with typefaces.between(self):
                    self.cell(0, 5, page_of.replace("{page}", str(self.page_no())), align="R")
                self.set_text_color(0)

        self._pdf = Document(format="A4")
        typefaces.begin(self._pdf)
        self.lacks = False  # whether something could not be written
        self._pdf.alias_nb_pages(PAGES_ALIAS)
        self._pdf.set_title(clean(title))
        self._pdf.set_lang(language)
        self._pdf.set_creation_date(made.replace(tzinfo=UTC))
        self._pdf.set_margins(22, 18, 22)
        self._pdf.set_auto_page_break(True, 22)
        self._pdf.add_page()
        self.heading(title, 18)

    def heading(self, text: str, size: int = 13) -> None:
        """A heading; it stays with what follows it."""
        if self._pdf.will_page_break(size * 2):
            self._pdf.add_page()
        self._pdf.ln(3)
        self._write(text, "B", size)
        self._pdf.ln(1)

    def paragraph(self, text: str, indent: float = 0) -> None:
        """Words, ours or others', as they were written."""
        self._write(text, "", 11, indent)
        self._pdf.ln(1)

    def fact(self, label: str, text: str) -> None:
        """A label and what it says, the label in bold on a line of its own."""
        self._write(label, "B", 10)
        self._write(text or "–", "", 11, 4)
        self._pdf.ln(1)

    def _write(self, text: str, style: str, size: int, indent: float = 0) -> None:
        self._pdf.set_font(typefaces.FAMILY, style, size)
        self._pdf.set_x(self._pdf.l_margin + indent)
        cleaned = broken_up(clean(in_language(text, self._language)))
        written = typefaces.writable(self._pdf, cleaned)
        self.lacks |= written != cleaned
        self._pdf.multi_cell(
            0,
            size * 0.5,
            written,
            align="L",
            new_x="LMARGIN",
            new_y="NEXT",
            markdown=False,
        )

    def bytes(self) -> bytes:
        """The finished file."""
        typefaces.finish(self._pdf)
        return bytes(self._pdf.output())
