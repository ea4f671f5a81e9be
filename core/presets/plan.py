"""plan.toml: the plan's own sections, what the law adds to them, and when it is revised."""

from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field

from core.errors import Invalid
from core.plan import cycle
from core.plan.sections import Kind, Section, Text, row_of, written
from core.presets import file
from core.school import settings
from core.store.engine import Tx
from core.store.schema.plan import plan_revision, plan_section


class SectionText(file.FilePart):
    """A section in one language."""

    title: str
    text: str = ""
    points: list[str] = Field(default_factory=list)


class SectionRow(file.FilePart):
    """One section."""

    id: file.Filled
    kind: Kind
    lines: list[str]
    url: str = ""
    paragraph: str = ""
    nb: SectionText
    nn: SectionText


class CycleRow(file.FilePart):
    """When the plan is revised each year, and when it last was."""

    revised_in: int
    last_revised: str


class Plan(file.FilePart):
    """The whole file."""

    cycle: CycleRow
    section: list[SectionRow]


def load(folder: Path) -> list[Section]:
    """The sections in the file's order."""
    return _load(file.read(folder, "plan.toml", Plan))


def _load(preset: file.PresetFile[Plan]) -> list[Section]:
    out: list[Section] = []
    for number, s in enumerate(preset.content.section):
        row = preset.line("section", number)
        if s.id in {other.section_id for other in out}:
            raise preset.fault(row, "preset.error.twice", name="id", value=s.id)
        if s.url and urlsplit(s.url).scheme != "https":
            raise preset.fault(
                preset.line("section", number, "url"), "preset.error.url", name="url"
            )
        out.append(
            Section(
                section_id=s.id,
                version=1,
                position=(number + 1) * 10,
                kind=s.kind,
                texts={"nb": _text(preset, row, s.nb, "nb"), "nn": _text(preset, row, s.nn, "nn")},
                lines=tuple(s.lines),
                url=s.url,
                paragraph=s.paragraph,
                supplied=s.kind == "law",
                checked_on=None,  # nobody at this school has looked yet
                active=True,
                changed_at=datetime.min,
                changed_by=None,
            )
        )
    return out


def _text(file_: file.PresetFile[Plan], row: int, said: SectionText, language: str) -> Text:
    try:
        return written(said.title, said.text, "\n".join(said.points))
    except Invalid as error:
        raise file_.fault(row, "preset.error.plan_text", name=f"{language}.title") from error


def install(tx: Tx, folder: Path) -> None:
    """A preset's plan in force in a new school."""
    preset = file.read(folder, "plan.toml", Plan)
    month, last = preset.content.cycle.revised_in, preset.content.cycle.last_revised
    if not 1 <= month <= 12:
        row = preset.line("cycle", "revised_in")
        raise preset.fault(row, "preset.error.month", name="revised_in")
    settings.save(tx, cycle.PlanCycle(month=month))
    if last:
        try:
            day = date.fromisoformat(last)
        except ValueError:
            row = preset.line("cycle", "last_revised")
            raise preset.fault(row, "preset.error.day", name="last_revised") from None
        tx.insert(
            plan_revision, {"revision_id": tx.new_id(), "revised_on": day, "note": "", "at": tx.now}
        )
    tx.insert(plan_section, *(row_of(section, tx.now) for section in _load(preset)))
