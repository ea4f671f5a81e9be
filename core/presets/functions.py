"""functions.toml: the words of the plan's column Ansvar, held by nobody yet."""

from pathlib import Path

from core.presets import file
from core.school.functions import NAMES
from core.store.engine import Tx
from core.store.schema.people import function


class FunctionPart(file.Named):
    """One function, with what the plan calls it."""

    id: file.Filled


class Functions(file.FilePart):
    """The whole file."""

    function: list[FunctionPart]


def load(folder: Path) -> dict[str, dict[str, str]]:
    """Names by id."""
    preset = file.read(folder, "functions.toml", Functions)
    out: dict[str, dict[str, str]] = {}
    for number, f in enumerate(preset.content.function):
        if f.id in out:
            row = preset.line("function", number)
            raise preset.fault(row, "preset.error.twice", name="id", value=f.id)
        out[f.id] = {"nb": f.nb, "nn": f.nn}
    return out


def install(tx: Tx, folder: Path) -> None:
    """The functions of a preset in a new school."""
    known = load(folder)
    tx.insert(function, *({"function_id": i, "names": NAMES.write(known[i])} for i in known))
