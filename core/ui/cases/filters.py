"""The filters over the list of cases, which the address holds: a link opens the same list."""

import streamlit as st

from core.cases import listing
from core.forms import form
from core.ui.kit.address import choice, yes_or_no
from core.ui.kit.words import t

LIST = "cases_address"


def draw() -> listing.CaseFilter:
    """The four choices, and what they ask the list for."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="case_filters"):
        state = choice(
            t("case.filter.state"),
            ["open", "ended", "all"],
            "tilstand",
            lambda s: t(f"case.filter.{s}"),
            width=150,
        )
        whose = choice(
            t("case.filter.whose"),
            ["all", "mine", "others"],
            "hvem",
            lambda w: t("case.filter.whose_all" if w == "all" else f"case.filter.{w}"),
            width=150,
        )
        law = choice(
            t("case.filter.law"),
            ["", *form.LAWS],
            "tema",
            lambda law: t(f"school.law.{law}") if law else t("case.filter.law_all"),
            width=220,
        )
        late = yes_or_no(t("case.filter.late"), "passert")
    return listing.CaseFilter(state, whose, late, law)


def remember() -> None:
    """Keep the list's address for the way back to it from a case."""
    st.session_state[LIST] = st.query_params.to_dict()


def way_back() -> dict[str, str]:
    """What was asked of the list when it was last looked at in this tab."""
    return dict(st.session_state.get(LIST, {}))
