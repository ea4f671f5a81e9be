"""Whether this program can read all that the school has set: asked before it serves."""

from core.administration.absence import Absences
from core.cases.facts import ClockRules
from core.operations.backed_up import LastBackup
from core.plan.cycle import PlanCycle
from core.school import settings
from core.school.days import SchoolCalendar
from core.school.goals import Goals
from core.school.help_lines import HelpLines
from core.school.profile import Profile
from core.school.reading import ReadingRules
from core.school.settings import Setting
from core.store.engine import Store
from core.today.mail_server import Server
from core.today.notices import MailSent

KINDS: tuple[type[Setting], ...] = (
    *(Profile, ReadingRules, Goals, SchoolCalendar, HelpLines, Absences),
    *(PlanCycle, ClockRules, Server, MailSent, LastBackup),
)


def must_be(store: Store) -> None:
    """Raise Unsafe if any setting was kept by a newer program, or is not what it should be."""
    for kind in KINDS:
        settings.load(store, kind)
