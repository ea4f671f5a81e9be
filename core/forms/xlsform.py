"""A form to and from XLSForm, through pyxform: compiled when it is published, never when drawn."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.errors import InvalidFile
from core.forms.form import MANY, ONE, TEXT, Form, Option, Question
from core.forms.rules import NAME
from core.store.blank import trimmed

COLUMNS = {"nb": "Bokmål (nb)", "nn": "Nynorsk (nn)", "en": "English (en)"}
TYPES = {"text": TEXT, "select one": ONE, "select all that apply": MANY}
WRITTEN = {TEXT: "text", ONE: "select_one", MANY: "select_multiple"}
TABLES = (".xlsx", ".xlsm", ".xls")
# The columns that are read, as pyxform calls them whatever alias they stand under; two are ours.
READ = {
    "survey": ("type", "name", "label", "hint", "required", "relevant"),
    "choices": ("list name", "name", "label", "law", "area"),
    "settings": ("id_string", "title", "default_language"),
}
SPOKEN = ("label", "hint")  # a column for each language
Cells = Mapping[tuple[str, str], str]  # what a row says, by column and language
SHEET = re.compile(r"unexpected keyword argument '(.+)'")
ROW = re.compile(r"^\[row : (\d+)\]\s*")


def read_file(place: Path) -> Form:
    """The form in a file of XLSForm: a Markdown table, a workbook, or text with commas.

    Raises InvalidFile with file, row and fault; also if a column or a sheet is not read.
    """
    data, kind = place.read_bytes(), place.suffix.lower()
    if kind in TABLES:
        return _compile(data, place.name, kind)
    try:
        return _compile(data.decode("utf-8-sig"), place.name, kind)
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise _fault("form.error.not_utf8", place.name, row) from None


def compile_form(form: Form) -> Form:
    """The form as pyxform understands it; raises InvalidFile with row and fault."""
    return _compile(workbook(form), form.id, None)


def workbook(form: Form) -> dict[str, list[dict[str, str]]]:
    """The form as the three sheets of XLSForm; pyxform reads no space inside a reference."""
    survey, choices = [], []
    for question in form.questions:
        kind = WRITTEN[question.kind]
        row = {
            "type": f"{kind} {question.id}" if question.options else kind,
            "name": question.id,
            **_texts("label", question.label),
            **_texts("hint", question.hint),
            "required": "yes" if question.required else "",
            "relevant": NAME.sub(r"${\1}", question.relevant),
        }
        survey.append({column: text for column, text in row.items() if text})
        for option in question.options:
            row = {
                "list_name": question.id,
                "name": option.id,
                **_texts("label", option.label),
                "law": option.law,
                "area": option.area,
            }
            choices.append({column: text for column, text in row.items() if text})
    settings = {
        "form_id": form.id,
        "form_title": form.title.get("nb", form.id),
        "default_language": COLUMNS["nb"],
    }
    return {"survey": survey, "choices": choices, "settings": [settings]}


def _texts(column: str, texts: Mapping[str, str]) -> dict[str, str]:
    return {f"{column}::{COLUMNS[lang]}": text for lang, text in texts.items() if trimmed(text)}


def _compile(source: Any, name: str, file_type: str | None) -> Form:
    # Imported here: it takes 0.5 s, and only publishing needs it.
    from pyxform.builder import create_survey_element_from_dict
    from pyxform.errors import PyXFormError
    from pyxform.xls2json import workbook_to_json
    from pyxform.xls2json_backends import get_xlsform

    try:
        book = get_xlsform(xlsform=source, file_type=file_type)
        _known_sheets(book, name)
        # As they are written: pyxform straightens quotes and draws spaces together.
        words = {sheet: _cells(book, sheet, name) for sheet in READ}
        content = workbook_to_json(workbook_dict=book, fallback_form_name="report")
        # Making the XForm is what finds a reference to a question that is not there.
        create_survey_element_from_dict(content).to_xml(validate=False)
    except TypeError as error:  # text with commas has a sheet that pyxform does not know
        found = SHEET.search(str(error))
        if found is None:
            raise
        raise _unknown_sheet(name, found[1]) from None
    except PyXFormError as error:
        told = str(error)
        row = ROW.match(told)
        raise InvalidFile(
            "form.error.source",
            file=name,
            row=row.group(1) if row else error.context.get("row", "?"),
            fault=ROW.sub("", told),
        ) from error
    rows = {cells.get(("name", "")): (n, cells) for n, cells in words["survey"]}
    options = {
        (cells.get(("list name", "")), cells.get(("name", ""))): cells
        for _, cells in words["choices"]
    }
    questions = [c for c in content["children"] if c["name"] != "meta"]
    return Form(
        content["id_string"],
        {"nb": content["title"]},
        tuple(_question(q, name, *rows[q["name"]], options) for q in questions),
    )


def _question(
    raw: Mapping[str, Any],
    file: str,
    row: int,
    cells: Cells,
    options: Mapping[tuple[str | None, str | None], Cells],
) -> Question:
    from pyxform import aliases

    if raw["type"] not in TYPES:
        raise _fault("form.error.source", file, row, fault=f"type {raw['type']}")
    bind = raw.get("bind", {})
    required = str(bind.get("required", "no"))
    if required not in aliases.yes_no:
        raise _fault("form.error.required", file, row, value=required)
    chosen = [(c["name"], options[raw.get("itemset"), c["name"]]) for c in raw.get("choices", ())]
    return Question(
        id=raw["name"],
        kind=TYPES[raw["type"]],
        label=_by_language(cells, "label"),
        hint=_by_language(cells, "hint"),
        required=aliases.yes_no[required],
        relevant=bind.get("relevant", ""),
        options=tuple(
            Option(
                option_id,
                _by_language(own, "label"),
                own.get(("law", ""), ""),
                own.get(("area", ""), ""),
            )
            for option_id, own in chosen
        ),
    )


def _by_language(cells: Cells, column: str) -> dict[str, str]:
    found = {lang: cells[column, lang] for lang in ("", *COLUMNS) if (column, lang) in cells}
    if "" in found:  # a column without a language is the form's own
        found.setdefault("nb", found.pop(""))
    return found


def _unknown_sheet(file: str, sheet: str) -> InvalidFile:
    return InvalidFile("form.error.sheet", file=file, sheet=sheet, choices=", ".join(READ))


def _known_sheets(book: Any, file: str) -> None:
    """Refuse a sheet that is not read; one whose name begins with _ is notes."""
    for sheet in book.sheet_names or ():
        if not sheet.startswith("_") and sheet.lower() not in READ and len(book.sheet_names) > 1:
            raise _unknown_sheet(file, sheet)


def _cells(book: Any, sheet: str, file: str) -> list[tuple[int, Cells]]:
    """Each row of a sheet with its number, by column and language; refuses what is not read."""
    from pyxform import aliases
    from pyxform.parsing.sheet_headers import process_header

    rows = getattr(book, sheet) or []
    headers = [h for row in getattr(book, f"{sheet}_header") or () for h in row if h != "None"]
    headers = list(dict.fromkeys((*headers, *(h for row in rows for h in row))))
    known = {
        "survey": aliases.survey_header,
        "choices": aliases.list_header,
        "settings": aliases.settings_header,
    }[sheet]
    columns: dict[str, tuple[str, str]] = {}
    for header in headers:
        double = any("::" in str(h) for h in headers)
        _, tokens = process_header(str(header or ""), double, known, READ[sheet])
        column, *rest = tokens[1:] if tokens[0] == "bind" and len(tokens) > 1 else tokens
        language = _language(rest[0]) if rest and column in SPOKEN else ""
        wrong = column not in READ[sheet] or language is None or (rest and column not in SPOKEN)
        if not header and not any(row.get(header) for row in rows):
            continue
        if wrong or (column, language) in columns.values():
            choices = ", ".join(c.replace(" ", "_") for c in READ[sheet])
            raise _fault(
                "form.error.column", file, 1, sheet=sheet, column=str(header), choices=choices
            )
        columns[header] = (column, language or "")
    return [
        (n, {columns[h]: trimmed(str(text)) for h, text in row.items() if h in columns and text})
        for n, row in enumerate(rows, 2)
    ]


def _language(written: str) -> str | None:
    """nb, nn or en, by its code, its name or both; None if it is none of them."""
    plain = trimmed(written).lower()
    for code, column in COLUMNS.items():
        if plain in (code, column.lower(), column.lower().removesuffix(f" ({code})")):
            return code
    return None


def _fault(key: str, file: str, row: int, **facts: object) -> InvalidFile:
    return InvalidFile(key, field=str(row), file=file, row=str(row), **facts)
