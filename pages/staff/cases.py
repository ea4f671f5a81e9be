"""Saker: the cases they stand on, most urgent first; the filters are in the address."""

import math

import streamlit as st

from core.access import Role
from core.cases import listing
from core.ui.cases import filters, rows, skoleeier
from core.ui.kit import notice, thing
from core.ui.kit.address import page_number
from core.ui.kit.prologue import guard
from core.ui.kit.prologue import store as the_store
from core.ui.kit.words import t

person = guard("saker")

store = the_store()
page = page_number("side")
with thing.shown(f"cases_{page}"):
    st.header(t("case.title"))
notice.show()
if not person.lists_open:
    st.info(t("account.lists_closed"))
asked = filters.draw()
found = listing.shown(store, person, asked, page)
if found.count:
    st.caption(t("case.count", n=found.count))
else:
    st.info(t("case.none" if asked == listing.CaseFilter() else "case.none_filtered"))
rows.draw(store, found)
pages = max(1, math.ceil(found.count / listing.PAGE))
if pages > 1:
    st.pagination(pages, key="side", bind="query-params")
filters.remember()
if person.has(Role.SKOLEEIER):
    skoleeier.lost(store, person)
    skoleeier.serious(store, person)
