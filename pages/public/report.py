"""Meld fra: the anonymous report, and its receipt until the code is written down."""

import streamlit as st

from core.access import Route
from core.errors import Invalid, PortalError
from core.forms import answers, versions
from core.forms import form as forms
from core.reports import flood, readers, receipt, reports
from core.school import profile
from core.ui.kit import form as screen
from core.ui.kit import outlived, prologue, unanswered
from core.ui.kit.words import t
from core.ui.report import questions
from core.ui.report.receipt import draw_done, draw_receipt
from core.ui.report.receipt import outlived as outlived_receipt

store = prologue.store()
state = st.session_state


def send() -> None:
    """Weigh and store in one call, before the page is drawn; a fault keeps all that is typed."""
    state.pop("report_problem", None)
    state.pop("report_fault", None)
    if "report_sent" in state:
        return
    version = versions.get(store, state.report_version)
    try:
        given = screen.given(version.form) if version else {}
        checked = answers.check(version, given)
        assert version is not None
        if outlived.changed(*(f"answer_{question.id}" for question in version.form.questions)):
            raise Invalid("report.error.version_gone")  # another route than they chose, perhaps
        flood.take(state.setdefault("report_room", flood.of_page()), "report.error.too_many")
        code = reports.send(store, version, checked, state.report_token)
    except Invalid as problem:
        state.report_problem = problem
        if version is None:
            del state.report_version  # the answers stay, under the questions that are asked now
    except PortalError as fault:
        state.report_fault = fault
    else:
        # Nothing of what was written stays in this tab's memory once it is stored.
        screen.forget(version.form)
        questions.fold()
        afraid = forms.one(checked, "afraid_now") == "yes"
        state.report_sent = {"code": code, "route": forms.route(checked), "afraid": afraid}


outlived_receipt()
if "report_sent" in state:
    draw_receipt(store)
    unanswered.stop()
if "report_done" in state:
    draw_done(store)
    unanswered.stop()

version = versions.current(store)
st.title(t("page.meld"))
if version is None or not readers.named(store, Route.TEAM).count:
    st.warning(t("report.nobody_reads"))
    screen.numbers(store, "report")
    unanswered.stop()

# The page keeps its token and its version until it has been sent: what is typed is answered to the
# questions that were shown, and a page that sends twice sends the same report.
state.setdefault("report_token", receipt.new_token())
number = state.setdefault("report_version", version.number)
version = versions.get(store, number) or version

if not (profile.profile(store).for_real_reports or profile.is_demonstration(store)):
    st.warning(t("report.not_for_real"))
standing = screen.standing(version.form)
route = forms.route(standing.given)  # with what stands in the widgets now
questions.draw(store, version.form, standing, route, send)
