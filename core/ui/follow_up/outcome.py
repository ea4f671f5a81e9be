"""What the reporter does, and what is said of it on the page that is drawn after it."""

from collections.abc import Callable

from core.errors import Invalid, PortalError
from core.ui.kit import notice

# Where on the page it is said.
TOP, REPLY, SAFE = "follow_top", "follow_reply", "follow_safe"


def act(work: Callable[[], str | None], said: str = "", at: str = REPLY) -> str | None:
    """Do one thing for the reporter; `said`, or else what `work` answers, is said of it."""
    try:
        told = work()
    except Invalid as problem:
        notice.failed(problem, at)
    except PortalError:
        notice.failed(Invalid("follow_up.error.not_stored"), at)
    else:
        notice.done(said or told or "", at)
        return said or told
    return None
