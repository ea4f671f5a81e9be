"""The invented classes of the demonstration, read from the `classes.toml` of a preset."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from pydantic import Field

from core.presets import file
from core.store.engine import Tx
from core.store.schema.school import class_teacher, department, school_class


@dataclass(frozen=True)
class Invented:
    """A class before it has an id and a teacher."""

    name: str
    level: int
    programme: str
    department_id: str
    students: int


class DepartmentRow(file.FilePart):
    """One department."""

    id: str
    name: str


class ClassRow(file.FilePart):
    """One class."""

    name: str
    level: int
    programme: str
    department: str
    students: int


class Classes(file.FilePart):
    """The whole file."""

    department: list[DepartmentRow]
    # "class" is Python's own word.
    class_: list[ClassRow] = Field(alias="class")


def load(folder: Path) -> tuple[dict[str, str], list[Invented]]:
    """(departments by id, classes)."""
    preset = file.read(folder, "classes.toml", Classes)
    named = {d.id: d.name for d in preset.content.department}
    out = []
    for number, c in enumerate(preset.content.class_):
        if c.department not in named:
            row = preset.line("class", number, "department")
            raise preset.fault(
                row, "preset.error.one_of", name="department", choices=", ".join(named)
            )
        out.append(Invented(c.name, c.level, c.programme, c.department, c.students))
    return named, out


def insert(
    tx: Tx,
    year: int,
    classes: list[Invented],
    contact_teachers: list[UUID],
    taught: dict[int, list[UUID]] | None = None,
) -> list[UUID]:
    """Put invented classes into a school year, with their teachers by number; the ids."""
    ids = [tx.new_id() for _ in classes]
    tx.insert(
        school_class,
        *(
            {
                "class_id": class_id,
                "school_year": year,
                "name": c.name,
                "level": c.level,
                "programme": c.programme,
                "department_id": c.department_id,
                "contact_teacher_id": contact_teachers[n % len(contact_teachers)],
                "students": c.students,
            }
            for n, (class_id, c) in enumerate(zip(ids, classes, strict=True))
        ),
    )
    tx.insert(
        class_teacher,
        *(
            {"class_id": ids[n], "person_id": person_id}
            for n, people in (taught or {}).items()
            for person_id in people
        ),
    )
    return ids


def insert_departments(tx: Tx, named: dict[str, str], leaders: dict[str, UUID]) -> None:
    """The departments, each with who leads it."""
    tx.insert(
        department,
        *(
            {"department_id": i, "name": name, "leader_id": leaders.get(i)}
            for i, name in named.items()
        ),
    )
