"""The report form of a new school: the standard one, with the places of `places.toml` in it."""

from dataclasses import replace
from pathlib import Path

from core.errors import InvalidFile
from core.forms import problems, versions, xlsform
from core.forms.form import Form, Option
from core.presets import file
from core.store.engine import Tx
from core.words import filled


class Place(file.FilePart):
    """A place of the school's own, and the area that figures count it in."""

    id: file.Filled
    area: file.Filled
    label: file.Spoken


class Places(file.FilePart):
    """The whole file."""

    place: list[Place]


def install(tx: Tx, folder: Path) -> None:
    """Version 1 in a new school; a mistake is refused with file, row and cure."""
    form, name, lines = xlsform.read_file(versions.STANDARD), versions.STANDARD.name, {}
    if (folder / "places.toml").is_file():
        own = file.read(folder, "places.toml", Places)
        form, name = _with_places(form, own.content.place), own.name
        lines = {p.id: own.line("place", n) for n, p in enumerate(own.content.place)}
    for problem in problems.problems(form):
        if problem.stops:
            where = " ".join(filter(None, (problem.question_id, problem.option_id)))
            row = lines.get(problem.option_id, where)
            raise InvalidFile(
                "form.error.problem",
                field=str(row),
                file=name,
                row=row,
                problem=filled("nb", problem.key, name=problem.question_id, **problem.facts),
            )
    versions.append(tx, form, None)


def _with_places(form: Form, places: list[Place]) -> Form:
    own = [Option(p.id, p.label.model_dump(), area=p.area) for p in places]
    questions = []
    for question in form.questions:
        if question.id == "place":
            # The school's own stand before "somewhere else", which is the last.
            options = (*question.options[:-1], *own, question.options[-1])
            questions.append(replace(question, options=options))
        else:
            questions.append(question)
    return replace(form, questions=tuple(questions))
