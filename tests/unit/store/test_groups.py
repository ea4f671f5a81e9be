"""Groups are a tuple in the program and the words that always stood there in the database."""

import uuid
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import StatementError

from core.store.schema.reports import report


def _insert(store, laws, areas=()):
    report_id = uuid.uuid4()
    blank = dict.fromkeys(("given_route", "route", "reporter", "given_time", "waits_for"), "")
    row = {
        **blank,
        "report_id": report_id,
        "day": date(2026, 11, 23),
        "source": "form",
        "form_version": 1,
        "laws": laws,
        "areas": areas,
        "afraid": False,
        "answers": b"",
        "state": "new",
    }
    store.write(lambda tx: tx.insert(report, row))
    return report_id


def _kept(store):
    with store.read() as db:
        return db.execute(sa.text("select laws, areas from report")).all()


@pytest.mark.parametrize(
    ("given", "text", "read"),
    [
        ((), "", ()),
        (("vold",), "vold", ("vold",)),
        (("vold", "mobbing"), "mobbing vold", ("mobbing", "vold")),
        (["vold", "mobbing", "vold"], "mobbing vold", ("mobbing", "vold")),
    ],
)
def test_groups_lie_sorted_and_once_each_and_come_back_as_a_tuple(store, given, text, read):
    _insert(store, given)
    assert _kept(store) == [(text, "")]
    assert store.row(sa.select(report.c.laws, report.c.areas)) == (read, ())


def test_a_group_is_found_as_a_whole_name_and_never_as_a_part_of_one(store):
    both = _insert(store, ("hat", "vold"))
    longer = _insert(store, ("voldtekt",))
    none = _insert(store, ())

    def having(group):
        asked = sa.select(report.c.report_id).where(report.c.laws.has(group))
        return {row.report_id for row in store.rows(asked)}

    assert having("vold") == having("hat") == {both}
    assert having("voldtekt") == {longer}
    assert having("vol") == having("%") == having("hat vold_") == set()
    equal = sa.select(report.c.report_id).where(report.c.laws == ())
    assert [row.report_id for row in store.rows(equal)] == [none]


@pytest.mark.parametrize("wrong", ["mobbing", ("mobbing vold",), ("",)])
def test_one_string_or_two_words_in_a_name_are_no_groups(store, wrong):
    with pytest.raises((StatementError, TypeError, ValueError)):
        _insert(store, wrong)
    assert _kept(store) == []
