"""What a list or a figure asks of many cases in SQL is what the clock says of each."""

import uuid
from collections import Counter
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from core.cases import clock as duties
from core.cases import facts, listing
from core.cases.clock import Kind, State, Step
from core.cases.happened import Part
from core.figures import counts
from core.figures.lead_time import DUTIES
from core.store.schema.cases import case, case_fact, case_person, measure

START = datetime(2026, 10, 5, 9)
MOMENTS = some.integers(0, 40 * 24).map(lambda hours: START + timedelta(hours=hours))
KINDS = [k for k in Kind if k is not Kind.SAFE_BY_CODE]  # that one is no row of its own
ANY_KIND = some.one_of(some.sampled_from(KINDS), some.sampled_from([Kind.ENDED, Kind.REOPENED]))
DATED_BACK = some.sampled_from([0, 0, 1, 20]).map(lambda days: timedelta(days=days))  # by hand
CASES = some.lists(
    some.fixed_dictionaries(
        {
            "held_by": some.sampled_from(["school", "school", "owner"]),
            "moved": some.sampled_from([False, False, False, True]),
            "known": some.booleans(),
            "facts": some.lists(
                some.tuples(ANY_KIND, MOMENTS, some.integers(0, 2), DATED_BACK), max_size=9
            ),
            "measures": some.lists(some.tuples(MOMENTS, some.booleans()), max_size=2),
        }
    ),
    min_size=1,
    max_size=12,
)


def ended_again(days):
    """A case ended, opened again and ended again, the second time dated so many days back."""
    turns = ((Kind.ENDED, 30, 0), (Kind.REOPENED, 31, 0), (Kind.ENDED, 32, days))
    day = timedelta(days=1)
    facts = [(kind, START + n * day, 0, back * day) for kind, n, back in turns]
    return {"held_by": "school", "moved": False, "known": True, "facts": facts, "measures": []}


def kept(tx, asked):
    """The rows of these cases, each with what its facts give beside it."""
    for table in (case_fact, measure, case_person, case):
        tx.delete(table)
    return [insert(tx, n, one) for n, one in enumerate(asked)]


def insert(tx, n, one):
    case_id, student = uuid.uuid4(), uuid.uuid4()
    tx.insert(
        case,
        {
            "case_id": case_id,
            "number": f"2026-{n:03d}",
            "held_by": one["held_by"],
            "past_team": False,
            "laws": (),
            "areas": (),
            "opened_on": START.date(),
            "opened_at": START,
            "serious": False,
            "moved_to": uuid.uuid4() if one["moved"] else None,
            "state": "",
            "next_duty": "",
            "version": 1,
        },
    )
    person = {"case_person_id": student, "case_id": case_id, "part": Part.EXPOSED, "name": b""}
    tx.insert(case_person, person | {"known": one["known"], "added_at": START})
    subjects = [student]
    for made_at, complete in one["measures"]:
        subjects.append(uuid.uuid4())
        day = START.date() if complete else None
        row = {"measure_id": subjects[-1], "case_id": case_id, "case_person_id": student}
        row |= {"round": 1, "problem": b"", "what": b"", "who": b"", "version": 1}
        tx.insert(measure, row | {"made_at": made_at, "carry_out_on": day, "evaluate_on": day})
    for kind, at, which, back in one["facts"]:
        row = {"fact_id": uuid.uuid4(), "case_id": case_id, "kind": str(kind)}
        row |= {"day": (at - back).date(), "at": at, "subject_id": subjects[which % len(subjects)]}
        tx.insert(case_fact, row)
    return case_id


@pytest.fixture
def rules(store):
    return facts.rules(store)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(asked=[ended_again(0), ended_again(20)])
@given(asked=CASES)
def test_lists_and_lead_times_ask_the_clocks_own_rule(store, rules, asked):
    def work(tx):
        ids = kept(tx, asked)
        clocks = {case_id: facts.project(tx, case_id, rules) for case_id in ids}
        return clocks, facts.read(tx.connection, tx, ids)

    clocks, happened = store.write(work)

    def numbered(clause):
        return {r.case_id for r in store.rows(sa.select(case.c.case_id).where(clause))}

    to_tell = {i for i, c in clocks.items() if Step.TELL in {t.step for t in c.todos}}
    assert numbered(listing.rektor_not_told(store)) == to_tell
    assert numbered(listing.skoleeier_not_told(store)) == {
        i for i, c in clocks.items() if c.skoleeier_not_told
    }
    ended = {row.case_id: row.day for row in store.rows(listing.ended_on(store))}
    assert ended == {i: c.ended_on for i, c in clocks.items() if c.ended_on is not None}
    over = (State.ENDED, State.MOVED)
    assert numbered(case.c.state.not_in([str(s) for s in over])) == {
        i for i, c in clocks.items() if c.state not in over
    }

    days = Counter()
    for one in happened.values():
        for step, day in duties.met(one).items():
            days[str(step), one.received_on, day] += 1
    with store.read() as db:
        rows = db.execute(counts._first_days(store, [store.mine(case)])).all()
    assert {(str(d), received, day): n for d, received, day, n in rows} == days
    assert set(DUTIES) == {*map(str, duties.MET), str(Step.PLAN)}
