"""What follows on what was shown, worked out on paper: when, how high, and with which total."""

import pytest

from core.figures.auditor import NO_TABLE, Moment, following, least_total, new_matters, release
from core.figures.suppression import Count, Table
from core.figures.tables import Exact, SafeFigures


def moment(new=5, area=NO_TABLE, **kind):
    rows = Table(tuple(kind.items()), is_shown=True) if kind else NO_TABLE
    return Moment(new, SafeFigures(None, rows, area))


def exact(matters, reports=0, **kind):
    return Exact(Count(reports or matters, matters), {k: Count(n, n) for k, n in kind.items()}, {})


def test_new_are_those_beyond_all_that_were_new_before():
    assert [new_matters(line, 30) for line in ([], [moment(7)], [moment(7), moment(18)])] == [
        *(30, 23, 5)
    ]


@pytest.mark.parametrize(("matters", "follows"), [(19, False), (24, False), (25, True)])
def test_a_moment_follows_when_five_more_matters_are_counted(matters, follows):
    found = following([moment(20)], exact(matters), ())
    assert (found is not None) == follows
    assert found is None or found.matters == 5


def test_what_follows_has_no_total_and_never_a_lower_number():
    line = [moment(20, mobbing=10, vold=10, annet=5), moment(5, mobbing=15, vold=5, annet=5)]
    found = following(line, exact(40, mobbing=6, vold=23, annet=1), ())
    assert found == Moment(
        15,
        SafeFigures(
            None,
            Table(
                (
                    *(("mobbing", 15), ("vold", 25), ("diskriminering", None)),
                    *(("trakassering", None), ("annet", 5)),
                ),
                is_shown=True,
            ),
            NO_TABLE,
        ),
    )


@pytest.mark.parametrize(
    ("line", "least"),
    [
        ((), 0),
        ((moment(),), 5),
        ((moment(), moment()), 10),
        ((moment(a=20, b=5, c=5),), 20),
        # Each moment adds five, or as much as the row that grew most.
        ((moment(a=20, b=5, c=5), moment(a=20, b=5, c=5)), 25),
        ((moment(a=20, b=5, c=5), moment(a=25, b=15, c=5)), 30),
        ((moment(a=20, b=5, c=5, d=None), moment(a=20, b=5, c=5, d=15)), 35),
        # Two rows may have grown unseen before the table was shown; all of it has come by then.
        ((moment(), moment(a=15, b=10, c=5)), 15),
        ((moment(), moment(a=15, b=10, c=10)), 15),
        ((moment(), moment(a=15, b=15, c=5)), 15),
        ((moment(), moment(a=10, b=10, c=10)), 15),
        ((moment(), moment(a=10, b=10, c=10, d=10)), 15),
        ((moment(), moment(a=30, b=10, c=5)), 30),
        # A row that has fallen in what an older program showed has not grown.
        ((moment(a=20, b=10, c=5), moment(a=10, b=10, c=5), moment(a=20, b=10, c=5)), 30),
        ((moment(area=Table((("x", 10), ("y", 5), ("z", 5)), is_shown=True), a=5, b=5, c=5),), 10),
    ],
)
def test_the_least_total_is_what_a_school_of_fives_has(line, least):
    assert least_total(line) == least


def test_a_release_without_five_new_is_what_was_shown_last_with_the_total_of_all():
    line = [moment(20, mobbing=10, vold=10, annet=5, trakassering=None)]
    found = release(line, exact(24, mobbing=14, vold=14, annet=9, trakassering=9), ())
    assert found.total == 25
    assert found.kind.rows == line[0].figures.kind.rows
    later = release([moment(5), *line], exact(29), ())
    assert later.kind.rows == line[0].figures.kind.rows


def test_a_release_with_five_new_shows_them_and_a_total_that_has_room_for_them():
    line = [moment(20, mobbing=20, vold=10, annet=5, trakassering=None)]
    found = release(line, exact(25, 27, mobbing=20, vold=10, annet=5, trakassering=13), ())
    assert dict(found.kind.rows)["trakassering"] == 15
    assert found.total == 35
    assert release(line, exact(4), ()).total == 20


def test_a_half_year_with_fewer_than_five_shows_nothing():
    assert release([], exact(4, 9), ()) == SafeFigures(None, NO_TABLE, NO_TABLE)
    assert release([], exact(5), ()) == SafeFigures(5, NO_TABLE, NO_TABLE)
