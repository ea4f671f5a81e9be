"""A school's preset: everything in data/schools/<slug> put in force in a new school, or nothing.

Each module weighs its own file and refuses a mistake with file, row and cure; all of it happens in
one transaction, so a refused preset leaves nothing behind.
"""

from pathlib import Path

from core.cases import facts
from core.errors import InvalidFile
from core.presets import bodies, calendar, form, functions, help_lines, plan, profile, wheel
from core.reports import routes
from core.school import settings
from core.store.engine import Tx
from core.store.folders import HOME

FOLDER = HOME / "data" / "schools"
# In order: an activity names functions and bodies that must be there.
MODULES = (profile, calendar, functions, bodies, wheel, plan, help_lines, form)


def slugs() -> list[str]:
    """The presets that exist: hvam, jonsberg, blank."""
    return sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())


def install(tx: Tx, slug: str, folder: Path | None = None) -> None:
    """Put a preset in force; `folder` is where a test keeps its own."""
    if folder is None:
        if slug not in slugs():
            raise InvalidFile("preset.error.missing", field=slug, file=slug, row=0)
        folder = FOLDER / slug
    for module in MODULES:
        module.install(tx, folder)
    routes.note(tx)
    settings.save(tx, facts.ClockRules(number=facts.CLOCK_RULES))  # nothing kept by an older clock
