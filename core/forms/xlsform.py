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
ROW = re.compile(r"^\[row : (\d+)\]\s*")


def read_file(place: Path) -> Form:
    """The form in a Markdown table of XLSForm; raises InvalidFile with file, row and fault."""
    return _compile(place.read_text("utf-8"), place.name, ".md")


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
        content = workbook_to_json(workbook_dict=book, fallback_form_name="report")
        # Making the XForm is what finds a reference to a question that is not there.
        create_survey_element_from_dict(content).to_xml(validate=False)
    except PyXFormError as error:
        told = str(error)
        row = ROW.match(told)
        raise InvalidFile(
            "form.error.source",
            file=name,
            row=row.group(1) if row else "?",
            fault=ROW.sub("", told),
        ) from error
    questions = [c for c in content["children"] if c["name"] != "meta"]
    return Form(
        content["id_string"],
        {"nb": content["title"]},
        tuple(_question(q, name) for q in questions),
    )


def _question(raw: Mapping[str, Any], name: str) -> Question:
    if raw["type"] not in TYPES:
        raise InvalidFile(
            "form.error.source", file=name, row=raw["name"], fault=f"type {raw['type']}"
        )
    bind = raw.get("bind", {})
    return Question(
        id=raw["name"],
        kind=TYPES[raw["type"]],
        label=_by_language(raw.get("label", {})),
        hint=_by_language(raw.get("hint", {})),
        required=bind.get("required") == "yes",
        relevant=bind.get("relevant", ""),
        options=tuple(
            Option(c["name"], _by_language(c["label"]), c.get("law", ""), c.get("area", ""))
            for c in raw.get("choices", ())
        ),
    )


def _by_language(texts: Mapping[str, str] | str) -> dict[str, str]:
    if isinstance(texts, str):
        return {"nb": texts}
    codes = {column: lang for lang, column in COLUMNS.items()}
    return {codes[column]: text for column, text in texts.items() if column in codes}
