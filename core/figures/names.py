"""What the rows of a figure are called, in every language, while the form may still change."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from core import words
from core.figures.tables import LAWS
from core.store.engine import Store
from core.store.schema.forms import form_version

Names = dict[str, dict[str, str]]  # id → language → name
REPORT_FORM = "report"


def in_every_language(key: str, **facts: object) -> dict[str, str]:
    """A word of the catalogues, frozen in each language."""
    return {language: words.filled(language, key, **facts) for language in words.LANGUAGES}


def laws() -> Names:
    """The groups of § 12-3, and the rest."""
    return {law: in_every_language(f"school.law.{law}") for law in LAWS}


def areas(store: Store) -> Names:
    """The groups of places that the school's report form has in force, in the form's order."""
    return {area: area_name(area) for area in _areas(_form(store))}


def area_name(area: str) -> dict[str, str]:
    """What a group of places is called; a group that the catalogues lack has its own id."""
    key = f"school.area.{area}"
    return in_every_language(key) if words.has(key) else {"nb": area}


def times(store: Store) -> Names:
    """The choices of *when*, in the form's order."""
    return {o["id"]: o["label"] for o in _options(_form(store), "when")}


def _form(store: Store) -> dict[str, Any]:
    def ask() -> dict[str, Any]:
        row = store.row(
            sa.select(form_version.c.content)
            .where(store.mine(form_version), form_version.c.form_id == REPORT_FORM)
            .order_by(form_version.c.number.desc())
            .limit(1)
        )
        return row.content if row else {}

    return store.remember("figures' form", (form_version,), ask)


def _options(form: dict[str, Any], question_id: str) -> list[dict[str, Any]]:
    found = [q["options"] for q in form.get("questions", ()) if q["id"] == question_id]
    return found[0] if found else []


def _areas(form: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(o["area"] for o in _options(form, "place") if o.get("area")))
