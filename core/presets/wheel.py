"""wheel.toml: the activities of the plan's year, and the lines of the plan that each answers."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import Field

from core.presets import file
from core.store.engine import Tx
from core.store.schema.people import function
from core.store.schema.wheel import activity, body
from core.year import rules
from core.year.activities import Activity, ActivityStep, Area, Counts, Duty, Per, content


class ActivityText(file.FilePart):
    """An activity in one language."""

    name: file.Filled
    text: str = ""


class StepRow(file.FilePart):
    """A part of an activity that is ticked by itself."""

    id: str
    nb: str
    nn: str


class RuleRow(file.FilePart):
    """When it is done; which numbers a rule has follows from its kind."""

    kind: str
    first: int | None = None
    last: int | None = None
    least: int | None = None
    most: int | None = None
    every: int | None = None
    day: bool | None = None

    def read(self) -> rules.Rule:
        """The rule; ValueError if it cannot be one."""
        return rules.read(self.model_dump(exclude_none=True))


class ActivityRow(file.FilePart):
    """One activity."""

    id: file.Filled
    lines: list[str]
    functions: list[str]
    as_written: str
    rule: RuleRow
    on_need: bool = False
    per: Per
    area: Area
    count: Counts = "done"
    body: str = ""
    duties: list[Duty] = Field(default_factory=list)
    steps: list[StepRow] = Field(default_factory=list)
    school_steps: list[StepRow] = Field(default_factory=list)
    nb: ActivityText
    nn: ActivityText


class WheelFile(file.FilePart):
    """The whole file."""

    activity: list[ActivityRow]


def load(folder: Path) -> list[Activity]:
    """The activities in the file's order."""
    return _load(file.read(folder, "wheel.toml", WheelFile))


def _load(preset: file.PresetFile[WheelFile]) -> list[Activity]:
    out: list[Activity] = []
    for number, a in enumerate(preset.content.activity):
        row = preset.line("activity", number)
        if a.id in {other.activity_id for other in out}:
            raise preset.fault(row, "preset.error.twice", name="id", value=a.id)
        for name in ("lines", "functions"):
            if not getattr(a, name):
                raise preset.fault(row, "preset.error.list", name=name)
        try:
            rule = a.rule.read()
        except ValueError as error:
            at = preset.line("activity", number, "rule")
            raise preset.fault(at, "preset.error.rule", name=str(error)) from None
        out.append(
            Activity(
                activity_id=a.id,
                position=(number + 1) * 10,
                names={"nb": a.nb.name, "nn": a.nn.name},
                texts={"nb": a.nb.text, "nn": a.nn.text},
                functions=tuple(a.functions),
                rule=rule,
                as_written=a.as_written.strip(),
                on_need=a.on_need,
                per=a.per,
                area=a.area,
                lines=tuple(a.lines),
                steps=_steps(preset, row, a.steps),
                school_steps=_steps(preset, row, a.school_steps),
                count=a.count,
                body=a.body,
                duties=tuple(a.duties),
            )
        )
    return out


def _steps(
    preset: file.PresetFile[WheelFile], row: int, steps: list[StepRow]
) -> tuple[ActivityStep, ...]:
    ids = [s.id for s in steps]
    for step_id in ids:
        if ids.count(step_id) > 1:
            raise preset.fault(row, "preset.error.twice", name="id", value=step_id)
    return tuple(ActivityStep(s.id, {"nb": s.nb, "nn": s.nn}) for s in steps)


def install(tx: Tx, folder: Path) -> None:
    """The activities of a preset; a function or a body that is not there is refused."""
    preset = file.read(folder, "wheel.toml", WheelFile)
    functions = set(
        tx.connection.scalars(sa.select(function.c.function_id).where(tx.mine(function)))
    )
    bodies = set(tx.connection.scalars(sa.select(body.c.body_id).where(tx.mine(body))))
    rows: list[dict[str, Any]] = []
    for number, found in enumerate(_load(preset)):
        for name, asked, known in (
            ("functions", set(found.functions), functions),
            ("body", {found.body} - {""}, bodies),
        ):
            if not asked <= known:
                row, choices = preset.line("activity", number, name), ", ".join(sorted(known))
                raise preset.fault(row, "preset.error.one_of", name=name, choices=choices)
        rows.append(
            {
                "activity_id": found.activity_id,
                "position": found.position,
                "content": content(found),
                "active": True,
                "changed_at": tx.now,
                "version": 1,
            }
        )
    tx.insert(activity, *rows)
