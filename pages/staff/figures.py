"""Live figures: exact for the case team over what each may see, safe batches for everyone else."""

from datetime import date

import streamlit as st

from core import words
from core.access import Action, Role, may
from core.figures import charts, counts, names, plenary
from core.figures.counts import Filter
from core.figures.progress import Progress, Wheel, wheel
from core.figures.standout import More, Most, Nothing, Slow, standout
from core.school import year as school_year
from core.ui.figures import release
from core.ui.kit import chart, prologue
from core.ui.kit.address import choice
from core.ui.kit.chart import figure as draw
from core.ui.kit.plain import plain
from core.ui.kit.prologue import guard
from core.ui.kit.words import language, t

person = guard("tall")

store = prologue.store()
today = store.today()
year = school_year.school_year(today)
lang = language()
laws = {law: t(f"school.law.{law}") for law in counts.LAWS}
areas = {area: words.pick(names_, lang) for area, names_ in names.areas(store).items()}
times = {time: words.pick(label, lang) for time, label in names.times(store).items()}


SHORTEST = 8  # weeks of a trend: fewer say nothing


def kinds_chart(found: counts.Figures) -> None:
    """Exact numbers by the law's groups."""
    rows = [(laws[law], found.laws[law]) for law in laws]
    told = "; ".join(f"{name}: {n}" for name, n in rows)
    columns = {
        t("school.column.group"): [name for name, _ in rows],
        t("school.column.reports"): [n for _, n in rows],
    }
    draw("kind", charts.bars(rows), t("school.chart_alt", rows=told), columns)


def trend_chart(found: counts.Figures) -> None:
    """Reports per week, a row for each group."""
    weeks = [(m, w) for m, w in found.weeks if m <= today]
    while len(weeks) > SHORTEST and not weeks[0][1]:
        del weeks[0]  # the summer
    said = "; ".join(f"{laws[law]}: {found.laws[law]}" for law in laws)
    columns: dict[str, list[str | int]] = {
        t("figures.week"): [f"{m.isocalendar().week}" for m, _ in weeks]
    }
    for law, name in laws.items():
        columns[name] = [w.get(law, 0) for _, w in weeks]
    spec = charts.trend(weeks, laws, t("figures.week"))
    draw("trend", spec, t("figures.trend_alt", n=len(weeks), rows=said), columns)


def places_chart(found: counts.Figures) -> None:
    """Where and when, as the student said it."""
    cells = {pair: n for pair, n in found.places.items() if pair[0] in areas and pair[1] in times}
    most = max(cells, key=lambda pair: cells[pair], default=None)
    alt = t("figures.places_alt")
    if most:
        alt += " " + t(
            "figures.places_most", area=areas[most[0]], time=times[most[1]], n=cells[most]
        )
    columns: dict[str, list[str | int]] = {t("figures.place"): list(areas.values())}
    for time, name in times.items():
        columns[name] = [cells.get((area, time), 0) for area in areas]
    draw("places", charts.grid(cells, areas, times), alt, columns)


def lead_chart(found: counts.Figures) -> None:
    """School days from received to each duty, with the internal target."""
    leads = found.lead_times
    if not leads:
        plain(t("figures.no_cases"))
        return
    rows = [
        (
            t(f"figures.duty.{lead.duty}"),
            lead.median,
            lead.goal,
            str(lead.median),
        )
        for lead in leads
    ]
    said = "; ".join(f"{name}: {told}" for name, _, _, told in rows)
    columns = {
        t("figures.duty.title"): [name for name, *_ in rows],
        t("figures.lead.cases"): [lead.cases for lead in leads],
        t("figures.lead.median"): [lead.median for lead in leads],
        t("figures.lead.slow"): [lead.slow for lead in leads],
        t("figures.lead.goal"): [lead.goal for lead in leads],
        t("figures.lead.within"): [lead.within for lead in leads],
    }
    draw("lead", charts.against_target(rows), t("figures.lead.alt", rows=said), columns)
    st.caption(t("figures.lead.note"))


def states_chart(found: counts.Figures) -> None:
    """Open cases by where they are."""
    rows = [(t(f"figures.state.{s}"), found.states.get(s, 0)) for s in counts.OPEN_STATES]
    said = "; ".join(f"{name}: {n}" for name, n in rows)
    columns = {
        t("figures.state.title"): [name for name, _ in rows],
        t("figures.state.cases"): [n for _, n in rows],
    }
    draw("states", charts.bars(rows), t("figures.state.alt", rows=said), columns)


def wheel_chart(key: str, areas_: tuple[Progress, ...]) -> None:
    """Tasks done, by area of the wheel."""
    rows = [
        (
            t(f"school.wheel.{p.area}"),
            p.done,
            p.total,
            t("figures.wheel.done", done=p.done, total=p.total),
        )
        for p in areas_
    ]
    said = "; ".join(f"{name}: {told}" for name, _, _, told in rows)
    columns = {
        t("figures.wheel.area"): [name for name, *_ in rows],
        t("figures.wheel.column_done"): [p.done for p in areas_],
        t("figures.wheel.column_late"): [p.late for p in areas_],
        t("figures.wheel.column_all"): [p.total for p in areas_],
    }
    draw(key, charts.done_of(rows), t("figures.wheel.alt", rows=said), columns)


def wheel_section(year_: Wheel) -> None:
    """The year's wheel, live for everyone; on-need rows apart."""
    if not year_.school:
        return
    boxes = st.columns(2, gap="medium") if year_.department else [st.container()]
    with boxes[0], st.container(border=True, height="stretch"):
        st.subheader(t("figures.title.wheel"))
        wheel_chart("wheel", year_.school)
        if year_.on_need:
            plain(t("figures.wheel.on_need"))
            for row in year_.on_need:
                name = words.pick(row.names, lang)
                told = t("figures.wheel.need_plain", name=name)
                if row.classes is not None:
                    told = t(
                        "figures.wheel.need_seen", name=name, done=row.done, classes=row.classes
                    )
                plain(told)
    if year_.department:
        with boxes[1], st.container(border=True, height="stretch"):
            st.subheader(t("figures.title.department"))
            wheel_chart("department", year_.department)


def filters() -> Filter:
    """What is asked about; the choices stand in the address."""
    years = {str(y): school_year.label(y) for y in (year, year - 1)}
    every = t("figures.filter.all")
    with st.container(horizontal=True, key="filters"):
        of = choice(t("figures.filter.year"), list(years), "ar", lambda y: years[y])
        law = choice(t("figures.filter.law"), ["", *laws], "hva", lambda x: laws.get(x, every))
        area = choice(t("figures.filter.area"), ["", *areas], "sted", lambda x: areas.get(x, every))
    first = int(of)
    return Filter(
        date(first, 8, 1),
        min(today, date(first + 1, 7, 31)),
        law,
        area,
    )


def report_charts(found: counts.Figures) -> None:
    """What came in and what became of it."""
    with st.container(border=True):
        st.subheader(t("figures.title.trend"))
        trend_chart(found)
    left, right = st.columns([2, 3], gap="medium")
    with left, st.container(border=True, height="stretch"):
        st.subheader(t("school.release.kind"))
        kinds_chart(found)
    with right, st.container(border=True, height="stretch"):
        st.subheader(t("figures.title.places"))
        places_chart(found)
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        st.subheader(t("figures.title.lead"))
        lead_chart(found)
    with right, st.container(border=True, height="stretch"):
        st.subheader(t("figures.title.states"))
        states_chart(found)


def team() -> None:
    """Everything, exact, over what this person may see."""
    wanted = filters()
    found = counts.figures(store, person, wanted)
    with st.container(border=True, key="standout"):
        match standout(found, wanted.last):
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
    # Nothing has come in: the line above says so, and five empty figures would say it again.
    if found.reports or found.open_cases or found.lead_times:
        report_charts(found)
    year_ = wheel(store, person)
    wheel_section(year_)
    chart.redraw_when_changed(
        lambda: (counts.figures(store, person, wanted), wheel(store, person)), (found, year_)
    )


def owner() -> None:
    """Skoleeier's own cases and no other's."""
    wanted = Filter(date(year, 8, 1), today)
    found = counts.figures(store, person, wanted)
    with st.container(border=True):
        st.subheader(t("figures.title.states"))
        plain(t("figures.owner", n=found.open_cases))
        states_chart(found)
    chart.redraw_when_changed(lambda: counts.figures(store, person, wanted), found)


def everyone() -> None:
    """The batch: bands and rounded numbers, without filters."""
    batch = plenary.current(store)
    if batch is None:
        plain(t("figures.plenary.none"))
    else:
        visible = batch.figures.kind.visible()
        with st.container(border=True, key="standout"):
            if visible:
                st.subheader(
                    t(
                        "figures.plenary.most",
                        law=t(f"school.law.{visible[0][0]}"),
                        number=int(visible[0][1]),
                    )
                )
            else:
                st.subheader(t("figures.plenary.few"))
            plain(
                t(
                    "figures.plenary.until",
                    first=words.day(batch.of.start, lang),
                    last=words.day(batch.until, lang),
                )
            )
        left, right = st.columns(2, gap="medium")
        for of, box, named in (("kind", left, laws), ("area", right, areas)):
            table = getattr(batch.figures, of)
            with box, st.container(border=True, height="stretch"):
                st.subheader(t(f"school.release.{of}"))
                if table.told:
                    rows = [(named.get(row, row), value) for row, value in table.rows]
                    release.safe_figure(of, rows)
                else:
                    plain(t("school.release.too_few"))
        st.caption(t("figures.plenary.how"))
    year_ = wheel(store, person)
    wheel_section(year_)
    chart.redraw_when_changed(
        lambda: (plenary.current(store), wheel(store, person)), (batch, year_)
    )


st.header(t("page.tall"))
if may(person, Action.SEE_CASE_FIGURES):
    team()
elif person.has(Role.SKOLEEIER):
    owner()
else:
    everyone()
