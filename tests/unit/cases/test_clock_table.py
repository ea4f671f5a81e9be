"""The clock of a case by hand: (facts, targets, calendar) gives (step, day, whom it is about).

Each row was worked out on paper with a calendar of 2026/27, not read off the program.
"""

import uuid
from datetime import date, datetime

import pytest

from core.cases.clock import CaseFacts, Exposed, Fact, Kind, PlannedMeasure, State, clock
from core.school.days import Holiday, SchoolDays, Year
from core.school.goals import Goals

A, B = uuid.UUID(int=1), uuid.UUID(int=2)  # exposed students
M1, M2 = uuid.UUID(int=11), uuid.UUID(int=12)  # measures
ELI, ODD = uuid.UUID(int=21), uuid.UUID(int=22)  # who may have the case
NAMES = {A: "A", B: "B", M1: "M1", M2: "M2", None: ""}


def d(text):
    """17.8 is in 2026, 4.1 and 16.8+ (next year's autumn) in 2027."""
    day, month = (int(part) for part in text.strip("+").split("."))
    return date(2026 if month >= 8 and "+" not in text else 2027, month, day)


def span(first, last):
    return Holiday(d(first), d(last))


# Autumn holiday week 40, Christmas over week 53, winter week 8, Easter; 17 May 2027 is Whit Monday.
SCHOOL = Year(
    d("17.8"),
    d("18.6"),
    (span("28.9", "2.10"), span("22.12", "1.1"), span("22.2", "26.2"), span("22.3", "29.3")),
)
LATE_AUTUMN = Year(d("17.8"), d("18.6"), (span("5.10", "9.10"),))  # week 41 instead


def f(kind, day, about=None, by=None, hour=10):
    """A fact, written down on its day."""
    on = d(day)
    at = None if kind is Kind.SAFE_BY_CODE else datetime(on.year, on.month, on.day, hour)
    return Fact(kind, on, at, by, about)


def m(measure_id, carry_out, evaluate, of=A, number=1, complete=True):
    """A measure with the days that its plan names."""
    return PlannedMeasure(
        measure_id=measure_id,
        exposed_id=of,
        round=number,
        carry_out_on=d(carry_out) if carry_out else None,
        evaluate_on=d(evaluate) if evaluate else None,
        complete=complete,
    )


KNOWN, UNKNOWN = (Exposed(A),), (Exposed(B, known=False),)
TOLD, BEGUN, HEARD = f(Kind.TOLD, "5.10"), f(Kind.BEGUN, "5.10"), f(Kind.HEARD, "5.10", A)
BEGAN = (TOLD, BEGUN, HEARD)
PLAN = (m(M1, "12.10", "26.10"),)
DONE = (*BEGAN, f(Kind.CARRIED_OUT, "12.10", M1))
HELPED = (*DONE, f(Kind.HELPED, "26.10", M1))
FAILED = (*DONE, f(Kind.NOT_ENOUGH, "26.10", M1))
SAFE = f(Kind.SAFE, "3.11", A)
ENDED = f(Kind.ENDED, "10.11")
AGAIN = f(Kind.REOPENED, "1.12")


def row(name, expected, *facts, state=State.EXAMINED, received="5.10", **more):
    return pytest.param(expected, facts, state, received, more, id=name)


ROWS = [
    # --- nothing has been done yet: the school's own targets, in school days
    row("nothing yet", "tell 6.10, begin 7.10, hear 8.10 A, plan 12.10 A"),
    row("nobody knows who", "tell 6.10, begin 7.10, who 8.10", students=()),
    row("unknown student", "tell 6.10, begin 7.10, ask 8.10 B, plan 12.10 B", students=UNKNOWN),
    row(
        "two students",
        "tell 6.10, begin 7.10, hear 8.10 A, ask 8.10 B, plan 12.10 A, plan 12.10 B",
        students=KNOWN + UNKNOWN,
    ),
    row("rektor knows", "begin 7.10, hear 8.10 A, plan 12.10 A", TOLD),
    row("rektor knew before it was linked", "begin 7.10, hear 8.10 A, plan 12.10 A",
        f(Kind.TOLD, "1.10")),
    row("skoleeier's case: rektor is not told", "begin 7.10, hear 8.10 A, plan 12.10 A",
        county=True),
    row("begun", "tell 6.10, hear 8.10 A, plan 12.10 A", BEGUN),
    row("followed and intervened ask for nothing less",
        "tell 6.10, begin 7.10, hear 8.10 A, plan 12.10 A",
        f(Kind.FOLLOWED, "5.10"), f(Kind.INTERVENED, "5.10")),
    row("taken up is not told", "tell 6.10, begin 7.10, hear 8.10 A, plan 12.10 A",
        f(Kind.TAKEN_UP, "5.10")),
    row("one who is known is not heard through the code",
        "hear 8.10 A, plan 12.10 A", TOLD, BEGUN, f(Kind.VIEW_ASKED, "6.10", A)),
    row("one whom nobody knows is", "plan 12.10 B", TOLD, BEGUN, f(Kind.VIEW_ASKED, "6.10", B),
        students=UNKNOWN, state=State.PLANNED),
    row("what older programs kept of any message has asked nobody", "ask 8.10 B, plan 12.10 B",
        TOLD, BEGUN, f(Kind.ASKED, "6.10", B), students=UNKNOWN),
    # --- the calendar
    row("on a Friday", "tell 12.10, begin 13.10, hear 14.10 A, plan 16.10 A", received="9.10"),
    row("on a Saturday", "tell 12.10, begin 13.10, hear 14.10 A, plan 16.10 A", received="10.10"),
    row("before the autumn holiday", "tell 5.10, begin 6.10, hear 7.10 A, plan 9.10 A",
        received="25.9"),
    row("in the autumn holiday", "tell 5.10, begin 6.10, hear 7.10 A, plan 9.10 A",
        received="30.9"),
    row("another school's autumn holiday", "tell 12.10, begin 13.10, hear 14.10 A, plan 16.10 A",
        received="2.10", calendar=LATE_AUTUMN),
    row("when the clock goes back", "tell 26.10, begin 27.10, hear 28.10 A, plan 30.10 A",
        received="23.10"),
    row("before Christmas, over week 53", "tell 4.1, begin 5.1, hear 6.1 A, plan 8.1 A",
        received="21.12"),
    row("in week 53", "tell 4.1, begin 5.1, hear 6.1 A, plan 8.1 A", received="31.12"),
    row("before the winter holiday", "tell 1.3, begin 2.3, hear 3.3 A, plan 5.3 A",
        received="19.2"),
    row("before Easter and summer time", "tell 30.3, begin 31.3, hear 1.4 A, plan 5.4 A",
        received="19.3"),
    row("before Ascension Day", "tell 7.5, begin 10.5, hear 11.5 A, plan 13.5 A", received="5.5"),
    row("before 17 May", "tell 18.5, begin 19.5, hear 20.5 A, plan 24.5 A", received="14.5"),
    row("before the summer", "tell 18.6, begin 16.8+, hear 17.8+ A, plan 19.8+ A",
        received="17.6"),
    # --- the school's own targets
    row("targets of its own", "hear 6.10 A, tell 7.10, begin 9.10, plan 19.10 A",
        goals=Goals(tell=2, begin=4, hear=1, plan=10)),
    row("one target changed", "tell 6.10, begin 7.10, plan 7.10 A, hear 8.10 A",
        goals=Goals(plan=2)),
    row("one day: in the order of the law", "tell 6.10, begin 6.10, hear 6.10 A, plan 6.10 A",
        goals=Goals(tell=1, begin=1, hear=1, plan=1)),
    # --- the plan and its measures: days that the plan itself names
    row("no plan", "plan 12.10 A", *BEGAN, state=State.PLANNED),
    row("a measure without its five points is no plan", "plan 12.10 A", *BEGAN,
        measures=(m(M1, "12.10", "26.10", complete=False),), state=State.PLANNED),
    row("to be carried out", "carry_out 12.10 M1", *BEGAN, measures=PLAN, state=State.ACTED),
    row("without a day", "carry_out - M1", *BEGAN, measures=(m(M1, "", "26.10"),),
        state=State.ACTED),
    row("to be evaluated", "evaluate 26.10 M1", *DONE, measures=PLAN, state=State.EVALUATED),
    row("the plan's day stands in a holiday too", "evaluate 24.12 M1", *DONE,
        measures=(m(M1, "12.10", "24.12"),), state=State.EVALUATED),
    row("it helped: is it safe now?", "confirm 2.11 A", *HELPED, measures=PLAN,
        state=State.CONFIRMED),
    row("not enough: the next round", "next_round 29.10 A", *FAILED, measures=PLAN,
        state=State.PLANNED),
    row("not enough before Christmas", "next_round 5.1 A", *DONE, f(Kind.NOT_ENOUGH, "18.12", M1),
        measures=PLAN, state=State.PLANNED),
    row("the next round is planned", "carry_out 2.11 M2", *FAILED,
        measures=(*PLAN, m(M2, "2.11", "16.11", number=2)), state=State.ACTED),
    row("a dropped measure asks for nothing, and is no plan", "plan 12.10 A", *BEGAN,
        f(Kind.DROPPED, "9.10", M1), measures=PLAN, state=State.PLANNED),
    row("one of two dropped", "carry_out 30.10 M2", *BEGAN, f(Kind.DROPPED, "9.10", M1),
        measures=(*PLAN, m(M2, "30.10", "13.11")), state=State.ACTED),
    row("one helped, one waits", "carry_out 30.10 M2", *HELPED,
        measures=(*PLAN, m(M2, "30.10", "13.11")), state=State.ACTED),
    row("both helped: counted from the last", "confirm 3.11 A", *HELPED,
        f(Kind.CARRIED_OUT, "20.10", M2), f(Kind.HELPED, "27.10", M2),
        measures=(*PLAN, m(M2, "20.10", "27.10")), state=State.CONFIRMED),
    row("one student done, the other not begun with", "ask 8.10 B, plan 12.10 B", *HELPED, SAFE,
        measures=PLAN, students=KNOWN + UNKNOWN),
    # --- what the student says
    row("safe: it may end", "end -", *HELPED, SAFE, measures=PLAN, state=State.READY),
    row("safe, though it was not enough", "end -", *FAILED, SAFE, measures=PLAN,
        state=State.READY),
    row("safe, but the measure was never carried out", "carry_out 12.10 M1", *BEGAN, SAFE,
        measures=PLAN, state=State.ACTED),
    row("safe, but nobody was heard", "hear 8.10 A", TOLD, BEGUN, *HELPED[3:], SAFE,
        measures=PLAN),
    row("safe through the code is asked about", "carry_out 12.10 M1, confirm 16.10 A", *BEGAN,
        f(Kind.SAFE_BY_CODE, "10.10", A), measures=PLAN, state=State.ACTED),
    row("safe, and later not", "confirm 2.11 A", *HELPED, SAFE, f(Kind.NOT_SAFE, "5.11", A),
        measures=PLAN, state=State.CONFIRMED),
    row("not safe, and later safe", "end -", *HELPED, f(Kind.NOT_SAFE, "2.11", A), SAFE,
        measures=PLAN, state=State.READY),
    # --- the end, and again
    row("ended", "", *HELPED, SAFE, ENDED, measures=PLAN, state=State.ENDED),
    row("ended with a reason, though all was open", "", ENDED, state=State.ENDED),
    row("moved to skoleeier", "", moved=True, state=State.MOVED),
    row("reopened: a new word is asked for", "confirm 8.12 A", *HELPED, SAFE, ENDED, AGAIN,
        measures=PLAN, state=State.CONFIRMED),
    row("reopened without a plan: counted from that day", "plan 8.12 A", *BEGAN, ENDED, AGAIN,
        state=State.PLANNED),
    row("reopened and ended again", "", *HELPED, SAFE, ENDED, AGAIN, f(Kind.ENDED, "4.12"),
        measures=PLAN, state=State.ENDED),
    row("reopened, and safe again", "end -", *HELPED, SAFE, ENDED, AGAIN,
        f(Kind.SAFE, "7.12", A), measures=PLAN, state=State.READY),
]  # fmt: skip


def told(todo):
    """A step as the table writes it."""
    on = todo.due_on
    year = "+" if on and on.year == 2027 and on.month >= 8 else ""
    day = f"{on.day}.{on.month}{year}" if on else "-"
    return f"{todo.step} {day} {NAMES[todo.subject_id]}".strip()


@pytest.mark.parametrize(("expected", "facts", "state", "received", "more"), ROWS)
def test_the_clock_asks_for_the_step_on_the_day(expected, facts, state, received, more):
    case = CaseFacts(
        received_on=d(received),
        facts=facts,
        exposed=more.get("students", KNOWN),
        measures=more.get("measures", ()),
        moved=more.get("moved", False),
        held_by_skoleeier=more.get("county", False),
    )
    calendar = SchoolDays({2026: more.get("calendar", SCHOOL)})
    found = clock(case, calendar, more.get("goals"))
    steps = [told(todo) for todo in found.todos]
    assert ", ".join(steps) == expected
    assert found.state is state
    assert found.may_end is (state is State.READY)
    # The plan's days are its own; all others are the school's internal targets.
    assert {t.step for t in found.todos if t.by_plan} <= {"carry_out", "evaluate"}


def test_the_table_is_long_enough_to_be_worth_its_name():
    assert len(ROWS) >= 40


@pytest.mark.parametrize(
    ("taken_up", "over"),
    [
        ("5.10", "12.10"),  # Monday to Monday
        ("9.10", "16.10"),  # Friday
        ("10.10", "16.10"),  # Saturday
        ("25.9", "2.10"),  # the school's autumn holiday has working days
        ("23.12", "31.12"),  # 25 December is none, 24 and 31 December are
        ("24.3", "5.4"),  # Maundy Thursday, Good Friday and Easter Monday are none
        ("14.5", "24.5"),  # 17 May
    ],
)
def test_the_week_of_12_6_is_five_working_days_from_the_day_it_was_taken_up(taken_up, over):
    case = CaseFacts(
        received_on=d("1.9"), facts=(f(Kind.TAKEN_UP, taken_up), f(Kind.TOLD, "1.9")), exposed=KNOWN
    )
    assert clock(case, SchoolDays({2026: SCHOOL})).week_over_on == d(over)


def test_telling_rektor_starts_no_week():
    case = CaseFacts(received_on=d("1.9"), facts=(f(Kind.TOLD, "1.9"),), exposed=KNOWN)
    assert clock(case, SchoolDays({2026: SCHOOL})).week_over_on is None


@pytest.mark.parametrize(
    ("facts", "holder"),
    [
        ((), None),
        ((f(Kind.OPENED, "5.10", by=ELI),), ELI),
        ((f(Kind.OPENED, "5.10", by=ELI), f(Kind.GIVEN_TO, "6.10", ODD, by=ELI)), ODD),
        ((f(Kind.OPENED, "5.10", by=ELI), f(Kind.LEFT, "7.10", ELI)), None),
        (
            (
                f(Kind.OPENED, "5.10", by=ELI),
                f(Kind.LEFT, "7.10", ELI),
                f(Kind.GIVEN_TO, "8.10", ODD),
            ),
            ODD,
        ),
        ((f(Kind.OPENED, "5.10", by=ELI), f(Kind.HANDED_OVER, "7.10", by=ELI)), None),
        (
            (
                f(Kind.OPENED, "5.10", by=ELI, hour=9),
                f(Kind.GIVEN_TO, "5.10", ODD, by=ELI, hour=10),
                f(Kind.GIVEN_TO, "5.10", ELI, by=ODD, hour=11),
            ),
            ELI,
        ),
    ],
)
def test_whose_it_is_follows_from_who_opened_it_and_to_whom_it_was_given(facts, holder):
    assert (
        clock(
            CaseFacts(received_on=d("5.10"), facts=facts, exposed=KNOWN), SchoolDays({2026: SCHOOL})
        ).holder_id
        == holder
    )


def test_a_serious_case_waits_until_skoleeier_is_told():
    serious, heard = f(Kind.SERIOUS, "6.10"), f(Kind.SKOLEEIER_TOLD, "7.10")
    days = SchoolDays({2026: SCHOOL})
    assert not clock(
        CaseFacts(received_on=d("5.10"), facts=(), exposed=KNOWN), days
    ).skoleeier_not_told
    assert clock(
        CaseFacts(received_on=d("5.10"), facts=(serious,), exposed=KNOWN), days
    ).skoleeier_not_told
    assert not clock(
        CaseFacts(received_on=d("5.10"), facts=(serious, heard), exposed=KNOWN), days
    ).skoleeier_not_told


def marks(*facts, exposed=KNOWN, **more):
    case = CaseFacts(received_on=d("5.10"), facts=facts, exposed=exposed, **more)
    return {m.duty: m for m in clock(case, SchoolDays({2026: SCHOOL})).marks}


@pytest.mark.parametrize(
    ("facts", "more", "states"),
    [
        # follow, intervene, report, investigate, measures, document
        ((), {}, "always unsaid now now later always"),
        ((BEGUN,), {}, "always unsaid now now now always"),
        (BEGAN, {}, "always unsaid done done now always"),
        # Nobody wrote that the investigation began; measures are under way all the same.
        (
            (f(Kind.CARRIED_OUT, "6.10", M1),),
            {"measures": PLAN},
            "always unsaid now now now always",
        ),
        ((*BEGAN, f(Kind.INTERVENED, "6.10")), {}, "always done done done now always"),
        (HELPED, {"measures": PLAN}, "always unsaid done done now always"),
        ((*HELPED, SAFE), {"measures": PLAN}, "always unsaid done done done always"),
        ((*HELPED, SAFE, ENDED), {"measures": PLAN}, "unsaid unsaid done done done done"),
        ((f(Kind.FOLLOWED, "6.10"), ENDED), {}, "done unsaid unsaid unsaid unsaid done"),
        # Ended though nobody wrote that it was investigated: to have asked a student is not that.
        ((f(Kind.VIEW_ASKED, "6.10", A), ENDED), {}, "unsaid unsaid unsaid unsaid unsaid done"),
        ((f(Kind.HEARD, "6.10", A), ENDED), {}, "unsaid unsaid unsaid unsaid unsaid done"),
        ((), {"held_by_skoleeier": True}, "always unsaid unsaid now later always"),
        ((BEGUN, HEARD, SAFE), {"held_by_skoleeier": True}, "always unsaid unsaid done now always"),
        (BEGAN, {"moved": True}, "always unsaid done done later always"),
        ((), {"moved": True}, "always unsaid later later later always"),
        ((), {"moved": True, "held_by_skoleeier": True}, "always unsaid unsaid later later always"),
    ],
)
def test_how_far_each_duty_is(facts, more, states):
    assert " ".join(m.state for m in marks(*facts, **more).values()) == states


def test_a_duty_is_marked_with_its_last_day_and_telling_rektor_with_its_first():
    by_eli = f(Kind.HEARD, "7.10", A, by=ELI)
    told = (f(Kind.TOLD, "5.10", by=ELI), f(Kind.TOLD, "9.10", by=ODD))
    found = {duty.value: m for duty, m in marks(*told, BEGUN, by_eli).items()}
    assert (found["report"].on, found["report"].by) == (d("5.10"), ELI)
    assert (found["investigate"].on, found["investigate"].by) == (d("7.10"), ELI)
    assert (found["measures"].on, found["measures"].by) == (None, None)
    # Nobody wrote who told: whom the fact is about stands there.
    about = {duty.value: m for duty, m in marks(f(Kind.TOLD, "5.10", ODD)).items()}
    assert about["report"].by == ODD
