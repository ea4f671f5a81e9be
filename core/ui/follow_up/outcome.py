"""What came of an act of the reporter's: said once, on the page that is drawn after it."""

from collections.abc import Callable

import streamlit as st

from core.errors import Invalid, PortalError


def act(work: Callable[[], str | None], said: str = "") -> None:
    """Do one thing for the reporter and say what happened: `said`, or else what `work` answers."""
    state = st.session_state
    for name in ("follow_said", "follow_problem"):
        state.pop(name, None)
    try:
        outcome = work()
    except Invalid as problem:
        state.follow_problem = problem
    except PortalError:
        state.follow_problem = Invalid("follow_up.error.not_stored")
    else:
        state.follow_said = said or outcome


def take() -> tuple[str | None, Invalid | None]:
    """The word for what was done and what was wrong; asked for once, both are forgotten."""
    state = st.session_state
    return state.pop("follow_said", None), state.pop("follow_problem", None)
