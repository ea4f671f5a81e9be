"""What stands around every page: school, language, the way out, the demonstration's banner."""

import streamlit as st

from core.access import Person
from core.people import sessions
from core.school import profile as school_profile
from core.today import drafts
from core.ui.kit import alarm, browser, idle, mail_standing, once, prologue, words
from core.ui.kit import pages as addresses
from core.ui.kit.plain import as_typed
from core.ui.kit.words import t
from core.words import STAFF_LANGUAGES


def _banner() -> None:
    if school_profile.is_demonstration(prologue.store()):
        st.caption(t("common.demonstration"))


def public() -> None:
    """The top of a public page: one column, the quick exit always there."""
    st.set_page_config(layout="centered", initial_sidebar_state="collapsed")
    profile = school_profile.profile(prologue.store())
    with st.container(gap="xsmall", key="public_frame"):
        _banner()
        with st.container(
            horizontal=True,
            horizontal_alignment="distribute",
            vertical_alignment="center",
            gap="xsmall",  # the school's name and the way out stay in one row of 360 pixels
            key=browser.spoken(),
        ):
            st.page_link(st.session_state.public_pages[""], label=as_typed(profile.name))
            browser.leave_now(profile.exit_site)
        words.chooser()


def staff(person: Person) -> None:
    """The top of a staff page: the rest of the menu, language, own account, the way out."""
    st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
    pages = st.session_state.staff_pages
    # One block without gaps: what draws nothing shall take no room above the page's first line.
    with st.container(gap=None, key="staff_frame"):
        _banner()
        with st.container(horizontal=True, vertical_alignment="center", key="staff_top"):
            if st.session_state.more_pages:
                with st.popover(t("common.more"), key="more", type="tertiary"):
                    for path in st.session_state.more_pages:
                        st.page_link(pages[path], label=addresses.named(path))
            if "meld-rektor" in pages:
                st.page_link(pages["meld-rektor"], label=t("page.meld-rektor"))
            st.space("stretch")
            with st.container(width="content", key=browser.spoken()):
                st.text(person.name)
            words.chooser(STAFF_LANGUAGES)
            if st.button(t("common.sign_out"), key="sign_out"):
                st.session_state.leaving = True
        if st.session_state.get("leaving"):
            _leave(person)
        alarm.line(prologue.store(), person)
        mail_standing.line(person)
        browser.fetch_cookie()
        once.hear()
        idle.watch()


def signing_in() -> None:
    """The top of the sign-in form, wherever it stands."""
    st.set_page_config(layout="centered", initial_sidebar_state="collapsed")
    profile = school_profile.profile(prologue.store())
    with st.container(gap="xsmall", key="sign_in_frame"):
        _banner()
        with st.container(key=browser.spoken()):
            st.page_link(st.session_state.public_pages[""], label=as_typed(profile.name))
        words.chooser()
        browser.fetch_cookie()


def _leave(person: Person) -> None:
    """Sign out; if something is begun and not saved, ask first what becomes of it."""
    store = prologue.store()
    begun = drafts.count(store, person)
    if not begun:
        sign_out()
    with st.container(border=True, key="sign_out_asks"):
        st.text(t("draft.wait", n=begun))
        st.caption(t("draft.wait_note"))
        with st.container(horizontal=True):
            keep = st.button(t("draft.sign_out_keep"), key="sign_out_keep", type="primary")
            discard = st.button(t("draft.sign_out_discard"), key="sign_out_discard")
            stay = st.button(t("draft.stay"), key="sign_out_stay", type="tertiary")
    if discard:
        drafts.discard_all(store, person)
    if keep or discard:
        sign_out()
    if stay:
        del st.session_state.leaving
        st.rerun()


def sign_out() -> None:
    """End this session, here and in every tab that shares it."""
    sessions.end(prologue.store(), st.session_state.pop("sid"))
    prologue.comes(None)
    st.session_state.update(signed_out=True, ticket="out")
    st.rerun()
