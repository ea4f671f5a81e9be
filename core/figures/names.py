"""What the rows of a figure are called, in every language, while the form may still change."""

from __future__ import annotations

from core import words
from core.figures.tables import LAWS
from core.forms import versions
from core.forms.form import Option
from core.store.engine import Store

Names = dict[str, dict[str, str]]  # id → language → name


def in_every_language(key: str, **facts: object) -> dict[str, str]:
    """A word of the catalogues, frozen in each language."""
    return {language: words.filled(language, key, **facts) for language in words.LANGUAGES}


def laws() -> Names:
    """The groups of § 12-3, and the rest."""
    return {law: in_every_language(f"school.law.{law}") for law in LAWS}


def areas(store: Store) -> Names:
    """The groups of places that the school's report form has in force, in the form's order."""
    return {o.area: area_name(o.area) for o in _options(store, "place") if o.area}


def area_name(area: str) -> dict[str, str]:
    """What a group of places is called; a group that the catalogues lack has its own id."""
    key = f"school.area.{area}"
    return in_every_language(key) if words.has(key) else {"nb": area}


def times(store: Store) -> Names:
    """The choices of *when*, in the form's order."""
    return {o.id: o.label for o in _options(store, "when")}


def _options(store: Store, question_id: str) -> tuple[Option, ...]:
    version = versions.current(store)
    question = version.form.question(question_id) if version else None
    return question.options if question else ()
