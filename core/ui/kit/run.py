"""What one run of the script has learnt: it belongs to that run, and ends with it.

Streamlit makes one context for each tab's script and begins it anew for each run, a fragment's too.
A thread is no such place: whoever's run comes next on it would be taken for the one before.
"""

from dataclasses import dataclass, field
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.access import Person
from core.store.engine import Store

KEPT = "_skolemiljo_run"


@dataclass(kw_only=True)
class Run:
    """What has been asked in this run, each thing once."""

    of: object  # what Streamlit makes anew when a run begins
    store: Store | None = None
    asked: bool = False  # who is here; nobody is an answer
    person: Person | None = None
    language: str = ""
    found: dict[str, Any] = field(default_factory=dict)


def now() -> Run:
    """This run; if none runs, one that nobody will find again."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return Run(of=None)
    kept: Run | None = getattr(context, KEPT, None)
    if kept is None or kept.of is not context.cursors:
        kept = Run(of=context.cursors)
        setattr(context, KEPT, kept)
    return kept


def begin() -> None:
    """Forget what the callbacks before this page have asked: they may have changed it."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None:
        context.__dict__.pop(KEPT, None)
