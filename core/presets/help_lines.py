"""help_lines.toml: numbers to call; only the school itself confirms a line."""

from pathlib import Path

from core.presets import file
from core.school import settings
from core.school.help_lines import ADDRESS, NUMBER, HelpLine
from core.school.help_lines import HelpLines as Kept
from core.store.engine import Tx


class HelpLinePart(file.FilePart):
    """One line."""

    id: file.Filled
    name: file.Spoken
    number: str
    hours: file.Spoken
    web: str
    source: str
    suggested: bool
    checked_on: str  # empty here


class HelpLinesFile(file.FilePart):
    """The whole file."""

    line: list[HelpLinePart]


def install(tx: Tx, folder: Path) -> None:
    """The lines of a preset in a new school."""
    preset = file.read(folder, "help_lines.toml", HelpLinesFile)
    kept: list[HelpLine] = []
    for number, line in enumerate(preset.content.line):
        row = preset.line("line", number)
        if name := _wrong(line):
            raise preset.fault(row, "help.error.source", name=name)
        if line.id in {other.id for other in kept}:
            raise preset.fault(row, "preset.error.twice", name="id", value=line.id)
        kept.append(HelpLine(**line.model_dump(exclude={"checked_on"})))
    settings.save(tx, Kept(lines=tuple(kept)))


def _wrong(line: HelpLinePart) -> str:
    """The field that cannot be taken, or ""."""
    if line.number and not NUMBER.match(line.number):
        return "number"
    if line.web and not ADDRESS.match(line.web):
        return "web"
    if line.checked_on:
        return "checked_on"
    return "" if line.name.nb and line.name.nn else "name"
