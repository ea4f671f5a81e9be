"""What a student says through the code when it is safe again: a fact that the school weighs."""

import streamlit as st

from core.reports import reports
from core.reports.happened import ReportFact
from core.store.engine import Store
from core.today import follow_up
from core.ui.follow_up import outcome
from core.ui.kit import notice, press
from core.ui.kit.words import language, t
from core.words import day


def draw(store: Store, found: reports.Report) -> None:
    """That they have just said it, the day on which they said it, or the button."""
    safe = found.first(ReportFact.SAFE)
    # Said where they said it, not under the box for a message.
    if notice.show(outcome.SAFE) and safe is not None:
        return
    if safe is not None:
        st.info(t("follow_up.safe_said", day=day(safe.day, language())))
    else:
        press.button(
            t("follow_up.safe"),
            key="say_safe",
            act=outcome.act,
            args=(
                lambda: follow_up.say_safe(store, found.report_id),
                "follow_up.safe_done",
                outcome.SAFE,
            ),
        )
        st.caption(t("follow_up.safe_help"))
