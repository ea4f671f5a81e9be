"""bodies.toml: the bodies of the plan, and which meetings they must hold."""

from pathlib import Path

from core.presets import file
from core.store.engine import Tx
from core.store.schema.wheel import body
from core.year.bodies import MOST_MEETINGS, Body, content


class BodyText(file.FilePart):
    """A body in one language."""

    name: file.Filled
    members: str
    topics: str


class BodyRow(file.FilePart):
    """One body."""

    id: file.Filled
    lines: list[str]
    as_written: str
    least: int = 0
    most: int = 0
    by_class: bool = False
    staff_only: bool = False
    nb: BodyText
    nn: BodyText


class Bodies(file.FilePart):
    """The whole file."""

    body: list[BodyRow]


def load(folder: Path) -> list[Body]:
    """The bodies in the file's order."""
    preset = file.read(folder, "bodies.toml", Bodies)
    out: list[Body] = []
    for number, b in enumerate(preset.content.body):
        row = preset.line("body", number)
        if b.id in {other.body_id for other in out}:
            raise preset.fault(row, "preset.error.twice", name="id", value=b.id)
        if not 0 <= b.least <= b.most <= MOST_MEETINGS:
            raise preset.fault(
                row, "preset.error.number", name="least, most", least=0, most=MOST_MEETINGS
            )
        out.append(
            Body(
                body_id=b.id,
                position=(number + 1) * 10,
                names={"nb": b.nb.name, "nn": b.nn.name},
                members={"nb": b.nb.members, "nn": b.nn.members},
                topics={"nb": b.nb.topics, "nn": b.nn.topics},
                as_written=b.as_written,
                least=b.least,
                most=b.most,
                by_class=b.by_class,
                lines=tuple(b.lines),
                staff_only=b.staff_only,
            )
        )
    return out


def install(tx: Tx, folder: Path) -> None:
    """The bodies of a preset in a new school."""
    tx.insert(
        body,
        *(
            {"body_id": b.body_id, "position": b.position, "content": content(b), "version": 1}
            for b in load(folder)
        ),
    )
