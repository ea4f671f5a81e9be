"""Taking back what was said to be done: at once if it is their own of today, else asked first.

Whatever is taken back is named, in the question and in the line that says that it is gone.
"""

from core import words
from core.access import Person
from core.people import directory
from core.store.engine import Store
from core.ui.kit import notice, sure
from core.ui.kit.words import language, t
from core.year import ticks
from core.year.tasks import Task
from core.year.ticks import LastEntry


def pressed(store: Store, person: Person, task: Task, step: str | None, about: str) -> None:
    """In a callback: take back what they wrote today, or ask about what is another's or older."""
    entry = ticks.last(task, step)
    if entry is None:
        return
    if entry.person_id != person.person_id or entry.written_on != store.today():
        sure.ask(_key(task, step))
        return
    with notice.pressed(person, "wheel.undone", row=(task.task_id, entry.entry_id)):
        ticks.undo(store, person, task.key, step, entry.entry_id)
    if notice.well():
        notice.done_with("wheel.undone_that", what=_named(store, entry, about))


def ask(store: Store, person: Person, task: Task, step: str | None, about: str) -> None:
    """The question, if it was to be asked of this task or step."""
    key, entry = _key(task, step), ticks.last(task, step)
    if entry is None or not sure.is_open(key):
        return

    def act() -> None:
        with notice.acting("wheel.undone", row=(task.task_id, entry.entry_id)):
            ticks.undo(store, person, task.key, step, entry.entry_id)
            sure.answered()

    sure.draw(
        key,
        sure.Asking(
            title=t("wheel.undo_sure"),
            about=_named(store, entry, about),
            tells=t("wheel.undo_tells"),
            yes=t("wheel.undo_yes"),
            no=t("wheel.undo_no"),
        ),
        act,
    )


def _key(task: Task, step: str | None) -> str:
    return f"undo_{task.task_id}_{step or ''}"


def _named(store: Store, entry: LastEntry, about: str) -> str:
    """Of what, on which day, by whom, how many, and the note."""
    who = directory.names(store).get(entry.person_id, "") if entry.person_id else ""
    many = t("wheel.undo_many", n=entry.amount) if entry.amount > 1 else ""
    day = words.day(entry.day, language())
    return " · ".join(filter(None, (about, day, who, many, entry.note)))
