"""What is shown of a count, worked out on paper from § 4.3.1: five, fives and twenty per cent."""

import pytest

from core.figures.suppression import Count, interval, nearest, percent, shown, table


@pytest.mark.parametrize(
    ("reports", "matters", "told"),
    [
        *((0, 0, None), (4, 4, None), (8, 1, None), (40, 4, None)),
        *((5, 5, 5), (7, 5, 5), (8, 5, 10), (12, 9, 10), (13, 13, 15), (100, 6, 100)),
    ],
)
def test_fewer_than_five_matters_are_the_band_and_others_the_nearest_five(reports, matters, told):
    assert shown(Count(reports, matters)) == told


def test_a_number_goes_to_the_nearest_five():
    assert [nearest(n) for n in range(13)] == [0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10, 10, 10]


@pytest.mark.parametrize(
    ("part", "base", "told"),
    [
        *((None, 40, None), (10, None, None), (10, 15, None), (5, 19, None)),
        *((5, 20, 25), (10, 20, 50), (15, 40, 40), (5, 200, 0), (10, 300, 5), (195, 200, 100)),
        *(
            (20, 20, 100),
            (25, 20, 100),
            (35, 100, 35),
            (70, 100, 70),
            (85, 200, 40),
            (100, 235, 45),
        ),
    ],
)
def test_a_share_is_told_of_twenty_and_more_in_fives_and_never_above_a_hundred(part, base, told):
    assert percent(part, base) == told


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [(None, 0, 4), (5, 5, 7), (10, 8, 12), (15, 13, 17), (100, 98, 102)],
)
def test_what_a_reader_knows_of_the_number_behind(value, least, most):
    assert interval(value) == (least, most)


def test_a_table_needs_three_numbers_and_a_row_without_reports_is_the_band():
    counts = {"a": Count(9, 9), "b": Count(6, 5), "c": Count(9, 4)}
    assert not table(counts, ("a", "b", "c")).is_shown
    told = table(counts | {"c": Count(20, 5)}, ("a", "b", "c", "d"))
    assert told.is_shown
    assert told.rows == (("a", 10), ("b", 5), ("c", 20), ("d", None))
    assert told.visible() == [("c", 20), ("a", 10), ("b", 5)]


def test_a_row_never_falls_below_what_it_has_shown_and_stays_when_it_has_gone():
    counts = {"a": Count(9, 9), "b": Count(6, 2), "c": Count(20, 20)}
    before = {"a": 5, "b": 15, "c": 20, "gone": 10}
    told = table(counts, ("a", "b", "c", "d"), before)
    assert told.rows == (("a", 10), ("b", 15), ("c", 20), ("d", None), ("gone", 10))
