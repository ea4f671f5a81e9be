"""Meld fra til rektor: an employee's report, in under a minute."""

import streamlit as st

from core import words
from core.access import Role, Route
from core.reports import readers
from core.today import drafts, staff_report
from core.ui.kit import notice, written
from core.ui.kit.plain import plain
from core.ui.kit.prologue import guard
from core.ui.kit.prologue import store as the_store
from core.ui.kit.words import language, t

person = guard("meld-rektor")

store = the_store()
st.header(t("page.meld-rektor"))
notice.show()
st.caption(t("staff_report.help"))
here = drafts.Thing("page", "meld-rektor")
text = written.area(
    here,
    t("staff_report.text"),
    "staff_report_text",
    height=180,
    max_chars=staff_report.LONGEST,
)
about = st.radio(
    t("staff_report.about"),
    staff_report.ABOUT,
    index=None,
    key=written.fresh(here, "staff_report_about", None, "staff_report_text", staff_report.ABOUT),
    format_func=lambda a: t(f"staff_report.about_{a}"),
)
route = staff_report.route(about) if about else None
if route is None:
    st.info(t("staff_report.read_by_answer"))
elif route is Route.LEADERSHIP:
    st.info(t("staff_report.read_owner"))
else:  # assrektor only if they read in rektor's place
    deputy = Role.ASSREKTOR in readers.named(store, route).roles
    st.info(t("staff_report.read_rektor" if deputy else "staff_report.read_rektor_alone"))
afraid = st.checkbox(
    t("staff_report.afraid"),
    key=written.fresh(here, "staff_report_afraid", False, "staff_report_text", (False, True)),
    help=t("staff_report.afraid_help"),
)
if afraid:
    st.warning(t("staff_report.afraid_help"))
if st.button(t("staff_report.send"), key="staff_report_send", type="primary"):
    with notice.acting(
        "staff_report.sent",
        staff_report_text="",
        staff_report_about=None,
        staff_report_afraid=False,
    ):
        staff_report.send(store, person, text or "", about or "", bool(afraid))

sent = staff_report.mine(store, person)
if sent:
    st.subheader(t("staff_report.mine"))
    for day, state in sent:
        plain(f"{words.day(day, language())} · {t(f'staff_report.state.{state}')}")
