"""The report's questions: what cannot wait in the first screen, the rest when it is asked for."""

from collections.abc import Callable

import streamlit as st

from core.access import Route
from core.errors import Invalid
from core.forms.form import Form
from core.reports import readers
from core.store.engine import Store
from core.ui.kit import form as screen
from core.ui.kit import outlived, press
from core.ui.kit.form import AnswersSoFar
from core.ui.kit.words import t
from core.words import put

# One hand, under a minute: their own words, whether they are afraid, and Send.
FIRST = ("what_happened", "afraid_now")
# Says who reads; whoever it is about must not read it because a fold was closed.
NEVER_FOLDED = "about_staff"
LACKING = ("report.error.required", "report.error.no_name")
MORE = "report_more"  # the tab's: whether the rest has been asked for


def parts(asked: list[str]) -> tuple[list[str], list[str], list[str]]:
    """The questions that are asked: of the first screen, under it, folded; each in their order."""
    first = [name for name in asked if name in FIRST]
    below = [name for name in asked if name == NEVER_FOLDED]
    return first, below, [name for name in asked if name not in (*FIRST, NEVER_FOLDED)]


def draw(
    store: Store, form: Form, now: AnswersSoFar, route: Route, send: Callable[[], object]
) -> None:
    """The whole page of questions, with what went wrong with `send` where the writer looks."""
    state = st.session_state
    if _is_mended(state.get("report_problem"), now):
        del state.report_problem
    problem: Invalid | None = state.get("report_problem")
    first, below, folded = parts(now.asked)
    if MORE not in state and _wanted(folded, problem):
        more()
    # A button that nobody reads behind: the warning says whom to turn to.
    closed = not readers.named(store, route).count
    problem = screen.draw(store, form, now, first, problem=problem)
    _send("report_send_now", send, closed)
    kept = put(":small[{} {}]", t("report.all_optional"), t("report.never_kept"))
    screen.who_reads(store, route, below=(kept, t("report.help_now")))
    screen.dial(store, "report")
    problem = screen.draw(store, form, now, below, problem=problem)
    if folded and MORE not in state:
        press.button(t("report.more"), key="more_open", width="stretch", act=more)
    elif folded:
        st.markdown(put("**{}**", t("report.more")))
        problem = screen.draw(store, form, now, folded, problem=problem)
    if problem is not None:  # about no question, or about one that is not asked
        screen.say(problem)
    if route is not Route.TEAM:  # said above; once more to whom it is about another than most
        screen.who_reads(store, route)
    if "report_problem" in state:
        st.error(t("report.missing_here"))
    elif "report_fault" in state:
        st.error(t("report.not_stored"))
    _send("report_send", send, closed)


def _is_mended(problem: Invalid | None, now: AnswersSoFar) -> bool:
    """Whether what lacked when it was sent has been written since, or is asked for no more."""
    if problem is None or problem.key not in LACKING:
        return False
    return problem.field not in now.asked or bool(str(now.given.get(problem.field, "")).strip())


def _send(key: str, send: Callable[[], object], closed: bool) -> None:
    press.button(
        t("report.send"), key=key, type="primary", width="stretch", act=send, disabled=closed
    )


def _wanted(folded: list[str], problem: Invalid | None) -> bool:
    """Whether one of these has a fault, or was drawn for a browser whose session is gone."""
    if problem is not None and problem.field in folded:
        return True
    return outlived.brings(*(f"answer_{name}" for name in folded))


def more() -> None:
    """Draw the folded questions too."""
    st.session_state[MORE] = True


def fold() -> None:
    """Begin as a page that was never opened."""
    st.session_state.pop(MORE, None)
