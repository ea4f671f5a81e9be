"""A file of a preset (data/schools/…): TOML, refused with its file, line and cure."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import InvalidFile

LANGUAGES = ("nb", "nn")  # what a school writes in; English is for the public pages


@dataclass(frozen=True)
class PresetFile:
    """What a file says, with the line on which each of its tables begins."""

    name: str  # hvam/plan.toml, as it is shown
    content: dict[str, Any]
    text: str

    def tables(self, name: str) -> list[tuple[int, dict[str, Any]]]:
        """(line, table) of every [[name]] in the file."""
        lines = [
            number
            for number, line in enumerate(self.text.splitlines(), 1)
            if re.fullmatch(rf"\s*\[\[\s*{re.escape(name)}\s*]]\s*(#.*)?", line)
        ]
        found = self.content.get(name, [])
        if not isinstance(found, list) or not all(isinstance(t, dict) for t in found):
            raise self.fault(f"[[{name}]]", "preset.error.not_tables", table=name)
        return list(zip(lines, found, strict=False))

    def fault(self, row: object, key: str, **facts: object) -> InvalidFile:
        """The error for a mistake on a line (or in a field, by its name)."""
        return InvalidFile(key, field=str(row), file=self.name, row=row, **facts)

    def text_in(self, row: int, table: dict[str, Any], name: str, needed: bool = True) -> str:
        """The text of a field; refused where it is not text, or empty and needed."""
        value = table.get(name, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            raise self.fault(row, "preset.error.text", name=name)
        return value.strip()


def read(folder: Path, name: str) -> PresetFile:
    """The file `name` of the preset in `folder`; refuses what is not TOML."""
    place = folder / name
    shown = f"{folder.name}/{name}"
    try:
        text = place.read_text("utf-8")
        return PresetFile(shown, tomllib.loads(text), text)
    except FileNotFoundError:
        raise InvalidFile("preset.error.missing", field=shown, file=shown, row=0) from None
    except UnicodeDecodeError:
        raise InvalidFile("preset.error.not_utf8", field=shown, file=shown, row=0) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        row = int(found[1]) if found else text.count("\n") + 1
        raise InvalidFile("preset.error.toml", field=str(row), file=shown, row=row) from None
