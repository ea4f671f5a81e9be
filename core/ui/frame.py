"""What stands around every page: school, language, the way out, the demonstration's banner."""

import streamlit as st

from core import school_profile, sessions
from core.access import Action, Person, may
from core.ui import browser, prologue, words
from core.ui.words import t

IDLE_LOOK = 60  # seconds between looks at whether the session still stands


def _banner() -> None:
    if school_profile.is_demonstration(prologue.store()):
        with st.container(key="demo_banner"):
            st.caption(t("common.demonstration"))


def public() -> None:
    """The top of a public page: one column, the quick exit always there."""
    st.set_page_config(layout="centered", initial_sidebar_state="collapsed")
    _banner()
    profile = school_profile.profile(prologue.store())
    with st.container(horizontal=True, vertical_alignment="center", key="public_top"):
        st.page_link(st.session_state.public_pages[""], label=profile.name)
        browser.leave_now(profile.exit_site)
    words.chooser()
    browser.speak()


def staff(person: Person) -> None:
    """The top of a staff page: language, own account, the way out."""
    st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
    _banner()
    with st.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", key="staff_top"
    ):
        st.text(person.name)
        words.chooser()
        if may(person, Action.OPEN_PAGE, "meld-rektor"):
            st.page_link(st.session_state.staff_pages["meld-rektor"], label=t("page.meld-rektor"))
        if st.button(t("common.sign_out"), key="sign_out"):
            sign_out()
    browser.speak()
    browser.fetch_cookie()
    _watch_session()


def signing_in() -> None:
    """The top of the sign-in form, wherever it stands."""
    st.set_page_config(layout="centered", initial_sidebar_state="collapsed")
    _banner()
    words.chooser()
    browser.speak()
    browser.fetch_cookie()


def sign_out() -> None:
    """End this session, here and in every tab that shares it."""
    sessions.end(prologue.store(), st.session_state.pop("sid"))
    language = st.session_state.get("language")
    st.session_state.clear()
    st.session_state.update(signed_out=True, ticket="out", language=language)
    st.rerun()


@st.fragment(run_every=IDLE_LOOK)
def _watch_session() -> None:
    """A page left open closes itself when the session has ended; looking is no act."""
    sid = st.session_state.get("sid")
    if sid and sessions.who(prologue.store(), sid, acts=False) is None:
        prologue.rerun_by_timer()
