"""Whether this program can read all that the school has set and keeps: asked before it serves."""

from typing import Any

import sqlalchemy as sa

from core.administration.absence import Absences
from core.cases.facts import ClockRules
from core.figures import plenary, releases
from core.forms import form
from core.operations.backed_up import LastBackup
from core.plan import sections
from core.plan.cycle import PlanCycle
from core.school import functions, settings
from core.school.days import SchoolCalendar
from core.school.goals import Goals
from core.school.help_lines import HelpLines
from core.school.profile import Profile
from core.school.reading import ReadingRules
from core.school.settings import Setting
from core.store.contents import Format
from core.store.engine import Store
from core.store.schema import figures, forms, people, plan, wheel
from core.today.mail_server import Server
from core.today.notices import MailSent
from core.year import activities, bodies

KINDS: tuple[type[Setting], ...] = (
    *(Profile, ReadingRules, Goals, SchoolCalendar, HelpLines, Absences),
    *(PlanCycle, ClockRules, Server, MailSent, LastBackup),
)


# Reports' answers and form tokens are sealed, and many: they are asked when they are read.
CONTENTS: tuple[tuple[sa.Column[Any], Format[Any]], ...] = (
    (people.function.c.names, functions.NAMES),
    (forms.form_version.c.content, form.CONTENT),
    (forms.form_draft.c.content, form.DRAFT),
    (wheel.activity.c.content, activities.CONTENT),
    (wheel.body.c.content, bodies.CONTENT),
    (plan.plan_section.c.content, sections.CONTENT),
    (figures.release.c.content, releases.CONTENT),
    (figures.plenary_batch.c.content, plenary.CONTENT),
)


def must_be(store: Store) -> None:
    """Raise Unsafe if anything was kept by a newer program, or a setting is not what it should."""
    for kind in KINDS:
        settings.load(store, kind)
    for column, kept_as in CONTENTS:
        for row in store.rows(sa.select(column.label("kept")).where(store.mine(column.table))):
            kept_as.read(row.kept)
