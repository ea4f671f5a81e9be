"""Live figures: exact over what each may see, batches for everyone else."""

# ruff: noqa: F811 - a fixture that is imported and asked for

import uuid
from datetime import date, datetime, timedelta

import pytest

from core.access import Role
from core.cases.reach import Basis
from core.errors import Refused
from core.figures import counts, plenary
from core.figures.counts import FigureFilter
from core.figures.standout import More, Most, Nothing, Slow, standout
from core.store.schema import cases, figures, reports
from tests.conftest import add_person
from tests.given.figures import many, open_case, rektor, school, send  # noqa: F401 (fixtures)

YEAR = FigureFilter(date(2025, 8, 1), date(2026, 7, 31))
DAY = date(2025, 10, 1)


@pytest.fixture
def team(school):
    return add_person(school, "eli", Role.ELEVTJENESTE, Role.ANSATT)


def put(store, person, case_id, aside=False):
    row = {
        "access_id": uuid.uuid4(),
        "case_id": case_id,
        "person_id": person.person_id,
        "basis": Basis.ASIDE if aside else Basis.ADDED,
        "added_at": store.now(),
        "stepped_aside": aside,
    }
    store.write(lambda tx: tx.insert(cases.case_access, row))


def fact(store, case_id, kind, day):
    row = {"fact_id": uuid.uuid4(), "case_id": case_id, "kind": kind, "day": day, "at": store.now()}
    store.write(lambda tx: tx.insert(cases.case_fact, row))


# --- what each sees


def test_reports_are_counted_by_week_kind_place_and_time(school, rektor):
    send(school, 2, DAY, "mobbing vold", "indoors outdoors")
    send(school, 1, DAY + timedelta(days=7), "mobbing", "", given_time="")
    found = counts.figures(school, rektor, YEAR)
    assert found.reports == 3
    assert found.laws == {
        "mobbing": 3,
        "vold": 2,
        "diskriminering": 0,
        "trakassering": 0,
        "annet": 0,
    }
    assert found.places == {("indoors", "break"): 2, ("outdoors", "break"): 2}
    weeks = dict(found.weeks)
    assert len(weeks) == 53
    assert weeks[date(2025, 9, 29)] == {"mobbing": 2, "vold": 2}
    assert weeks[date(2025, 10, 6)] == {"mobbing": 1}


def test_a_filter_asks_about_one_kind_or_one_area_in_a_period(school, rektor):
    send(school, 2, DAY, "mobbing", "indoors")
    send(school, 3, DAY, "vold", "outdoors")
    send(school, 4, date(2024, 10, 1))

    def asked(**more):
        return counts.figures(school, rektor, FigureFilter(YEAR.first, YEAR.last, **more)).reports

    assert (asked(), asked(law="vold"), asked(area="indoors")) == (5, 3, 2)


def test_each_counts_the_routes_that_she_reads(school, rektor, team):
    for number, route in enumerate(("team", "handler", "rektor", "leadership"), 1):
        send(school, number, DAY, route=route)
    assert counts.figures(school, rektor, YEAR).reports == 1 + 2 + 3
    assert counts.figures(school, team, YEAR).reports == 1


def test_a_report_in_a_case_follows_the_case_s_list(school, rektor, team):
    listed, other = open_case(school), open_case(school)
    put(school, team, listed)
    send(school, 2, DAY, case_id=listed)
    send(school, 4, DAY, case_id=other)
    assert counts.figures(school, rektor, YEAR).reports == 6
    assert counts.figures(school, team, YEAR).reports == 2
    assert counts.figures(school, team, YEAR).open_cases == 1


def test_who_has_stepped_aside_counts_nothing_of_the_case(school, rektor):
    case_id = open_case(school)
    send(school, 3, DAY, case_id=case_id)
    assert counts.figures(school, rektor, YEAR).open_cases == 1
    put(school, rektor, case_id, aside=True)
    found = counts.figures(school, rektor, YEAR)
    assert (found.reports, found.open_cases) == (0, 0)


def test_the_school_counts_nothing_of_skoleeier_s_and_skoleeier_nothing_of_the_school_s(
    school,
    rektor,
):
    owner = add_person(school, "eier", Role.SKOLEEIER)
    case_id = open_case(school, "owner")
    send(school, 2, DAY, case_id=case_id, route="leadership")
    open_case(school)
    assert counts.figures(school, rektor, YEAR).reports == 0
    assert counts.figures(school, owner, YEAR).reports == 2
    assert counts.figures(school, owner, YEAR).open_cases == 1
    assert counts.figures(school, rektor, YEAR).open_cases == 1


def test_two_who_see_the_same_share_an_answer_and_two_of_one_role_need_not(
    school,
    team,
):
    other = add_person(school, "else", Role.ELEVTJENESTE, Role.ANSATT)
    assert counts.seen(school, team) == counts.seen(school, other)
    first = counts.figures(school, team, YEAR)
    assert counts.figures(school, other, YEAR) is first
    put(school, other, open_case(school))
    assert counts.seen(school, team) != counts.seen(school, other)
    assert counts.figures(school, team, YEAR).open_cases == 0
    assert counts.figures(school, other, YEAR).open_cases == 1


@pytest.mark.parametrize(
    "role", [Role.ANSATT, Role.LARER, Role.AVDELINGSLEDER, Role.SU, Role.SYSTEMANSVARLIG]
)
def test_nobody_else_has_exact_figures(school, role):
    person = add_person(school, "noen", role)
    with pytest.raises(Refused):
        counts.figures(school, person, YEAR)


def test_the_answer_is_new_when_a_report_comes_and_the_same_until_then(school, rektor):
    before = counts.figures(school, rektor, YEAR)
    assert counts.figures(school, rektor, YEAR) is before
    send(school, 1, DAY)
    assert counts.figures(school, rektor, YEAR).reports == before.reports + 1


def test_lead_times_are_school_days_from_received_to_each_duty(school, rektor):
    # Monday 3 November: told the same day, begun on Wednesday, heard over a weekend.
    for days in ((0, 2, 7), (0, 1, 8), (1, 3, 9)):
        case_id = open_case(school)
        fact(school, case_id, "received", date(2025, 11, 3))
        for kind, after in zip(("told", "begun", "heard"), days, strict=True):
            fact(school, case_id, kind, date(2025, 11, 3) + timedelta(days=after))
    told, begun, heard = counts.figures(school, rektor, YEAR).lead_times
    assert (told.duty, told.cases, told.median, told.slow) == ("tell", 3, 0, 1)
    assert (begun.duty, begun.median, begun.goal, begun.within) == ("begin", 2, 2, 2)
    assert (heard.duty, heard.median, heard.slow) == ("hear", 6, 7)


def test_a_plan_that_was_written_after_midnight_is_of_that_day_in_norway(school, rektor):
    case_id = open_case(school)
    fact(school, case_id, "received", date(2025, 11, 3))
    row = {"measure_id": uuid.uuid4(), "case_id": case_id, "case_person_id": uuid.uuid4()}
    sealed = {"problem": b"", "what": b"", "who": b"", "round": 1, "version": 1}
    sealed |= {"carry_out_on": date(2025, 11, 10), "evaluate_on": date(2025, 11, 24)}
    # 00.30 on Wednesday 5 November; in UTC it is Tuesday.
    made = {"made_at": datetime(2025, 11, 4, 23, 30)}
    school.write(lambda tx: tx.insert(cases.measure, row | sealed | made))
    [plan] = [x for x in counts.figures(school, rektor, YEAR).lead_times if x.duty == "plan"]
    assert plan.median == 2


# --- what stands out


def test_a_slow_duty_stands_out_before_a_rise_and_a_rise_before_the_largest(school, rektor):
    today = date(2025, 11, 30)
    assert standout(counts.figures(school, rektor, YEAR), today) == Nothing()
    send(school, 4, date(2025, 9, 1), "annet")
    assert standout(counts.figures(school, rektor, YEAR), today) == Most("annet", 4, 4)
    send(school, 3, date(2025, 11, 20), "vold")
    assert standout(counts.figures(school, rektor, YEAR), today) == More("vold", 3, 0)
    case_id = open_case(school)
    fact(school, case_id, "received", date(2025, 11, 3))
    fact(school, case_id, "begun", date(2025, 11, 10))
    assert standout(counts.figures(school, rektor, YEAR), today) == Slow("begin", 1, 1, 2)


# --- batches

MONDAY = date(2026, 11, 16)


def test_there_is_no_batch_before_five_matters_came(school):
    send(school, 8, MONDAY, case_id=open_case(school))
    send(school, 3, MONDAY)
    assert plenary.current(school) is None
    send(school, 1, MONDAY)
    assert plenary.current(school) is not None


def test_a_batch_has_no_total_and_ends_yesterday(school):
    many(school, MONDAY)
    send(school, 20, school.today(), "annet")
    batch = plenary.current(school)
    assert batch.figures.total is None
    assert batch.until == school.today() - timedelta(days=1)
    assert dict(batch.figures.kind.rows)["annet"] is None
    [row] = school.rows(figures.plenary_batch.select())
    assert row.content["figures"]["total"] is None


def test_a_batch_is_renewed_on_mondays_alone_and_only_with_five_new_matters(school):
    many(school, MONDAY)
    first = plenary.current(school)
    for day in range(24, 30):
        school.clock.move(days=1)
        assert school.today() == date(2026, 11, day)
        send(school, 6, date(2026, 11, day), "annet")
        assert plenary.current(school) == first  # many came, and it is no Monday
    school.clock.move(days=1)
    second = plenary.current(school)
    assert (second.number, second.until) == (first.number + 1, date(2026, 11, 29))
    assert dict(second.figures.kind.rows)["annet"] == 35
    send(school, 4, date(2026, 11, 30), "vold")
    school.clock.move(days=7)
    assert plenary.current(school) == second  # a week has passed, four came
    send(school, 1, date(2026, 12, 1), "vold")
    assert plenary.current(school).number == second.number + 1


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        *(("2026-08-03", False), ("2026-08-10", True), ("2026-08-11", False)),
        *(("2026-12-21", True), ("2026-12-25", False), ("2026-12-28", False)),
        *(("2027-01-04", False), ("2027-01-11", True), ("2027-07-19", True)),
        *(("2027-07-26", False), ("2027-08-02", False), ("2027-08-09", True)),
    ],
)
def test_the_first_and_the_last_week_of_a_half_year_have_no_monday_of_their_own(day, is_one):
    assert plenary.is_renewed_on(date.fromisoformat(day)) == is_one


def test_a_new_half_year_starts_anew_and_the_last_batch_stands_until_then(school):
    many(school, MONDAY)
    autumn = plenary.current(school)
    school.clock.move(days=49)
    assert school.today() == date(2027, 1, 11)
    assert plenary.current(school) == autumn
    send(school, 6, date(2027, 1, 8), "annet")
    spring = plenary.current(school)
    assert spring.of.code == "2027-V"
    assert not spring.figures.kind.is_shown


def test_a_number_stays_when_its_reports_are_joined_and_says_since_when_it_has_stood(school):
    many(school, MONDAY)
    first = plenary.current(school)
    assert set(plenary.per(school, first).values()) == {first.until}
    r = reports.report
    case_id = open_case(school)
    school.write(lambda tx: tx.update(r, r.c.laws == ("mobbing",), case_id=case_id))
    send(school, 25, date(2026, 11, 24), "vold")
    school.clock.move(days=7)
    second = plenary.current(school)
    rows = dict(second.figures.kind.rows)
    assert (second.number, rows["mobbing"], rows["vold"]) == (first.number + 1, 15, 35)
    since = plenary.per(school, second)
    assert (since["kind", "mobbing"], since["kind", "vold"]) == (first.until, second.until)
    assert ("kind", "annet") not in since


def test_figures_count_what_was_read_and_not_closed_as_made_up(school, rektor):
    """Of several closings of one report the last decides."""
    many(school, MONDAY)
    send(school, 9, MONDAY, "annet", state="new")
    closings = {
        "unreal": ("closed", "not_real"),
        "real": ("closed",),
        "real at last": ("closed", "not_real", "reopened", "closed"),
        "taken up": ("closed", "not_real", "reopened"),
    }

    def closed(tx, how):
        for row in tx.execute(reports.report.select().where(reports.report.c.given_time == how)):
            for hour, kind in enumerate(closings[how]):
                moment = datetime(2026, 11, 16, 9 + (hour if kind != "not_real" else hour - 1))
                fact_ = {"kind": kind, "day": MONDAY, "at": moment, "person_id": rektor.person_id}
                keys = {"fact_id": uuid.uuid4(), "report_id": row.report_id}
                tx.insert(reports.report_fact, keys | fact_)

    for number, how in enumerate(closings):
        state = "closed" if closings[how][-1] != "reopened" else "read"
        send(school, 10 + 10 * number, MONDAY, "annet", given_time=how, state=state)
        school.write(lambda tx, how=how: closed(tx, how))
    assert dict(plenary.current(school).figures.kind.rows)["annet"] == 20 + 30 + 40


def test_what_skoleeier_holds_is_in_no_batch(school):
    many(school, MONDAY)
    send(school, 9, MONDAY, "annet", route="leadership")
    assert dict(plenary.current(school).figures.kind.rows)["annet"] is None


def test_a_batch_that_was_shown_stays_when_a_report_is_withdrawn(school):
    many(school, MONDAY)
    batch = plenary.current(school)
    school.write(lambda tx: tx.delete(reports.report, reports.report.c.laws == ("mobbing",)))
    assert plenary.current(school) == batch
