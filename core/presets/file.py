"""A file of a preset: TOML of a known type, refused with its file, line and cure.

The type is a `FilePart`: what it does not name is refused too, since it would be passed over in
silence, and nothing is converted: "5" is no number.
"""

import itertools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticKnownError

from core.errors import InvalidFile
from core.store.blank import is_blank
from core.words import said


def _filled(text: str) -> str:
    if is_blank(text):
        raise PydanticKnownError("string_too_short", {"min_length": 1})
    return text.strip()


# A text that cannot stand empty.
Filled = Annotated[str, AfterValidator(_filled)]
# What is said of a value of another type, by the library's name of the mistake.
KINDS = {
    "string_type": "str",
    "int_type": "int",
    "bool_type": "bool",
    "list_type": "list",
    "dict_type": "dict",
    "model_type": "dict",
}


class FilePart(BaseModel):
    """A table of a preset's file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Named(FilePart):
    """A name in both of the school's languages."""

    nb: Filled
    nn: Filled


class Spoken(FilePart):
    """A text in all three languages."""

    nb: str
    nn: str
    en: str


P = TypeVar("P", bound=BaseModel)


@dataclass(frozen=True)
class PresetFile(Generic[P]):
    """What a file says, and on which line."""

    name: str  # hvam/plan.toml, as it is shown
    content: P
    text: str

    def line(self, *at: str | int) -> int:
        """The line on which a value stands, or what it stands in."""
        return _line(self.text, at)

    def fault(self, row: int, key: str, **facts: object) -> InvalidFile:
        """The error for a mistake on a line."""
        return _fault(self.name, row, key, **facts)


def read(folder: Path, name: str, kind: type[P]) -> PresetFile[P]:
    """The file `name` of the preset in `folder`; refuses what is not TOML of this type."""
    place = folder / name
    shown = f"{folder.name}/{name}"
    try:
        text = place.read_text("utf-8")
        return PresetFile(shown, kind.model_validate(tomllib.loads(text)), text)
    except FileNotFoundError:
        raise _fault(shown, 0, "preset.error.missing") from None
    except UnicodeDecodeError:
        raise _fault(shown, 0, "preset.error.not_utf8") from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        row = int(found[1]) if found else text.count("\n") + 1
        raise _fault(shown, row, "preset.error.toml") from None
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)
        # A misspelt field is lacking under its right name too: the one that stands there is told.
        first = next((e for e in wrong if e["type"] == "extra_forbidden"), wrong[0])
        raise _told(shown, text, first, kind) from None


def _told(file: str, text: str, wrong: ErrorDetails, kind: type[BaseModel]) -> InvalidFile:
    """The library's word for a mistake in ours."""
    at = wrong["loc"]
    name = next((part for part in reversed(at) if isinstance(part, str)), "")
    row = _line(text, at)
    match wrong["type"]:
        case "missing":
            return _fault(file, _line(text, at[:-1]), "preset.error.lacks", name=name)
        case "extra_forbidden":
            choices = ", ".join(_fields(kind, at[:-1]))
            return _fault(file, row, "preset.error.unknown", name=name, choices=choices)
        case "literal_error":
            choices = wrong["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
            return _fault(file, row, "preset.error.one_of", name=name, choices=choices)
        case "string_too_short":
            return _fault(file, row, "preset.error.text", name=name)
        case other:
            what = said(f"preset.kind.{KINDS[other]}")
            return _fault(file, row, "preset.error.kind", name=name, kind=what)


def _fields(kind: Any, at: tuple[str | int, ...]) -> list[str]:
    """The fields of the table to which `at` leads."""
    for part in at:
        fields = getattr(kind, "model_fields", {})
        if isinstance(part, str) and "root" not in fields:
            kind = {f.alias or n: f.annotation for n, f in fields.items()}[part]
        else:  # an entry of a list, or a table under any name
            kind = get_args(fields["root"].annotation if fields else kind)[-1]
    return [f.alias or n for n, f in kind.model_fields.items()]


def _fault(file: str, row: int, key: str, **facts: object) -> InvalidFile:
    return InvalidFile(key, field=str(row) if row else file, file=file, row=row, **facts)


def _line(text: str, at: tuple[str | int, ...]) -> int:
    lines = text.splitlines() or [""]  # an empty file has its one line too
    first, end = 0, len(lines)
    for part, following in itertools.zip_longest(at, at[1:]):
        if isinstance(part, int) or re.search(rf"\b{re.escape(part)}\b *=", lines[first]):
            continue  # an entry of a list on one line, a field in braces
        header = rf'\s*\[+ *"?([\w-]+\.)*{re.escape(part)}"? *\]+'
        begins = re.compile(rf'{header}|\s*"?{re.escape(part)}"? *=').match
        found = [n for n in range(first, end) if begins(lines[n])]
        if isinstance(following, int) and len(found) > following:
            if len(found) > following + 1:
                end = found[following + 1]
            first = found[following]
        elif found:
            first = found[0]
    return first + 1
