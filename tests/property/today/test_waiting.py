"""What a student waits for, the same rule in the database, and who is told when nobody reads."""

import itertools
import uuid
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as some

from core.access import Person, Role
from core.school.days import SchoolDays
from core.store.schema.reports import message, report, report_fact
from core.today import waiting
from core.today.waiting import ORDER, Wait, WaitingFacts, wait

DAY = date(2026, 11, 23)  # a Monday
LATER = DAY + timedelta(days=1)
DAYS = SchoolDays()


WHEN = ("closed_on", "wrote_on", "safe_on", "answered_on")


def stands(state, source, afraid, waits_for, **days):
    """What decides, in the order in which the table below is read."""
    kept = {"state": state, "source": source, "afraid": afraid, "waits_for": waits_for}
    return WaitingFacts(**kept, **days)


@pytest.mark.parametrize(
    ("told", "waits"),
    [
        (stands("new", "form", True, ""), Wait.AFRAID_UNREAD),
        (stands("new", "form", False, ""), Wait.UNREAD),
        (stands("new", "staff", False, ""), Wait.UNREAD),
        (stands("read", "form", True, ""), Wait.AFRAID),
        (stands("read", "form", True, "school"), Wait.AFRAID),
        (stands("read", "form", True, "reporter"), None),  # answered
        (stands("read", "staff", True, ""), Wait.AFRAID),
        (stands("read", "staff", False, ""), None),  # no code to answer through
        (stands("read", "form", False, ""), Wait.UNANSWERED),
        (stands("read", "form", False, "school"), Wait.ANSWER),
        (stands("in_case", "form", False, "school"), Wait.ANSWER),
        (stands("in_case", "form", False, ""), None),  # the case's clock has it
        (stands("withdrawn", "form", False, "school"), Wait.ANSWER),
        (stands("withdrawn", "form", True, ""), None),
        # Written on the day of the closing, or after it: nobody else would ever see it.
        (stands("closed", "form", False, "school", closed_on=LATER, wrote_on=DAY), None),
        (stands("closed", "form", False, "school", closed_on=DAY, wrote_on=DAY), Wait.ANSWER),
        (
            stands("closed", "form", False, "school", closed_on=DAY, wrote_on=LATER),
            Wait.ANSWER,
        ),
        # Said through the code that it is safe: weighed until the school writes on a later day.
        (stands("read", "form", False, "reporter", safe_on=DAY, answered_on=DAY), Wait.SAFE),
        (stands("read", "form", False, "reporter", safe_on=DAY, answered_on=LATER), None),
        (stands("read", "form", False, "", safe_on=DAY), Wait.SAFE),
        (stands("new", "form", False, "", safe_on=DAY), Wait.UNREAD),
        (stands("closed", "form", False, "", safe_on=DAY), None),
    ],
)
def test_what_a_report_waits_for(told, waits):
    assert wait(told) is waits


def test_redd_na_comes_first_then_unread_then_unanswered():
    assert ORDER == (
        Wait.AFRAID_UNREAD,
        Wait.AFRAID,
        Wait.UNREAD,
        Wait.ANSWER,
        Wait.UNANSWERED,
        Wait.SAFE,
    )


def test_the_database_says_the_same_of_every_report(store):
    """`rank` is `wait` in SQL: asked of every combination that can stand in the database."""
    told = [
        stands(state, source, afraid, waits_for, **dict(zip(WHEN, days, strict=True)))
        for state, source, afraid, waits_for in itertools.product(
            ("new", "read", "in_case", "closed", "withdrawn"),
            ("form", "staff"),
            (True, False),
            ("", "reporter", "school"),
        )
        for days in itertools.product(
            (DAY,) if state == "closed" else (None,),
            {"": (None,), "reporter": (None, DAY)}.get(waits_for, (DAY - timedelta(days=1), DAY)),
            (None, DAY),
            {"": (None,), "school": (None, DAY)}.get(waits_for, (DAY, LATER)),
        )
    ]
    ids = [uuid.uuid4() for _ in told]

    def work(tx):
        for report_id, one in zip(ids, told, strict=True):
            blank = dict.fromkeys(("given_route", "reporter", "given_time"), "")
            blank |= {"laws": (), "areas": ()}
            kept = {n: getattr(one, n) for n in ("state", "source", "afraid", "waits_for")}
            more = {"day": DAY, "form_version": 0, "answers": b"", "route": "team"}
            tx.insert(report, {"report_id": report_id, **blank, **kept, **more})
            for kind, day in (("closed", one.closed_on), ("safe", one.safe_on)):
                if day is not None:
                    fact = {"fact_id": uuid.uuid4(), "report_id": report_id, "kind": kind}
                    tx.insert(report_fact, fact | {"day": day})
            said = [(True, one.wrote_on), (False, one.answered_on)]
            for number, (from_reporter, day) in enumerate(said):
                if day is not None:
                    words = {"from_reporter": from_reporter, "body": b"", "token": ""}
                    key = {"report_id": report_id, "number": number, "day": day}
                    tx.insert(message, key | words)

    store.write(work)
    found = {
        row.report_id: row.place
        for row in store.rows(
            sa.select(
                report.c.report_id, waiting.rank(waiting.standing(store)).label("place")
            ).where(store.mine(report))
        )
    }
    right = {i: wait(one) for i, one in zip(ids, told, strict=True)}
    assert {i: None if place is None else ORDER[place] for i, place in found.items()} == right
    assert set(right.values()) == {None, *Wait}


# --- nobody reads


def person(*roles):
    return Person(person_id=uuid.uuid4(), sign_in_name="x", name="X", roles=frozenset(roles))


REKTOR, OTHER_REKTOR = person(Role.REKTOR, Role.ANSATT), person(Role.REKTOR)
ASSREKTOR = person(Role.ASSREKTOR, Role.ANSATT)
OWNER, LARER = person(Role.SKOLEEIER), person(Role.LARER, Role.ANSATT)
EVERYONE = [LARER, OWNER, ASSREKTOR, OTHER_REKTOR, REKTOR]


@given(some.datetimes(datetime(2026, 8, 1), datetime(2027, 7, 31)), some.integers(1, 23))
def test_no_promise_lies_after_the_day_that_is_counted_from(moment, end):
    """The page promises the same day or the next: what is counted from is never before it."""
    day = moment.date() if moment.hour < end else moment.date() + timedelta(days=1)
    assert DAYS.next_school_day(day, including=True) <= waiting.promised(moment.date(), DAYS)


@given(some.dates(date(2026, 8, 1), date(2027, 7, 31)), some.integers(0, 60))
def test_each_school_day_one_more_is_told_and_nobody_before_the_promise_has_passed(day, after):
    today = day + timedelta(days=after)
    level = waiting.level(day, today, DAYS)
    assert (level == 0) is (today <= waiting.promised(day, DAYS))
    more = waiting.level(day, today + timedelta(days=1), DAYS) - level
    assert more == 1 if level == 0 and today >= waiting.promised(day, DAYS) else more in (0, 1)
    if level:
        assert more == DAYS.is_school_day(today)


def told_on(today, route="team", away=()):
    level = waiting.level(DAY, today, DAYS)
    return waiting.line(route, EVERYONE, {p.person_id for p in away})[:level]


def test_rektor_is_told_first_then_assrektor_then_skoleeier():
    # Came on Monday: the last day that can have been promised is Tuesday.
    assert told_on(date(2026, 11, 24)) == []
    assert told_on(date(2026, 11, 25)) == [[OTHER_REKTOR, REKTOR]]
    assert told_on(date(2026, 11, 26)) == [[OTHER_REKTOR, REKTOR], [ASSREKTOR]]
    assert told_on(date(2026, 11, 27)) == [[OTHER_REKTOR, REKTOR], [ASSREKTOR], [OWNER]]
    assert told_on(date(2026, 12, 27)) == [[OTHER_REKTOR, REKTOR], [ASSREKTOR], [OWNER]]


def test_whoever_is_away_is_passed_by():
    assert told_on(date(2026, 11, 25), away=[REKTOR, OTHER_REKTOR]) == [[ASSREKTOR]]
    assert told_on(date(2026, 11, 25), away=[REKTOR, OTHER_REKTOR, ASSREKTOR]) == [[OWNER]]


def test_of_a_report_about_the_leadership_nobody_is_told():
    assert told_on(date(2027, 5, 1), route="leadership") == []
    for route in ("employee", "handler", "rektor"):
        assert told_on(date(2026, 11, 25), route=route) == [[OTHER_REKTOR, REKTOR]]


# --- a message after the end


def test_a_message_after_the_end_reaches_the_last_holder_or_who_is_next():
    holder, other = person(Role.ELEVTJENESTE, Role.ANSATT), person(Role.LARER, Role.ANSATT)
    readers_ = [holder, other, ASSREKTOR, REKTOR]
    ids = {p: p.person_id for p in (holder, other, ASSREKTOR, REKTOR)}
    assert waiting.reached(ids[holder], readers_, ()) == {ids[holder]}
    assert waiting.reached(ids[holder], readers_, {ids[holder]}) == {ids[REKTOR]}
    assert waiting.reached(ids[holder], readers_[1:], ()) == {ids[REKTOR]}
    assert waiting.reached(None, readers_, {ids[REKTOR]}) == {ids[ASSREKTOR]}
    assert waiting.reached(None, [other], ()) == {ids[other]}
    assert waiting.reached(None, [other], {ids[other]}) == {ids[other]}  # better late than nobody
