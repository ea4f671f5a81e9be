"""A school's preset: everything in data/schools/<slug> put in force in a new school, or nothing.

Each module reads and weighs its own file and refuses a mistake with file, row and cure; all of it
happens in one transaction, so a refused preset leaves nothing behind.
"""

from pathlib import Path

from core.cases import facts
from core.errors import InvalidFile
from core.forms import versions
from core.plan import sections
from core.reports import routes
from core.school import days, functions, help_lines, profile, settings
from core.store.engine import Tx
from core.store.folders import HOME
from core.year import activities, bodies

FOLDER = HOME / "data" / "schools"
# In order: an activity names functions and bodies that must be there.
MODULES = (
    profile,
    days,
    functions,
    bodies,
    activities,
    sections,
    help_lines,
    versions,
)


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
    settings.put(tx, "clock_rules", facts.CLOCK_RULES)  # nothing kept by an older clock
