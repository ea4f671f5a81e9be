"""The one sentence above the exact figures: what somebody should look at first."""

from datetime import date

import streamlit as st

from core.figures.counts import Figures
from core.figures.standout import More, Most, Nothing, Slow, standout
from core.ui.kit.plain import plain
from core.ui.kit.words import t


def draw(found: Figures, last: date) -> None:
    """What stands out in figures that end on the day `last`, and how many are behind them."""
    with st.container(border=True, key="standout"):
        match standout(found, last):
            case Slow(duty=duty, over=over, cases=cases, goal=goal):
                st.subheader(
                    t(
                        "figures.standout.slow",
                        over=int(over),
                        cases=int(cases),
                        goal=int(goal),
                        duty=t(f"figures.until.{duty}"),
                    )
                )
            case More(law=law, now=now, before=before):
                st.subheader(
                    t(
                        "figures.standout.more",
                        law=t(f"school.law.{law}"),
                        now=int(now),
                        before=int(before),
                    )
                )
            case Most(law=law, n=n, of=of):
                st.subheader(
                    t(
                        "figures.standout.most",
                        law=t(f"school.law.{law}"),
                        number=int(n),
                        of=int(of),
                    )
                )
            case Nothing():
                st.subheader(t("figures.standout.nothing"))
        plain(t("figures.seen", n=found.reports, cases=found.open_cases))
