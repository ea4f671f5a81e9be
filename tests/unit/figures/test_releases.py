"""Tallrapporter: frozen, one a half-year, and nothing in them that the school must not see."""

# ruff: noqa: F811 - a fixture that is imported and asked for

from datetime import date

import pytest

from core.access import Role
from core.errors import Invalid, Refused
from core.figures import names, period, plenary, releases, tables
from core.figures.period import Period, PeriodKind
from core.figures.suppression import Table
from core.store.schema import forms, reports
from tests.conftest import add_person
from tests.given.figures import AUTUMN, many, open_case, rektor, school, send  # noqa: F401 (fixtures)

SPRING = Period(2025, PeriodKind.SPRING)
YEAR = Period(2025, PeriodKind.YEAR)
NOW_AUTUMN = Period(2026, PeriodKind.AUTUMN)


@pytest.fixture
def su(school):
    return add_person(school, "su", Role.SU)


def made(store, rektor, of=AUTUMN, approve=True):
    number = releases.make(store, rektor, of)
    if approve:
        releases.approve(store, rektor, number)
    return number


def test_the_committee_sees_rounded_numbers_and_one_band(school, rektor, su):
    many(school)
    made(school, rektor)
    [tables] = releases.listed(school, su)
    assert tables.figures.total == 20
    assert dict(tables.figures.kind.rows) == {
        "mobbing": 15,
        "vold": 10,
        "diskriminering": None,
        "trakassering": 10,
        "annet": None,
    }


def test_a_table_with_fewer_than_three_numbers_has_no_rows(school, rektor):
    many(school)
    made(school, rektor)
    [tables] = releases.listed(school, rektor)
    assert not tables.figures.area.is_shown
    assert tables.figures.area.rows == ()


def test_reports_of_one_case_count_as_one_towards_the_five(school, rektor):
    many(school)
    case_id = open_case(school)
    send(school, 8, laws="diskriminering", case_id=case_id)
    made(school, rektor)
    [tables] = releases.listed(school, rektor)
    assert dict(tables.figures.kind.rows)["diskriminering"] is None
    assert tables.figures.total == 30


def test_what_skoleeier_holds_is_in_no_release_and_no_batch(school, rektor):
    many(school)
    send(school, 9, laws="annet", route="leadership")
    send(school, 9, laws="annet", case_id=open_case(school, "owner"))
    made(school, rektor)
    [tables] = releases.listed(school, rektor)
    assert tables.figures.total == 20
    assert dict(tables.figures.kind.rows)["annet"] is None


def test_a_release_never_changes_when_the_data_change(school, rektor, su):
    many(school)
    made(school, rektor)
    before = releases.listed(school, su)
    send(school, 40)
    school.write(lambda tx: tx.delete(reports.report, reports.report.c.laws == ("mobbing",)))
    school.write(lambda tx: tx.delete(forms.form_version))
    assert releases.listed(school, su) == before
    assert before[0].is_whole()
    assert releases.broken(school) == []


def test_a_release_that_was_tampered_with_is_told(school, rektor):
    many(school)
    number = made(school, rektor)
    t = releases.tables.release
    content = releases.listed(school, rektor)[0].kept
    content["figures"]["total"] = 5
    school.write(lambda tx: tx.update(t, t.c.number == number, content=content))
    assert releases.broken(school) == [number]


def test_a_second_release_of_the_same_half_year_is_refused(school, rektor):
    many(school)
    made(school, rektor)
    with pytest.raises(Invalid, match=r"release\.error.exists"):
        releases.make(school, rektor, AUTUMN)
    assert AUTUMN not in releases.open_periods(school, rektor)


def test_a_half_year_that_is_not_over_is_refused(school, rektor):
    many(school, date(2026, 9, 1))
    for of in (NOW_AUTUMN, Period(2026, PeriodKind.YEAR)):
        with pytest.raises(Invalid, match=r"release\.error.not_finished"):
            releases.make(school, rektor, of)
        assert of not in releases.open_periods(school, rektor)


def test_a_school_year_is_no_longer_released_and_one_that_was_keeps_its_halves_taken(
    school, rektor, su
):
    many(school)
    with pytest.raises(Invalid, match=r"release\.error.no_half_year"):
        releases.make(school, rektor, YEAR)
    number = made(school, rektor)
    t = releases.tables.release
    [kept] = releases.listed(school, rektor)
    digest = releases.digest(number, YEAR, kept.kept)
    school.write(lambda tx: tx.update(t, t.c.number == number, period=YEAR.code, hash=digest))
    [old] = releases.listed(school, su)
    assert (old.period, old.figures.total, old.is_whole()) == (YEAR, 20, True)
    assert releases.open_periods(school, rektor) == []
    for half in (AUTUMN, SPRING):
        with pytest.raises(Invalid, match=r"release\.error.exists"):
            releases.make(school, rektor, half)


def test_both_halves_of_a_year_have_a_release_each(school, rektor):
    many(school)
    many(school, date(2026, 3, 1))
    assert set(releases.open_periods(school, rektor)) == {AUTUMN, SPRING}
    assert [made(school, rektor, AUTUMN), made(school, rektor, SPRING)] == [1, 2]
    assert releases.open_periods(school, rektor) == []


def test_a_number_that_was_shown_in_plenary_stays_when_its_reports_are_joined(school, rektor):
    _batch(school, date(2025, 10, 6))
    many(school, date(2025, 10, 1))
    _batch(school, date(2025, 10, 13))
    case_id = open_case(school)
    r = reports.report
    school.write(lambda tx: tx.update(r, r.c.laws == ("mobbing",), case_id=case_id))
    made(school, rektor)
    [told] = releases.listed(school, rektor)
    assert dict(told.figures.kind.rows)["mobbing"] == 15


def test_fewer_than_five_after_the_last_batch_are_in_no_row_of_the_release(school, rektor):
    send(school, 13, date(2025, 10, 1), "mobbing")
    send(school, 7, date(2025, 10, 1), "vold trakassering", "outdoors")
    _batch(school, date(2025, 10, 6))
    send(school, 4, date(2025, 12, 1), "vold")
    made(school, rektor)
    [told] = releases.listed(school, rektor)
    assert dict(told.figures.kind.rows)["vold"] == 5
    assert told.figures.total == 25


def test_the_total_is_not_below_what_the_moments_before_it_take_up(school, rektor):
    # Of 18 and then 9 reports nine mention vold: with 25 in all it would have been four before.
    send(school, 14, date(2025, 10, 1), "mobbing annet trakassering")
    send(school, 4, date(2025, 10, 1), "vold")
    _batch(school, date(2025, 10, 6))
    send(school, 9, date(2025, 11, 1), "vold")
    made(school, rektor)
    [told] = releases.listed(school, rektor)
    assert dict(told.figures.kind.rows)["vold"] == 15
    assert told.figures.total == 30


def test_an_area_that_has_gone_from_the_form_keeps_its_number_and_its_name(school, rektor):
    many(school, date(2025, 10, 1))
    shown = plenary.auditor.Moment(
        20,
        plenary.SafeFigures(
            None,
            plenary.auditor.NO_TABLE,
            Table((("nett", 10), ("indoors", 5), ("outdoors", 5)), is_shown=True),
        ),
    )
    _write(school, date(2025, 10, 6), shown)
    made(school, rektor)
    [told] = releases.listed(school, rektor)
    assert dict(told.figures.area.rows)["nett"] == 10
    assert told.name("area", "nett", "nb") == "Nett og mobil"


def _batch(store, day):
    """What the plenary level would have shown on a day."""
    half, areas = period.half_of(day), tuple(names.areas(store))
    now = tables.counts(store, half.start, day, areas)
    following = plenary.auditor.following(plenary.shown(store, half), now, areas)
    if following:
        _write(store, day, following)


def _write(store, day, moment):
    t = plenary.plenary_batch
    half = period.half_of(day)
    content = {"of": half.code, "until": day.isoformat(), "figures": moment.figures.as_json()}

    def work(tx):
        number = len(tx.execute(t.select()).all()) + 1
        values = {"number": number, "made_on": day, "reports": moment.matters, "content": content}
        tx.insert(t, values)

    store.write(work)


def test_until_it_is_approved_only_leaders_see_it(school, rektor, su):
    many(school)
    teacher = add_person(school, "larer", Role.LARER, Role.ANSATT)
    number = made(school, rektor, approve=False)
    assert [len(releases.listed(school, p)) for p in (rektor, su, teacher, None)] == [1, 0, 0, 0]
    releases.approve(school, rektor, number)
    assert [len(releases.listed(school, p)) for p in (rektor, su, teacher, None)] == [1, 1, 1, 0]
    releases.publish(school, rektor, number)
    assert [r.number for r in releases.listed(school, None)] == [number]
    releases.withdraw(school, rektor, number)
    assert releases.listed(school, None) == []


def test_what_was_dropped_is_seen_by_nobody_and_can_be_made_again(school, rektor):
    many(school)
    releases.drop(school, rektor, made(school, rektor, approve=False))
    assert releases.listed(school, rektor) == []
    assert made(school, rektor) == 2


def test_what_was_approved_cannot_be_dropped_nor_published_before(school, rektor):
    many(school)
    number = made(school, rektor, approve=False)
    with pytest.raises(Refused):
        releases.publish(school, rektor, number)
    releases.approve(school, rektor, number)
    with pytest.raises(Refused):
        releases.drop(school, rektor, number)


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.REKTOR, Role.ASSREKTOR)])
def test_only_the_leaders_make_releases(school, role):
    person = add_person(school, "noen", role)
    for act in (
        lambda: releases.make(school, person, AUTUMN),
        lambda: releases.approve(school, person, 1),
        lambda: releases.publish(school, person, 1),
        lambda: releases.open_periods(school, person),
    ):
        with pytest.raises(Refused):
            act()


def test_the_committee_comments_on_what_it_sees_and_nobody_else_does(school, rektor, su):
    many(school)
    number = made(school, rektor, approve=False)
    with pytest.raises(Refused):
        releases.comment(school, su, number, "Hei")
    releases.approve(school, rektor, number)
    releases.comment(school, su, number, " Flere enn vi trodde. ")
    [said] = releases.comments(school, rektor, number)
    assert (said.body, said.person_id) == ("Flere enn vi trodde.", su.person_id)
    with pytest.raises(Refused):
        releases.comment(school, rektor, number, "Hei")
    with pytest.raises(Refused):
        releases.remove_comment(school, rektor, said.comment_id)
    releases.remove_comment(school, su, said.comment_id)
    assert releases.comments(school, su, number) == []


def test_a_period_is_found_by_its_code_and_nothing_else_is():
    for of in (AUTUMN, SPRING, YEAR):
        assert period.parse(of.code) == of
    for wrong in ("2025-X", "2025", "", "2025/27"):
        with pytest.raises(ValueError, match=r"no such period|invalid literal"):
            period.parse(wrong)
