"""What the exact figures are asked about: the year, the law's group, the place."""

from datetime import date

import streamlit as st

from core.figures.counts import FigureFilter
from core.school import year as school_year
from core.store.engine import Store
from core.ui.figures import groups
from core.ui.kit.address import choice
from core.ui.kit.words import t


def draw(store: Store) -> FigureFilter:
    """The choices, which stand in the address; what they ask for."""
    today = store.today()
    year = school_year.school_year(today)
    years = {str(y): school_year.label(y) for y in (year, year - 1)}
    laws, areas = groups.laws(), groups.areas(store)
    every = t("figures.filter.all")
    with st.container(horizontal=True, key="filters"):
        of = choice(t("figures.filter.year"), list(years), "ar", lambda y: years[y])
        law = choice(t("figures.filter.law"), ["", *laws], "hva", lambda x: laws.get(x, every))
        area = choice(t("figures.filter.area"), ["", *areas], "sted", lambda x: areas.get(x, every))
    first = int(of)
    return FigureFilter(
        date(first, 8, 1),
        min(today, date(first + 1, 7, 31)),
        law,
        area,
    )
