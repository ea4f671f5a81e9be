"""A file of a preset (data/schools/…): TOML of a known shape, refused with its file, line and cure.

A shape is `str`, `int` or `bool`; `[shape]`, a list of such; or {name: shape}, a table, where a
name that ends in "?" may be left out and "*" is any name. What has another shape is refused, and
so is a name that nobody reads: it would be passed over in silence.
"""

import itertools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import InvalidFile
from core.words import said

LANGUAGES = ("nb", "nn")  # what a school writes in; English is for the public pages
Shape = Any  # as described above; it is recursive
At = tuple[str | int, ...]  # the way to a value: ("activity", 3, "rule", "first")


@dataclass(frozen=True)
class PresetFile:
    """What a file says, and on which line."""

    name: str  # hvam/plan.toml, as it is shown
    content: dict[str, Any]
    text: str

    def tables(self, name: str) -> list[tuple[int, dict[str, Any]]]:
        """(line, table) of every [[name]] in the file."""
        return [(self.line(name, n), t) for n, t in enumerate(self.content.get(name, []))]

    def line(self, *at: str | int) -> int:
        """The line on which a value stands, or what it stands in."""
        lines = self.text.splitlines()
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

    def fault(self, row: int, key: str, **facts: object) -> InvalidFile:
        """The error for a mistake on a line."""
        return InvalidFile(key, field=str(row), file=self.name, row=row, **facts)

    def filled(self, row: int, table: dict[str, Any], name: str) -> str:
        """The text of a field that cannot stand empty."""
        text: str = table[name].strip()
        if not text:
            raise self.fault(row, "preset.error.text", name=name)
        return text

    def check(self, value: object, shape: Shape, *at: str | int) -> None:
        """Refuse what has another shape, at the line where it stands."""
        kind = shape if isinstance(shape, type) else type(shape)
        if type(value) is not kind:
            name = next((part for part in reversed(at) if isinstance(part, str)), "")
            what = said(f"preset.kind.{kind.__name__}")
            raise self.fault(self.line(*at), "preset.error.kind", name=name, kind=what)
        if isinstance(value, list):
            for n, part in enumerate(value):
                self.check(part, shape[0], *at, n)
        elif isinstance(value, dict):
            self._check_table(value, shape, at)

    def _check_table(self, table: dict[str, Any], shape: dict[str, Shape], at: At) -> None:
        known = {name.rstrip("?"): of for name, of in shape.items()}
        for name, value in table.items():
            of = known.get(name, known.get("*"))
            if of is None:
                choices = ", ".join(known)
                row = self.line(*at, name)
                raise self.fault(row, "preset.error.unknown", name=name, choices=choices)
            self.check(value, of, *at, name)
        for name in shape:
            if name not in table and name != "*" and not name.endswith("?"):
                raise self.fault(self.line(*at), "preset.error.lacks", name=name)


def read(folder: Path, name: str, shape: dict[str, Shape]) -> PresetFile:
    """The file `name` of the preset in `folder`; refuses what is not TOML of this shape."""
    place = folder / name
    shown = f"{folder.name}/{name}"
    try:
        text = place.read_text("utf-8")
        file = PresetFile(shown, tomllib.loads(text), text)
    except FileNotFoundError:
        raise InvalidFile("preset.error.missing", field=shown, file=shown, row=0) from None
    except UnicodeDecodeError:
        raise InvalidFile("preset.error.not_utf8", field=shown, file=shown, row=0) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        row = int(found[1]) if found else text.count("\n") + 1
        raise InvalidFile("preset.error.toml", field=str(row), file=shown, row=row) from None
    file.check(file.content, shape)
    return file
