"""/tall in its levels, and the public page: who sees which numbers."""

from datetime import date, datetime, timedelta

import pytest

from core.figures import plenary, releases
from core.store.schema import reports
from core.store.schema.cases import case
from core.store.schema.figures import plenary_batch
from tests.given.figures import AUTUMN, send

RULED = {"færre enn 5"}
DAY = date(2020, 9, 7)  # a Monday long before the demonstration
ONE = timedelta(days=1)


def tables(at):
    """Every cell of every table, as text."""
    return [str(c) for table in at.dataframe for c in table.value.to_numpy().ravel()]


def texts(at):
    return "\n".join(str(e.value) for e in (*at.text, *at.subheader, *at.caption))


@pytest.mark.parametrize("name", ["rektor", "assrektor", "elevtjeneste"])
def test_the_case_team_sees_exact_figures_with_filters_and_tables(visit, name):
    at = visit("tall", name)
    assert not at.exception
    assert [s.key for s in at.selectbox] == ["ar", "hva", "sted"]
    assert "av det du har tilgang til" in texts(at)
    # Trend, kind, place and time, lead times where there are cases, states, the wheel.
    assert len(at.dataframe) >= 5


def test_where_nothing_has_come_in_one_line_says_so(demo, visit):
    for table in (reports.report, case):
        demo.write(lambda tx, table=table: tx.delete(table))
    at = visit("tall", "rektor")
    assert not at.exception
    assert "0 meldinger i perioden og 0 åpne saker" in texts(at)
    assert "Meldinger per uke" not in texts(at)
    assert "Årshjulet så langt" in texts(at)


@pytest.mark.parametrize("name", ["larer", "kontaktlarer", "avdelingsleder"])
def test_everyone_else_sees_bands_and_the_wheel_and_has_no_filter(demo, visit, name):
    for law in ("annet", "mobbing", "vold"):
        send(demo, 12, DAY, law, "nett")
    demo.write(lambda tx: tx.delete(plenary_batch))
    clock, demo.clock = demo.clock, lambda: datetime(DAY.year, DAY.month, DAY.day, 9) + 14 * ONE
    assert plenary.current(demo) is not None
    demo.clock = clock
    at = visit("tall", name)
    assert not at.exception
    assert not at.selectbox
    assert "Hvor det skjer" in texts(at)
    assert "Meldinger per uke" not in texts(at)
    assert "Åpne saker" not in texts(at)
    shown = [t.value for t in at.dataframe if "Meldinger" in t.value.columns]
    assert shown
    for cell in (str(c) for table in shown for c in table["Meldinger"]):
        assert cell in RULED or int(cell) % 5 == 0


def test_skoleeier_sees_counts_of_her_own_cases_alone(visit):
    at = visit("tall", "skoleeier")
    assert not at.exception
    assert not at.selectbox
    assert "hos skoleeier" in texts(at)
    assert "Årshjulet" not in texts(at)
    assert len(at.dataframe) == 1


def test_on_need_rows_have_a_number_only_for_who_may_see_them_per_class(visit):
    rows = [
        line for line in texts(visit("tall", "rektor")).split("\n") if line.startswith("Spekter")
    ]
    assert rows
    assert "gjort" in rows[0]
    for name in ("larer",):
        rows = [
            line for line in texts(visit("tall", name)).split("\n") if line.startswith("Spekter")
        ]
        assert rows
        assert not any(c.isdigit() for c in rows[0])


def test_a_filter_stands_in_the_address_in_no_language(visit):
    at = visit("tall", "rektor", hva="vold")
    assert at.selectbox(key="hva").value == "vold"
    at.selectbox(key="hva").set_value("annet").run()
    assert at.query_params["hva"] == "annet"
    at.selectbox(key="hva").set_value("").run()
    assert "hva" not in at.query_params
    assert visit("tall", "rektor", hva="noe som ikke finnes").selectbox(key="hva").value == ""


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_pages_speak_both_languages(visit, language):
    for path, name in (("tall", "rektor"), ("tall", "larer"), ("su", "rektor"), ("su", "su")):
        at = visit(path, name)
        at.session_state["language"] = language
        at.run()
        assert not at.exception


def test_the_committee_s_students_have_no_live_figures(visit):
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        visit("tall", "su")


# --- the public page


def test_the_public_page_tells_goals_and_year_and_no_class_tick_or_need(demo, visit):
    at = visit("skolen")
    assert not at.exception
    told = texts(at)
    assert "Mottakssamtale" in told
    for word in ("Forsinket", "forsinket", "Gjort", "gjort", " av "):
        assert f"\n{word}" not in told
    assert not [b for b in at.button if b.key and b.key.startswith("task_done")]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_public_page_speaks_three_languages(visit, language):
    at = visit("skolen")
    at.session_state["language"] = language
    at.run()
    assert not at.exception


def test_only_what_was_published_stands_on_the_public_page(demo, visit):
    before = [r.number for r in releases.listed(demo, None)]
    told = texts(visit("skolen"))
    for number in range(1, 6):
        assert (f"Tallrapport {number}:" in told) == (number in before)


def test_the_public_page_asks_no_report(demo, visit, monkeypatch):
    """Its figures are the frozen ones: not one query touches the reports."""
    import sqlalchemy as sa

    asked = []
    sa.event.listen(
        demo.engine,
        "before_cursor_execute",
        lambda c, cur, statement, *a: asked.append(statement),
    )
    visit("skolen")
    assert asked
    assert not [s for s in asked if f" {reports.report.name} " in s.replace("\n", " ")]
    assert AUTUMN
