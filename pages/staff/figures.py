"""Live figures: exact for the case team over what each may see, safe batches for everyone else."""

from datetime import date

import streamlit as st

from core.access import Action, Role, may
from core.figures import counts, plenary
from core.figures import progress as wheel
from core.figures.counts import FigureFilter
from core.school import year as school_year
from core.ui.figures import batch, cases, filters, progress, received, standout
from core.ui.kit import chart, prologue
from core.ui.kit.plain import plain
from core.ui.kit.prologue import guard
from core.ui.kit.words import t

person = guard("tall")

store = prologue.store()

st.header(t("page.tall"))
if may(person, Action.SEE_CASE_FIGURES):
    # Everything, exact, over what this person may see.
    wanted = filters.draw(store)
    found = counts.figures(store, person, wanted)
    standout.draw(found, wanted.last)
    # Nothing has come in: the line above says so, and five empty figures would say it again.
    if found.reports or found.open_cases or found.lead_times:
        received.draw(store, found)
        cases.draw(found)
    year = wheel.wheel(store, person)
    progress.draw(year)
    chart.redraw_when_changed(
        lambda: (counts.figures(store, person, wanted), wheel.wheel(store, person)), (found, year)
    )
elif person.has(Role.SKOLEEIER):
    # Skoleeier's own cases and no other's.
    today = store.today()
    wanted = FigureFilter(date(school_year.school_year(today), 8, 1), today)
    found = counts.figures(store, person, wanted)
    with st.container(border=True):
        st.subheader(t("figures.title.states"))
        plain(t("figures.owner", n=found.open_cases))
        cases.states(found)
    chart.redraw_when_changed(lambda: counts.figures(store, person, wanted), found)
else:
    shown = plenary.current(store)
    if shown is None:
        plain(t("figures.plenary.none"))
    else:
        batch.draw(store, shown)
    year = wheel.wheel(store, person)
    progress.draw(year)
    chart.redraw_when_changed(
        lambda: (plenary.current(store), wheel.wheel(store, person)), (shown, year)
    )
