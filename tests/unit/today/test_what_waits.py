"""What waits for whom: on the overview, in the inbox and in the list of cases."""

import uuid
from datetime import date

import pytest

from core.administration import absence
from core.administration.absence import Absence
from core.cases import ending, listing, opening, reach, reading
from core.cases.listing import CaseFilter
from core.reports import messages, reports
from core.today import follow_up, inbox, overview
from core.today.waiting import Wait
from tests.conftest import to

MONDAY = date(2026, 11, 23)


@pytest.fixture
def house(small_school):
    return small_school("rektor assrektor eli tor liv owner su")


def sent(store, route="team", **more):
    report_id = uuid.uuid4()
    values = {
        "source": "form",
        "reporter": "self",
        "laws": ("mobbing",),
        "areas": ("skole",),
    } | more
    store.write(lambda tx: reports.insert(tx, report_id, route, {"what_happened": "Å."}, **values))
    return report_id


def rows(store, person):
    return [(r.report_id, r.wait) for r in overview.day(store, person).reports]


def steps(store, person):
    return [(r.number, r.step) for r in overview.day(store, person).mine]


def reply(store, report_id, text="Hei."):
    messages.send_to_school(store, report_id, text, uuid.uuid4().hex)


def test_unread_and_unanswered_reports_are_rows_and_redd_na_is_the_first(store, house):
    answered, unanswered, answer, unread = (sent(store) for _ in range(4))
    afraid = sent(store, afraid=True)
    for report_id in (answered, unanswered, answer):
        reading.open_report(store, house.eli, report_id)
    for report_id in (answered, answer):
        inbox.ask(store, house.eli, report_id, "Vil du si mer?", uuid.uuid4().hex)
    reply(store, answer)
    assert rows(store, house.eli) == [
        (afraid, Wait.AFRAID_UNREAD),
        (unread, Wait.UNREAD),
        (answer, Wait.ANSWER),
        (unanswered, Wait.UNANSWERED),
    ]
    assert rows(store, house.eli) == rows(store, house.tor) == rows(store, house.rektor)
    for other in (house.liv, house.owner, house.su):
        assert rows(store, other) == []


def test_nothing_waits_only_where_the_inbox_is_empty_too(store, house):
    assert overview.day(store, house.eli).is_calm
    report_id = sent(store)
    assert not overview.day(store, house.eli).is_calm
    reading.open_report(store, house.eli, report_id)
    assert not overview.day(store, house.eli).is_calm
    inbox.ask(store, house.eli, report_id, "Vil du si mer?", "t")
    day = overview.day(store, house.eli)
    assert (day.reports, day.in_inbox, day.is_calm) == ([], 1, False)
    inbox.close(store, house.eli, report_id, "Gjaldt kantina")
    assert overview.day(store, house.eli).is_calm
    assert overview.day(store, house.liv).is_calm


def test_a_report_about_the_leadership_is_in_skoleeiers_overview_alone(store, house):
    report_id = sent(store, "leadership", afraid=True)
    assert rows(store, house.owner) == [(report_id, Wait.AFRAID_UNREAD)]
    for person in (house.rektor, house.assrektor, house.eli, house.liv):
        assert rows(store, person) == []
        assert overview.day(store, person).is_calm


def test_who_waits_longest_in_a_rank_comes_first_and_the_rest_are_counted(store, house):
    late = sent(store)
    store.clock.move(days=1)
    for _ in range(overview.MOST_REPORTS + 2):
        sent(store)
    day = overview.day(store, house.eli)
    assert day.reports[0].report_id == late
    assert (len(day.reports), day.more_reports) == (overview.MOST_REPORTS, 3)


def test_a_report_unread_past_the_promised_day_is_late_and_the_next_in_line_is_told(store, house):
    sent(store)
    sent(store, "leadership")

    def told():
        return [
            name
            for name in ("rektor", "assrektor", "owner", "eli", "liv", "su")
            if overview.day(store, getattr(house, name)).unread is not None
        ]

    store.clock.move(days=1)  # Tuesday, the last day that can have been promised
    assert told() == []
    assert overview.day(store, house.eli).reports[0].promised_on is None
    store.clock.move(days=1)
    assert told() == ["rektor"]
    assert overview.day(store, house.eli).reports[0].promised_on == date(2026, 11, 24)
    assert overview.day(store, house.rektor).unread == overview.Unread(1, date(2026, 11, 24))
    store.clock.move(days=1)
    assert told() == ["rektor", "assrektor"]
    store.clock.move(days=1)
    assert told() == ["rektor", "assrektor", "owner"]
    assert overview.day(store, house.owner).unread == overview.Unread(1, date(2026, 11, 24))
    reading.open_report(store, house.eli, overview.day(store, house.eli).reports[0].report_id)
    assert told() == []  # what lies unread at skoleeier is no matter of the school's


def test_who_is_away_is_passed_by_in_the_line(store, house):
    sent(store)
    store.clock.move(days=2)
    today = store.today()
    absence.say(store, house.rektor, house.rektor.person_id, Absence(today, today))
    assert overview.day(store, house.rektor).unread is None
    assert overview.day(store, house.assrektor).unread is not None


def test_an_answer_in_a_case_comes_before_every_date_and_redd_na_before_it(store, house):
    late = opening.from_report(store, house.eli, sent(store), True)
    store.clock.move(days=30)
    calm, afraid = sent(store), sent(store, afraid=True)
    numbers = [opening.from_report(store, house.eli, r, True) for r in (calm, afraid)]
    assert steps(store, house.eli)[0][0] == late
    for report_id in (calm, afraid):
        reply(store, report_id)
    assert steps(store, house.eli)[:2] == [(numbers[1], "afraid"), (numbers[0], "answer")]
    listed = listing.shown(store, house.eli, CaseFilter())
    assert [c.number for c in listed.cases][-1] == late
    found = {c.number: c.case_id for c in listed.cases}
    assert listed.waiting == {found[n] for n in numbers}
    assert listing.is_waiting(reading.by_number(store, house.eli, numbers[0]))
    assert not listing.is_waiting(reading.by_number(store, house.eli, late))
    reading.send_to_student(store, house.eli, calm, "Vi er her.", "t")
    assert [number for number, step in steps(store, house.eli) if step == "answer"] == []


def test_reports_and_cases_stand_in_one_order(store, house):
    calm, afraid = sent(store), sent(store, afraid=True)
    numbers = [opening.from_report(store, house.eli, r, True) for r in (calm, afraid)]
    for report_id in (calm, afraid):
        reply(store, report_id)
    unread, afraid_unread, unanswered = sent(store), sent(store, afraid=True), sent(store)
    reading.open_report(store, house.eli, unanswered)
    found = overview.in_order(overview.day(store, house.eli))
    assert [getattr(row, "report_id", None) or (row.number, row.step) for row in found] == [
        afraid_unread,
        (numbers[1], "afraid"),
        unread,
        (numbers[0], "answer"),
        unanswered,
        *((n, "tell") for n in sorted(numbers)),
    ]


def ended(store, house):
    report_id = sent(store)
    number = opening.from_report(store, house.eli, report_id, True)
    found = reading.by_number(store, house.eli, number)
    ending.end(to(house.rektor, found), "Eleven har byttet skole.")
    return report_id, found


def after_end(store, person):
    return [number for number, step in steps(store, person) if step == "after_end"]


def test_what_is_written_after_the_end_reaches_the_last_holder(store, house):
    report_id, found = ended(store, house)
    for person in (house.eli, house.rektor):
        assert after_end(store, person) == []
    store.clock.move(days=3)
    reply(store, report_id, "Det har begynt igjen.")
    assert after_end(store, house.eli) == [found.number]
    for other in (house.rektor, house.assrektor, house.tor, house.owner):
        assert after_end(store, other) == []
    assert listing.shown(store, house.eli, CaseFilter("ended")).waiting == {found.case_id}
    ending.reopen(reading.by_id(store, house.eli, found.case_id), "Det har begynt igjen.")
    assert after_end(store, house.eli) == []
    assert (found.number, "answer") in steps(store, house.eli)


@pytest.mark.parametrize("how", ["away", "off the list"])
def test_what_is_written_after_the_end_reaches_the_next_where_the_holder_is_gone(store, house, how):
    report_id, found = ended(store, house)
    if how == "off the list":
        reach.remove(reading.by_id(store, house.rektor, found.case_id), house.eli.person_id)
    store.clock.move(days=1)
    if how == "away":
        tomorrow = store.today()
        absence.say(store, house.eli, house.eli.person_id, Absence(tomorrow, tomorrow))
    reply(store, report_id)
    assert after_end(store, house.eli) == []
    assert after_end(store, house.rektor) == [found.number]
    reach.step_aside(reading.by_id(store, house.rektor, found.case_id))
    assert after_end(store, house.assrektor) == [found.number]
    assert after_end(store, house.rektor) == []


@pytest.mark.parametrize("before", [True, False])
def test_what_came_on_the_day_of_the_end_is_said_to_be_of_that_day(store, house, before):
    report_id = sent(store)
    found = reading.by_number(
        store, house.eli, opening.from_report(store, house.eli, report_id, True)
    )
    acts = [
        lambda: reply(store, report_id),
        lambda: ending.end(to(house.rektor, found), "Eleven har byttet skole."),
    ]
    for act in acts if before else reversed(acts):
        act()
    assert after_end(store, house.eli) == []
    assert (found.number, "end_day") in steps(store, house.eli)
    assert listing.is_waiting(found)
    assert not listing.is_waiting(found, since_end=True)
    store.clock.move(days=1)
    assert (found.number, "end_day") in steps(store, house.eli)
    reply(store, report_id)
    assert after_end(store, house.eli) == [found.number]
    assert listing.is_waiting(found, since_end=True)


def test_what_was_weighed_before_the_end_wakes_nobody(store, house):
    report_id = sent(store)
    number = opening.from_report(store, house.eli, report_id, True)
    reply(store, report_id)
    store.clock.move(days=1)
    found = reading.by_number(store, house.eli, number)
    ending.end(to(house.rektor, found), "Eleven har byttet skole.")
    assert after_end(store, house.eli) == []


def test_what_is_written_to_a_report_closed_without_a_case_reaches_its_readers(store, house):
    report_id = sent(store)
    reading.open_report(store, house.eli, report_id)
    inbox.close(store, house.eli, report_id, "Gjaldt kantina")
    store.clock.move(days=2)
    reply(store, report_id, "Det gjaldt ikke kantina.")
    assert rows(store, house.eli) == [(report_id, Wait.ANSWER)]
    assert overview.day(store, house.eli).reports[0].closed
    assert inbox.page(store, house.eli, "closed")[0].is_urgent


def test_safe_through_the_code_on_a_report_without_a_case_is_shown_to_those_who_read_it(
    store, house
):
    report_id = sent(store)
    reading.open_report(store, house.eli, report_id)
    inbox.ask(store, house.eli, report_id, "Vil du si mer?", "t")
    store.clock.move(days=1)
    follow_up.say_safe(store, report_id)
    assert rows(store, house.eli) == rows(store, house.tor) == [(report_id, Wait.SAFE)]
    assert rows(store, house.liv) == []
    card = inbox.page(store, house.eli)[0]
    assert (card.said_safe, card.wait, card.is_urgent) == (True, Wait.SAFE, False)
    store.clock.move(days=1)
    inbox.ask(store, house.eli, report_id, "Stemmer det?", "u")
    assert rows(store, house.eli) == []
    assert inbox.page(store, house.eli)[0].said_safe


def test_the_inbox_begins_with_those_who_wait_for_words_then_the_newest_day(store, house):
    answer = sent(store)
    reading.open_report(store, house.eli, answer)
    inbox.ask(store, house.eli, answer, "Vil du si mer?", "t")
    store.clock.move(days=1)
    old = sent(store)
    store.clock.move(days=1)
    new, afraid = sent(store), sent(store, afraid=True)
    reply(store, answer)
    taken_back = sent(store)
    reading.open_report(store, house.eli, taken_back)
    follow_up.withdraw(store, taken_back)
    assert [c.report_id for c in inbox.page(store, house.eli)] == [
        afraid,
        answer,
        new,
        old,
        taken_back,
    ]
