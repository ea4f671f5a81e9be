"""The report taken back: what that means, asked once more."""

import streamlit as st

from core.store.engine import Store
from core.today import follow_up
from core.ui.follow_up import opening, outcome
from core.ui.kit import notice, press, thing
from core.ui.kit.words import t


def draw(store: Store) -> None:
    """What happens to the report, yes and no."""
    with thing.shown("follow_withdraw"):
        st.header(t("follow_up.withdraw_title"))
    for part in ("unread", "read", "backups"):
        st.markdown(t(f"follow_up.withdraw_{part}"))
    press.button(t("follow_up.withdraw_yes"), key="withdraw_yes", act=_withdraw, args=(store,))
    if st.button(t("follow_up.withdraw_no"), key="withdraw_no", type="primary"):
        del st.session_state.follow_withdraw
        st.rerun()


def offer() -> None:
    """The button that leads here."""
    if st.button(t("follow_up.withdraw"), key="withdraw", type="tertiary"):
        st.session_state.follow_withdraw = True
        st.rerun()


def _withdraw(store: Store) -> None:
    """Take the report back; if it is deleted the tab forgets it too."""
    state = st.session_state
    report_id = state.follow_report
    said = outcome.act(lambda: f"follow_up.{follow_up.withdraw(store, report_id)}", at=outcome.TOP)
    state.pop("follow_withdraw", None)
    if said == "follow_up.deleted":
        opening.close()
        notice.done(said, outcome.TOP)
