"""The typefaces of the documents: Norwegian in one, every other script in one that has its letters.

The others are opened only if a text needs them, so that a usual document takes neither longer
nor more room. A letter that none has is written as a mark that everyone sees.
"""

import functools
import importlib.resources
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FAMILY = "Fira"
UNKNOWN = "[?]"  # in place of letters that no typeface has
LAYOUT = ("GDEF", "GPOS", "GSUB")  # how letters join: for shaping, and in no file

# What these say of a missing glyph is the letters of a name, and a log keeps it.
for _name in ("fpdf", "fontTools"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True)
class Face:
    """A typeface with the letters of one script; bold is written in it as it is."""

    name: str
    package: str = "manimgx_fonts"

    @property
    def file(self) -> Path:
        """Where its package keeps it."""
        root = Path(str(importlib.resources.files(self.package)))
        return root / self.name


def _noto(*scripts: str) -> tuple[Face, ...]:
    return tuple(Face(f"NotoSans{script}[wght].ttf") for script in scripts)


# In the order in which students need them; the last is large and asked only if one before
# lacks a letter of East Asia.
FACES = (
    *_noto("Arabic", "Ethiopic", "Thai", "Devanagari", "Hebrew", "Tamil", "Georgian", "Armenian"),
    *_noto("Bengali", "Gurmukhi", "Gujarati", "Telugu", "Kannada", "Malayalam", "Oriya", "Sinhala"),
    *_noto("Khmer", "Lao", "Myanmar", "", "Symbols"),
    Face("NotoEmoji[wght].ttf"),
)
EAST = Face("NotoSansCJKtc-Regular.otf", "cvttf_NotoSansCJK_Regular")
FIRST_OF_EAST = 0x2E80


@functools.cache
def fonts() -> dict[str, Path]:
    """The static cuts of Fira Sans, regular and bold, from their package."""
    root = importlib.resources.files("fontpkg_fira_sans")
    files = {Path(str(f)).name: Path(str(f)) for f in _walk(root)}
    return {"": files["FiraSans-Regular.ttf"], "B": files["FiraSans-Bold.ttf"]}


def _walk(folder: Any) -> list[Any]:
    out = []
    for entry in folder.iterdir():
        if entry.is_dir():
            out += _walk(entry)
        elif entry.name.endswith(".ttf"):
            out.append(entry)
    return out


@functools.cache
def letters(file: Path) -> frozenset[int]:
    """What a typeface can write."""
    from fontTools.ttLib import TTFont

    with TTFont(str(file), lazy=True) as font:
        return frozenset(font.getBestCmap())


def needed(text: str) -> tuple[list[Face], set[str]]:
    """The typefaces that a text needs beside the usual one; the letters that none has."""
    usual = letters(fonts()[""])
    missing = {char for char in text if ord(char) not in usual and not char.isspace()}
    faces = []
    for face in FACES:
        if not missing:
            break
        had = {char for char in missing if ord(char) in letters(face.file)}
        if had:
            faces.append(face)
            missing -= had
    if any(ord(char) >= FIRST_OF_EAST for char in missing):
        had = {char for char in missing if ord(char) in letters(EAST.file)}
        faces += [EAST] if had else []
        missing -= had
    return faces, missing


def writable(pdf: Any, text: str) -> str:
    """The text as this document can write it, with the typefaces for it; a mark if none has it.

    Scripts whose letters join or stack are shaped; what needs nothing of this is written as ever.
    """
    faces, missing = needed(text)
    for face in faces:
        if face.name not in pdf.fallbacks:
            pdf.add_font(face.name, "", str(face.file))
            pdf.fallbacks.append(face.name)
    pdf.set_fallback_fonts(pdf.fallbacks if faces else [], exact_match=False)
    pdf.set_text_shaping(bool(faces))
    return marked(text, missing)


@contextmanager
def between(pdf: Any) -> Iterator[None]:
    """What a page break writes in the midst of another text, which goes on as it was."""
    shaping, fallbacks = pdf.text_shaping, pdf._fallback_font_ids
    pdf.set_text_shaping(False)
    pdf.set_fallback_fonts([], exact_match=False)
    try:
        yield
    finally:
        pdf.text_shaping, pdf._fallback_font_ids = shaping, fallbacks


def marked(text: str, missing: Iterable[str]) -> str:
    """The text with a mark in place of what cannot be written."""
    letters_ = "".join(map(re.escape, sorted(missing)))
    return re.sub(f"[{letters_}]+", UNKNOWN, text) if letters_ else text


def begin(pdf: Any) -> None:
    """Give a new document its usual typeface."""
    pdf.fallbacks = []
    for style, file in fonts().items():
        pdf.add_font(FAMILY, style, str(file))


def finish(pdf: Any) -> None:
    """Before a document is given: without what its file leaves out anyway.

    fpdf2 drops these tables when it has read them through, which is a third of a short document.
    """
    for font in pdf.fonts.values():
        for table in LAYOUT:
            if table in font.ttfont:
                del font.ttfont[table]
