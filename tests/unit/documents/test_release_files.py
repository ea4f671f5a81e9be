"""A release taken along: the same numbers on paper and in a spreadsheet, and nothing that runs."""

# ruff: noqa: F811 - a fixture that is imported and asked for

import csv
import io
import re
import tomllib

import pypdf
import pytest

from core.documents import release_csv, release_pdf
from core.figures import releases
from tests.conftest import ROOT
from tests.given.figures import AUTUMN, many, rektor, school  # noqa: F401 (fixtures)


@pytest.fixture
def release(school, rektor):
    many(school)
    number = releases.make(school, rektor, AUTUMN)
    return next(r for r in releases.listed(school, rektor) if r.number == number)


def test_the_spreadsheet_opens_in_norwegian_excel_with_the_safe_numbers(release):
    file = release_csv.csv_file(release, "nb")
    assert file.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Tallrapport", "Periode", "Tabell", "Gruppe", "Meldinger"]
    cells = {(row[2], row[3]): row[4] for row in rows[1:] if len(row) > 4}
    assert cells["Alle meldinger", "Alle meldinger"] == "20"
    assert cells["Hva meldingene handler om", "Mobbing"] == "15"
    assert cells["Hva meldingene handler om", "Annet"] == "færre enn 5"
    assert release.hash in file.decode()


@pytest.mark.parametrize(
    "start",
    [
        *("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"),
        *("\u2212", "\ufe62", "\ufe63", " =", "\u00a0=", "\u200b=", "\ufeff\uff1d", "\v@", "\x00="),
    ],
)
def test_no_cell_is_a_formula(release, start):
    cell = f"{start}HYPERLINK(1)"
    for name in release.content["names"]["kind"].values():
        name["nb"] = cell
    text = release_csv.csv_file(release, "nb").decode("utf-8-sig")
    cells = {c for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for c in row}
    assert f"'{cell}" in cells
    assert cell not in cells


def test_a_cell_that_is_no_formula_stays_as_it_is(release):
    for name in release.content["names"]["kind"].values():
        name["nb"] = "Mobbing = erting"
    rows = csv.reader(
        io.StringIO(release_csv.csv_file(release, "nb").decode("utf-8-sig")), delimiter=";"
    )
    assert "Mobbing = erting" in {c for row in rows for c in row}


def test_the_release_is_the_only_file_of_cells_that_the_portal_makes():
    makes = re.compile(r"csv\.(writer|DictWriter)|\.to_csv|write_csv|\bxlsxwriter\b|\.to_excel")
    files = [*(ROOT / "core").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    assert [f.name for f in files if makes.search(f.read_text())] == ["release_csv.py"]
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["client"]["disableDataExport"] is True  # no table has a button for one


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_paper_has_the_numbers_the_definition_and_the_whole_checksum(release, language):
    file = release_pdf.pdf_file(release, "Hvam videregående skole", language)
    reader = pypdf.PdfReader(io.BytesIO(file))
    assert len(reader.pages) == 1
    text = " ".join(reader.pages[0].extract_text().split())
    assert "Hvam videregående skole" in text
    assert "20" in text
    assert release.definition(language)[:60] in text
    assert release.hash in text
    assert file == release_pdf.pdf_file(release, "Hvam videregående skole", language)
