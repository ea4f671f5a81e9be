"""The picture of the year: whole names, states in signs, inside its size on phone and laptop."""

from datetime import date, timedelta

import pytest

from core.figures import wheel_chart
from core.figures.wheel_chart import COLOURS, LAPTOP, PHONE, SIGNS, Arc, Labels

FIRST = date(2026, 8, 1)
LONG = "Gjennomføring og oppfølging av elevundersøkelsen i alle klasser på vg1, vg2 og vg3"
LABELS = Labels(
    "2026/27",
    ("uke 47", "6 av 22 gjort"),
    ("aug", "sep", "okt", "nov", "des", "jan", "feb", "mar", "apr", "mai", "jun", "jul"),
    ("Skolestart", "Klassen", "Samtaler", "Medvirkning", "Planen"),
    tuple((state, f"ord for {state}") for state in COLOURS),
)


def arc(name, ring, start, days, state="planned"):
    opens = FIRST + timedelta(days=start)
    return Arc(name, ring, opens, opens + timedelta(days=days), state)


ARCS = (
    *(arc(f"Arbeid {state}", n % 5, 20 * n, 30, state) for n, state in enumerate(COLOURS)),
    *(arc(f"Hele året {n}", 4, 5, 320, "partly") for n in range(6)),
    arc(LONG, 2, 100, 60, "late"),
)


def drawn(shape, arcs=ARCS, today=date(2026, 11, 23)):
    return wheel_chart.spec(arcs, LABELS, FIRST, today, shape)["layer"]


def texts(layers):
    return [
        row["t"].replace("\n", " ")
        for layer in layers
        if layer["mark"]["type"] == "text"
        for row in layer["data"]["values"]
    ]


@pytest.mark.parametrize("shape", [LAPTOP, PHONE])
def test_every_arc_lies_in_its_ring_inside_the_months(shape):
    arcs = drawn(shape)[1]["data"]["values"]
    assert arcs
    for row in arcs:
        assert shape.inner <= row["r0"] < row["r1"] <= shape.outer - shape.months
        assert 0 <= row["a"] < row["b"] <= wheel_chart.TURN
    assert shape.outer <= min(shape.width, shape.height) / 2


def test_names_stand_whole_beside_the_wheel_each_with_the_sign_of_its_state():
    said = texts(drawn(LAPTOP))
    assert f"!! {LONG}" in said
    assert {f"{SIGNS[s]} Arbeid {s}".strip() for s in COLOURS} <= set(said)
    assert "Hele året 1" not in said  # it goes round: the table names it


def test_a_phone_shows_no_name_and_nothing_that_goes_round_the_year():
    layers = drawn(PHONE)
    assert not [text for text in texts(layers) if "Arbeid" in text]
    assert not [row for row in layers[1]["data"]["values"] if row["name"].startswith("Hele")]


@pytest.mark.parametrize("shape", [LAPTOP, PHONE])
def test_a_state_is_told_by_a_sign_on_the_arc_and_in_the_legend_and_not_by_colour_alone(shape):
    assert len(set(SIGNS.values())) == len(COLOURS)
    layers = drawn(shape)
    said = texts(layers[2:4])
    assert {sign for sign in SIGNS.values() if sign} <= set(said)
    legend = layers[1]["encoding"]["color"]["scale"]["domain"]
    assert legend == [f"{SIGNS[s]} ord for {s}".strip() for s in COLOURS]


def test_a_year_without_activities_is_a_wheel_all_the_same():
    for shape in (LAPTOP, PHONE):
        assert drawn(shape, arcs=())


def test_the_hand_stands_on_today_and_only_in_its_own_year():
    def hands(today):
        layers = drawn(LAPTOP, today=today)
        return [x for x in layers if x["mark"].get("color") == COLOURS["late"]]

    assert len(hands(date(2026, 11, 23))) == 1
    assert not hands(date(2027, 8, 1))
