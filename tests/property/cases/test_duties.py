"""The clock of a case, whatever happened and in whatever order."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from core.cases import clock as duties
from core.cases.clock import CaseFacts, Exposed, Fact, Kind, PlannedMeasure, State, Step
from core.cases.happened import next_round, outcome, stands_by
from core.school.goals import Goals

AT_LEISURE = settings(deadline=None)  # a busy machine is no broken rule
START = date(2026, 10, 5)  # a Monday


class Weekdays:
    """A calendar without holidays."""

    def add(self, day, count, /):
        while count:
            day += timedelta(days=1)
            count -= day.weekday() < 5
        return day


DAYS = Weekdays()
A, B = uuid.UUID(int=1), uuid.UUID(int=2)
M1, M2 = uuid.UUID(int=11), uuid.UUID(int=12)
EXPOSED = (Exposed(A), Exposed(B, known=False))
MEASURES = (
    PlannedMeasure(
        measure_id=M1,
        exposed_id=A,
        round=1,
        carry_out_on=date(2026, 10, 12),
        evaluate_on=date(2026, 10, 26),
    ),
    PlannedMeasure(
        measure_id=M2,
        exposed_id=B,
        round=1,
        carry_out_on=date(2026, 10, 14),
        evaluate_on=date(2026, 10, 28),
    ),
)


def fact(kind, day=0, subject=None, hour=10):
    on = START + timedelta(days=day)
    at = None if kind is Kind.SAFE_BY_CODE else datetime(on.year, on.month, on.day, hour)
    return Fact(kind, on, at, None, subject)


@some.composite
def cases(draw):
    kinds = draw(some.lists(some.sampled_from(list(Kind)), max_size=14))
    facts = []
    for kind in kinds:
        subject = draw(some.sampled_from([A, B, M1, M2, None]))
        facts.append(fact(kind, draw(some.integers(0, 40)), subject, draw(some.integers(0, 23))))
    return CaseFacts(
        received_on=START,
        facts=tuple(facts),
        exposed=draw(some.sampled_from([(), EXPOSED[:1], EXPOSED])),
        measures=draw(some.sampled_from([(), MEASURES[:1], MEASURES])),
        moved=draw(some.booleans()),
    )


@AT_LEISURE
@given(cases(), some.randoms())
def test_the_order_of_writing_down_changes_nothing(case, chance):
    facts = list(case.facts)
    chance.shuffle(facts)
    other = CaseFacts(
        received_on=case.received_on,
        facts=tuple(facts),
        exposed=case.exposed,
        measures=case.measures,
        moved=case.moved,
    )
    one, two = duties.clock(case, DAYS), duties.clock(other, DAYS)
    assert (one.state, one.todos, one.may_end, one.ended_on) == (
        two.state,
        two.todos,
        two.may_end,
        two.ended_on,
    )


@AT_LEISURE
@given(cases())
def test_an_open_case_always_has_a_next_step_and_an_ended_one_none(case):
    clock = duties.clock(case, DAYS)
    if clock.state in (State.ENDED, State.MOVED):
        assert clock.next is None
        assert not clock.may_end
    else:
        assert clock.next is not None
        dated = [t.due_on for t in clock.todos if t.due_on]
        assert clock.next.due_on is None or clock.next.due_on == min(dated)


@AT_LEISURE
@given(cases())
def test_it_may_be_ended_only_when_nothing_lacks(case):
    clock = duties.clock(case, DAYS)

    def stands(who, *kinds):
        return any(f.subject_id == who and f.kind in kinds for f in case.facts)

    if clock.may_end:
        assert not clock.lacks
        assert case.exposed
        assert any(f.kind is Kind.BEGUN for f in case.facts)
        for exposed in case.exposed:
            who = exposed.exposed_id
            assert stands(who, Kind.SAFE)
            assert stands(who, Kind.HEARD, *(() if exposed.known else (Kind.VIEW_ASKED,)))
            plan = [m.measure_id for m in case.measures if m.exposed_id == who]
            assert any(stands(m, Kind.HELPED, Kind.NOT_ENOUGH) for m in plan)
            assert all(stands(m, Kind.HELPED, Kind.NOT_ENOUGH, Kind.DROPPED) for m in plan)


@AT_LEISURE
@given(cases(), some.integers(0, 60), some.sampled_from([A, B]))
def test_a_word_through_the_code_ends_nothing_and_closes_no_step(case, day, who):
    before = duties.clock(case, DAYS)
    said = replace(case, facts=(*case.facts, fact(Kind.SAFE_BY_CODE, day, who)))
    after = duties.clock(said, DAYS)
    assert (after.may_end, after.lacks, after.unsafe) == (
        before.may_end,
        before.lacks,
        before.unsafe,
    )
    assert after.state is before.state
    kept = {(t.step, t.subject_id) for t in before.todos}
    assert kept <= {(t.step, t.subject_id) for t in after.todos}


@AT_LEISURE
@given(cases(), some.sampled_from([Kind.BEGUN, Kind.SAFE, Kind.HELPED, Kind.NOT_ENOUGH]))
def test_what_was_never_written_down_lacks(case, kind):
    without = replace(case, facts=tuple(f for f in case.facts if f.kind is not kind))
    lack = {Kind.BEGUN: duties.Lack.INVESTIGATED, Kind.SAFE: duties.Lack.SAFE}.get(kind)
    if lack is not None:
        assert lack in duties.clock(without, DAYS).lacks
    assert not duties.clock(replace(case, measures=()), DAYS).may_end


@AT_LEISURE
@given(cases(), some.sampled_from([A, B]))
def test_a_student_who_says_it_is_not_safe_keeps_the_case_open(case, who):
    later = max([f.day for f in case.facts], default=START) + timedelta(days=1)
    said = Fact(Kind.NOT_SAFE, later, datetime(later.year, later.month, later.day), None, who)
    clock = duties.clock(
        CaseFacts(
            received_on=START,
            facts=(*case.facts, said),
            exposed=(Exposed(who),),
            measures=case.measures,
        ),
        DAYS,
    )
    assert not clock.may_end
    assert who in clock.unsafe


@AT_LEISURE
@given(cases())
def test_the_weeks_clock_stands_on_the_day_it_was_taken_up_and_on_nothing_else(case):
    clock = duties.clock(case, DAYS, Goals(tell=9, plan=9))
    taken_up = [f.day for f in case.facts if f.kind is Kind.TAKEN_UP]
    assert clock.taken_up_on == min(taken_up, default=None)
    assert clock.week_over_on == (DAYS.add(min(taken_up), 5) if taken_up else None)


@AT_LEISURE
@given(cases(), some.integers(0, 40))
def test_that_rektor_is_told_starts_no_week_and_that_it_is_taken_up_tells_her_nothing(case, day):
    before = duties.clock(case, DAYS)
    told = duties.clock(replace(case, facts=(*case.facts, fact(Kind.TOLD, day))), DAYS)
    assert (told.taken_up_on, told.week_over_on) == (before.taken_up_on, before.week_over_on)
    taken_up = duties.clock(replace(case, facts=(*case.facts, fact(Kind.TAKEN_UP, day))), DAYS)
    assert (taken_up.told_on, taken_up.todos) == (before.told_on, before.todos)
    assert taken_up.marks == before.marks


def steps(case, goals=None):
    return [t.step for t in duties.clock(case, DAYS, goals).todos]


def test_the_way_through_the_five_duties():
    measure = MEASURES[0]
    facts: list[Fact] = []
    known = (Exposed(A),)

    def now(*more, exposed=known, measures=()):
        facts.extend(more)
        return duties.clock(
            CaseFacts(received_on=START, facts=tuple(facts), exposed=exposed, measures=measures),
            DAYS,
        )

    assert now(exposed=()).next.step is Step.TELL
    clock = now(fact(Kind.TOLD))
    assert clock.next.step is Step.BEGIN
    assert clock.state is State.EXAMINED
    assert now(fact(Kind.BEGUN, 1)).next == duties.Todo(Step.HEAR, date(2026, 10, 8), A)
    clock = now(fact(Kind.HEARD, 2, A))
    assert (clock.next.step, clock.state) == (Step.PLAN, State.PLANNED)
    clock = now(measures=(measure,))
    assert (clock.next, clock.state) == (
        duties.Todo(Step.CARRY_OUT, measure.carry_out_on, M1),
        State.ACTED,
    )
    assert clock.next.by_plan
    clock = now(fact(Kind.CARRIED_OUT, 7, M1), measures=(measure,))
    assert (clock.next, clock.state) == (
        duties.Todo(Step.EVALUATE, measure.evaluate_on, M1),
        State.EVALUATED,
    )
    clock = now(fact(Kind.NOT_ENOUGH, 21, M1), measures=(measure,))
    assert (clock.next.step, clock.state) == (Step.NEXT_ROUND, State.PLANNED)
    second = PlannedMeasure(
        measure_id=M2,
        exposed_id=A,
        round=2,
        carry_out_on=date(2026, 11, 2),
        evaluate_on=date(2026, 11, 16),
    )
    clock = now(measures=(measure, second))
    assert clock.next.step is Step.CARRY_OUT
    clock = now(
        fact(Kind.CARRIED_OUT, 28, M2), fact(Kind.HELPED, 42, M2), measures=(measure, second)
    )
    assert (clock.next.step, clock.state) == (Step.CONFIRM, State.CONFIRMED)
    clock = now(fact(Kind.SAFE, 43, A), measures=(measure, second))
    assert (clock.next.step, clock.state, clock.may_end) == (Step.END, State.READY, True)
    clock = now(fact(Kind.ENDED, 44), measures=(measure, second))
    assert (clock.state, clock.next) == (State.ENDED, None)
    clock = now(fact(Kind.REOPENED, 50), measures=(measure, second))
    assert clock.state is not State.ENDED
    assert clock.unsafe == (A,)


def test_where_the_student_is_unknown_one_asks_through_the_code():
    case = CaseFacts(
        received_on=START,
        facts=(fact(Kind.TOLD), fact(Kind.BEGUN)),
        exposed=(Exposed(B, known=False),),
    )
    assert Step.ASK in steps(case)
    assert Step.HEAR not in steps(case)
    assert duties.clock(case, DAYS).student_unknown
    asked = CaseFacts(
        received_on=START, facts=(*case.facts, fact(Kind.VIEW_ASKED, 1, B)), exposed=case.exposed
    )
    assert Step.ASK not in steps(asked)


def test_a_word_through_the_code_counts_only_from_the_day_after_a_reopening():
    same_day = (fact(Kind.ENDED, 3), fact(Kind.REOPENED, 5), fact(Kind.SAFE_BY_CODE, 5, A))
    assert (
        duties.clock(
            CaseFacts(received_on=START, facts=same_day, exposed=(Exposed(A),)), DAYS
        ).safe_by_code
        == ()
    )
    next_day = (*same_day[:2], fact(Kind.SAFE_BY_CODE, 6, A))
    assert duties.clock(
        CaseFacts(received_on=START, facts=next_day, exposed=(Exposed(A),)), DAYS
    ).safe_by_code == (A,)


def test_staff_are_to_ask_about_what_was_said_through_the_code_until_they_have():
    facts = (fact(Kind.TOLD), fact(Kind.BEGUN), fact(Kind.SAFE_BY_CODE, 4, A))
    case = CaseFacts(received_on=START, facts=facts, exposed=(Exposed(A),), measures=MEASURES[:1])
    # Five school days from the Friday: the school's own target for asking whether it is safe.
    assert duties.Todo(Step.CONFIRM, date(2026, 10, 16), A) in duties.clock(case, DAYS).todos
    for answer in (Kind.SAFE, Kind.NOT_SAFE):
        asked = replace(case, facts=(*facts, fact(answer, 5, A)))
        assert duties.clock(asked, DAYS).safe_by_code == ()
        assert Step.CONFIRM not in [t.step for t in duties.clock(asked, DAYS).todos]


def test_who_says_early_that_it_is_safe_is_still_heard_and_her_measures_are_finished():
    facts = (fact(Kind.TOLD), fact(Kind.SAFE, 1, A))
    case = CaseFacts(received_on=START, facts=facts, exposed=(Exposed(A),), measures=MEASURES[:1])
    clock = duties.clock(case, DAYS)
    assert [t.step for t in clock.todos] == [Step.BEGIN, Step.HEAR, Step.CARRY_OUT]
    lack = duties.Lack
    assert clock.lacks == (lack.INVESTIGATED, lack.HEARD, lack.EVALUATED)


def test_rektor_is_not_told_of_a_case_that_skoleeier_holds():
    assert Step.TELL not in steps(CaseFacts(received_on=START, held_by_skoleeier=True))


@AT_LEISURE
@given(cases())
def test_a_measure_is_over_exactly_if_the_clock_asks_nothing_more_of_it(case):
    clock = duties.clock(case, DAYS)
    if clock.state in duties.OVER:
        return
    exposed = {e.exposed_id for e in case.exposed}
    asked = {t.subject_id: t.step for t in clock.todos if t.by_plan}
    for measure in case.measures:
        if measure.exposed_id in exposed and measure.complete:
            came = outcome(case, measure.measure_id)
            assert came.is_over is (measure.measure_id not in asked)
            if not came.is_over:
                step = Step.EVALUATE if came.is_carried_out else Step.CARRY_OUT
                assert asked[measure.measure_id] is step


@AT_LEISURE
@given(cases())
def test_that_it_has_begun_and_that_it_is_serious_are_the_clocks_to_say(case):
    clock = duties.clock(case, DAYS)
    begun = [f.day for f in case.facts if f.kind is Kind.BEGUN]
    assert clock.begun_on == min(begun, default=None)
    assert clock.serious is any(f.kind is Kind.SERIOUS for f in case.facts)
    if clock.state not in duties.OVER:
        assert (clock.begun_on is None) is (Step.BEGIN in {t.step for t in clock.todos})


@AT_LEISURE
@given(cases(), some.sampled_from([A, B]))
def test_a_measure_in_the_next_round_is_what_the_clock_asked_for(case, who):
    def asked(of):
        todos = duties.clock(of, DAYS).todos
        return any(t.step is Step.NEXT_ROUND and t.subject_id == who for t in todos)

    own = [m.round for m in case.measures if m.exposed_id == who]
    number = next_round(case, who)
    assert number >= max(own, default=1)
    if asked(case):
        assert number > max(own)
    more = replace(MEASURES[0], measure_id=uuid.UUID(int=13), exposed_id=who, round=number)
    assert not asked(replace(case, measures=(*case.measures, more)))


@AT_LEISURE
@given(cases(), some.integers(0, 40))
def test_what_stands_by_a_day_is_what_the_clock_says_since_then(case, after):
    clock, day = duties.clock(case, DAYS), START + timedelta(days=after)
    for kind, since in ((Kind.TOLD, clock.told_on), (Kind.TAKEN_UP, clock.taken_up_on)):
        assert stands_by(case, kind, day) is (since is not None and since <= day)


@AT_LEISURE
@given(cases())
def test_no_duty_is_not_yet_and_has_a_last_time(case):
    for mark in duties.clock(case, DAYS, Goals()).marks:
        assert not (mark.state in ("later", "unsaid") and mark.on is not None), mark
