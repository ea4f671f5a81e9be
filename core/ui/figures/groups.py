"""What the rows of a figure are called in the visitor's language."""

from core import words
from core.figures import names
from core.figures.tables import LAWS
from core.store.engine import Store
from core.ui.kit.words import language, t


def laws() -> dict[str, str]:
    """The groups of § 12-3, and the rest."""
    return {law: t(f"school.law.{law}") for law in LAWS}


def areas(store: Store) -> dict[str, str]:
    """The groups of places, in the form's order."""
    return {area: words.pick(names_, language()) for area, names_ in names.areas(store).items()}


def times(store: Store) -> dict[str, str]:
    """The choices of *when*, in the form's order."""
    return {time: words.pick(label, language()) for time, label in names.times(store).items()}
