"""Skoleeier's question whether rektor may have the report, with its two answers."""

import streamlit as st

from core.reports import reports
from core.store.engine import Store
from core.today import follow_up
from core.ui.follow_up import outcome
from core.ui.kit import press
from core.ui.kit.words import t


def draw(store: Store, found: reports.Report) -> None:
    """What they are asked, and yes and no under it."""
    with st.container(border=True, key="rektor_question"):
        st.markdown(t("follow_up.rektor_question"))
        for answer in ("yes", "no"):
            press.button(
                t(f"follow_up.rektor_{answer}"),
                key=f"rektor_{answer}",
                act=outcome.act,
                args=(
                    lambda yes=answer == "yes": follow_up.answer_about_rektor(
                        store, found.report_id, yes
                    ),
                    f"follow_up.rektor_said_{answer}",
                ),
            )
