"""profile.toml: what the school says of itself, who reads and when, its internal targets."""

from pathlib import Path

from core.presets import file
from core.school import goals as targets
from core.school import profile, settings
from core.school.reading import ReadingRules
from core.store.engine import Tx


class Words(file.FilePart):
    """A text by language; English is for the public pages."""

    nb: str
    nn: str
    en: str | None = None


class ReadingPart(file.FilePart):
    """Whether assrektor reads as deputy, and between which hours of a school day."""

    deputy: bool
    from_hour: int
    to_hour: int


class GoalsPart(file.FilePart):
    """The school's internal targets, in school days; never the law's deadlines."""

    tell: int
    begin: int
    hear: int
    plan: int
    next_round: int
    confirm: int


class ProfileFile(file.FilePart):
    """The whole file."""

    name: file.Filled
    short_name: str
    county: str
    address: str
    phone: str
    email: str
    web: str
    controller: str
    privacy_officer: str
    exit_site: file.Filled
    committee: Words
    values: Words
    reading: ReadingPart
    goals: GoalsPart


def install(tx: Tx, folder: Path) -> None:
    """A preset's profile, readers and targets in a new school."""
    preset = file.read(folder, "profile.toml", ProfileFile)
    found = preset.content.model_dump(exclude_none=True)
    reading, goals = found.pop("reading"), found.pop("goals")
    for name in ("exit_site", "web"):
        if found[name] and not found[name].startswith("https://"):
            raise preset.fault(preset.line(name), "preset.error.url", name=name)
    for name, days in goals.items():
        if not 1 <= days <= targets.LONGEST:
            row = preset.line("goals", name)
            raise preset.fault(row, "preset.error.number", name=name, least=1, most=targets.LONGEST)
    start, end = reading["from_hour"], reading["to_hour"]
    if not 0 <= start < end <= 24:
        row = preset.line("reading", "to_hour")
        raise preset.fault(row, "preset.error.number", name="to_hour", least=start + 1, most=24)
    settings.save(tx, profile.Profile(**found))
    settings.save(tx, ReadingRules(**reading))
    settings.save(tx, targets.Goals(**goals))
