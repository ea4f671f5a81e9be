"""Saker: the cases she stands on, most urgent first; the filters are in the address."""

import math

import streamlit as st

from core import words
from core.access import Role
from core.cases import ending, listing, reach
from core.forms import form
from core.people import directory
from core.school import days as school_days
from core.today import drafts
from core.ui.case import card
from core.ui.kit import badge, notice, thing, written
from core.ui.kit.address import choice, page_number
from core.ui.kit.plain import plain
from core.ui.kit.prologue import guard
from core.ui.kit.prologue import store as the_store
from core.ui.kit.words import language, t
from core.ui.today.waiting import CONVERSATION

person = guard("saker")

store = the_store()
page = page_number("side")
with thing.shown(f"cases_{page}"):
    st.header(t("case.title"))
notice.show()
if not person.lists_open:
    st.info(t("account.lists_closed"))
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
    st.session_state.setdefault("passert", st.query_params.get("passert") == "ja")
    late = st.checkbox(t("case.filter.late"), key="passert")
if late:
    st.query_params["passert"] = "ja"
else:
    st.query_params.pop("passert", None)
asked = listing.Filter(state, whose, late, law)
found = listing.shown(store, person, asked, page)
if found.count:
    st.caption(t("case.count", n=found.count))
else:
    st.info(t("case.none" if asked == listing.Filter() else "case.none_filtered"))
pages = max(1, math.ceil(found.count / listing.PAGE))
names = directory.names(store)
today = store.today()
days = school_days.load(store)
for one in found.cases:
    waits = one.case_id in found.waiting
    with st.container(border=True, gap="xxsmall", key=f"case_{one.number}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            if waits:
                badge.draw("answer")
            st.page_link(
                st.session_state.staff_pages["sak"],
                label=t("case.number", number=card.number(one.number)),
                query_params={"nr": one.number} | ({"vis": CONVERSATION} if waits else {}),
            )
            plain(card.sentence(t(f"duty.state.{one.state}"), card.themes(one.laws)))
        parts = []
        if one.next_duty:
            parts.append(t("case.next", step=t(f"duty.step.{one.next_duty}")))
            due = card.due_words(one.due_on, card.by_plan(one.next_duty), today, days)
            parts.append(due)
        owner = names.get(one.owner_id) if one.owner_id else None
        parts.append(f"{t('case.owner')} {owner or t('case.nobody')}")
        if one.last_at is not None:
            parts.append(t("case.last", day=card.dated(card.day_of(one.last_at), today)))
        plain(card.sentence(*parts))
if pages > 1:
    st.pagination(pages, key="side", bind="query-params")

if person.has(Role.SKOLEEIER):
    for _, lost in reach.without_reader(store):
        with st.container(border=True, key=f"lost_{lost}"):
            st.warning(t("case.lost", number=card.number(lost)))
            reason = written.line(
                drafts.Thing("page", "saker"), t("case.end.reason"), f"take_over_reason_{lost}"
            )
            if st.button(t("case.take_over"), key=f"take_over_{lost}"):
                with notice.acting("case.access.handed_over", row=lost):
                    ending.take_over(store, person, lost, reason or "")
    st.subheader(t("case.serious_title"))
    st.caption(t("case.serious_help"))
    serious = listing.serious_at_school(store, person)
    if not serious:
        st.info(t("case.serious_none"))
    for one in serious:
        day = words.day(one.opened_on, language(), year=True)
        plain(f"{one.number} · {day} · {card.themes(one.laws)}")
