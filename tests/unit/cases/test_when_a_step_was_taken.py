"""When each step of a case was first taken, by hand: the whole case, and one exposed student."""

import uuid
from datetime import date

from core.cases.clock import Step, met
from core.cases.happened import CaseFacts, Exposed, Fact, Kind, PlannedMeasure

ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
HERS, THEIRS, UNFINISHED = uuid.UUID(int=3), uuid.UUID(int=4), uuid.UUID(int=5)


def day(number: int) -> date:
    return date(2026, 11, number)


def fact(kind: Kind, on: int, subject: uuid.UUID | None = None) -> Fact:
    return Fact(kind, day(on), subject_id=subject)


def measure(measure_id: uuid.UUID, exposed_id: uuid.UUID, made: int | None, *, complete=True):
    made_on = day(made) if made else None
    return PlannedMeasure(
        measure_id=measure_id, exposed_id=exposed_id, complete=complete, made_on=made_on
    )


CASE = CaseFacts(
    received_on=day(1),
    facts=(
        fact(Kind.FOLLOWED, 1),
        fact(Kind.TOLD, 4),
        fact(Kind.TOLD, 3),
        fact(Kind.BEGUN, 5),
        fact(Kind.HEARD, 6, OTHER),
        fact(Kind.HEARD, 8, ONE),
        fact(Kind.CARRIED_OUT, 11, THEIRS),
        fact(Kind.CARRIED_OUT, 13, HERS),
        fact(Kind.NOT_ENOUGH, 16, THEIRS),
        fact(Kind.HELPED, 20, HERS),
    ),
    exposed=(Exposed(ONE), Exposed(OTHER)),
    measures=(
        measure(UNFINISHED, ONE, 7, complete=False),
        measure(HERS, ONE, 10),
        measure(THEIRS, OTHER, 9),
    ),
)


def test_the_first_day_of_each_step_in_the_whole_case():
    assert met(CASE) == {
        Step.TELL: day(3),
        Step.BEGIN: day(5),
        Step.HEAR: day(6),
        Step.PLAN: day(9),
        Step.CARRY_OUT: day(11),
        Step.EVALUATE: day(16),
    }


def test_of_one_exposed_student_what_was_done_for_them():
    assert met(CASE, ONE) == {
        Step.TELL: day(3),
        Step.BEGIN: day(5),
        Step.HEAR: day(8),
        Step.PLAN: day(10),
        Step.CARRY_OUT: day(13),
        Step.EVALUATE: day(20),
    }


def test_what_was_not_done_has_no_day_and_a_measure_without_one_made_none():
    bare = CaseFacts(received_on=day(1), measures=(measure(HERS, ONE, None),))
    assert met(bare) == {}
    assert met(bare, ONE) == {}
