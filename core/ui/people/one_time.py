"""One-time passwords that were just made: on the screen until they have been handed over.

They are gone with the sign-in that was shown them: nobody finds them in a tab that was left.
"""

from collections.abc import Callable

import streamlit as st

from core.errors import PortalError
from core.ui.kit import notice, once, prologue
from core.ui.kit.words import t

MADE = "one_time"


def show() -> None:
    """The passwords that were just made, and whose each is; the page begins with them."""
    made = prologue.of_this_sign_in().get(MADE)
    if not made:
        return
    with st.container(border=True, key="one_time"):
        st.subheader(t("people.one_time_title"))
        for name, password in made:
            st.text(name)
            st.code(password, language=None)
        st.caption(t("people.one_time_note"))
        if st.button(t("people.done"), key="one_time_done"):
            del prologue.of_this_sign_in()[MADE]
            st.rerun()


def hand_over(
    name: str,
    act: Callable[[], str],
    row: object = "",
    done: str = "",
    none: str = "",
    **empty: object,
) -> None:
    """Do what makes a one-time password, show it and say `done`; the widgets `empty` are used up.

    It is done once, however often the same drawn page is sent; `row` tells apart what may be sent
    from one page. `none` is said if no new password was needed.
    """
    password = ""
    try:
        with once.sending(f"one time {row}") as here:
            password = act()
    except PortalError as error:
        notice.wrong(error)
        return
    made = (name, here.answer if here.repeated else password)
    own = prologue.of_this_sign_in()
    shown = own.get(MADE, [])
    if made[1] and made not in shown:
        own[MADE] = [*shown, made]
    if said := done if made[1] else none:
        notice.done(said, "", **empty)
    st.rerun()
