"""Cases as services: opened, seen by those on the list, ended, reopened, handed over."""

import re
import uuid
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa

from core.access import Holder
from core.cases import (
    ending,
    journal,
    listing,
    measures,
    milestones,
    opening,
    people,
    reach,
    reading,
)
from core.cases import facts as case_facts
from core.cases.clock import Kind, Step
from core.cases.happened import Part
from core.cases.listing import CaseFilter
from core.errors import Invalid, Refused, Stale
from core.reports import reports
from core.reports.happened import ReportFact
from core.school import settings
from core.school.reading import ReadingRules
from core.store.schema.cases import case
from core.store.schema.people import person as person_table
from core.store.schema.people import role_grant
from core.store.schema.school import audit
from core.today import follow_up, inbox, overview, staff_report
from core.today.overview import Cause
from tests.conftest import to


@pytest.fixture
def house(small_school):
    """The people of a small school."""
    return small_school("rektor assrektor eli tor liv owner su tech")


def report(store, route="team", reporter="self", text="Jeg blir stengt ute.", **more):
    report_id = uuid.uuid4()
    values = {
        "source": "form",
        "reporter": reporter,
        "laws": ("mobbing",),
        "areas": ("skole",),
    } | more
    store.write(lambda tx: reports.insert(tx, report_id, route, {"what_happened": text}, **values))
    return report_id


def opened(store, person, route="team", exposed=True):
    number = opening.from_report(store, person, report(store, route), exposed)
    return reading.by_number(store, person, number)


def only_exposed(found):
    return next(p for p in people.of(found) if p.part is Part.EXPOSED)


def points(day=date(2026, 11, 25), **more):
    told = {
        "problem": "Står alene i pausene",
        "what": "Voksen i gangen",
        "carry_out_on": day,
        "who": "Miljøveileder",
        "evaluate_on": day + timedelta(days=14),
    }
    return measures.Points(**told | more)


def given(store, held_by, times):
    return [store.write(lambda tx: opening.free_number(tx, held_by)) for _ in range(times)]


def test_numbers_are_drawn_in_two_series_and_show_by_no_hole_that_there_are_others(store, house):
    first = opened(store, house.eli).number
    assert re.fullmatch(r"2026-\d{3}", first)
    assert re.fullmatch(r"2026-E\d{2}", opened(store, house.owner, "leadership").number)
    drawn = given(store, Holder.SCHOOL, 40)
    assert drawn != sorted(drawn)
    assert len({abs(int(b[5:]) - int(a[5:])) for a, b in pairwise(drawn)}) > 10
    assert not {f"2026-{n:03d}" for n in (0, int(first[5:]))} & set(drawn)


def test_a_number_that_is_taken_is_not_given_again_and_a_full_year_takes_a_digit_more(
    store, house, monkeypatch
):
    found = opened(store, house.eli)
    taken, widths = int(found.number[5:]), []

    def draw(_tx, below):
        widths.append(below)
        return taken - 1

    monkeypatch.setattr(opening, "drawn", draw)
    other = opened(store, house.rektor).number
    assert other == f"2026-{taken:04d}"
    assert set(widths) == {999, 9999}
    assert opened(store, house.eli).number == f"2026-{taken:05d}"
    again = {n.number for n in listing.page(store, house.rektor, CaseFilter())}
    assert again == {found.number, other, f"2026-{taken:05d}"}


def test_who_opens_a_case_stands_on_its_list_and_others_of_the_role_do_not(store, house):
    found = opened(store, house.eli)
    assert reading.by_number(store, house.rektor, found.number).case == found.case
    assert reading.by_number(store, house.assrektor, found.number).case == found.case
    for other in (house.tor, house.liv, house.owner, house.su, house.tech):
        with pytest.raises(Refused):
            reading.by_number(store, other, found.number)


@pytest.mark.parametrize("name", ["rektor", "assrektor", "eli", "tor", "liv", "su", "tech"])
def test_a_case_about_the_leadership_does_not_exist_at_the_school(store, house, name):
    person = getattr(house, name)
    report_id = report(store, "leadership")
    assert inbox.count(store, person) == 0
    assert inbox.page(store, person) == []
    with pytest.raises(Refused):
        reading.open_report(store, person, report_id)
    number = opening.from_report(store, house.owner, report_id)
    for asked in (CaseFilter(), CaseFilter(state="all"), CaseFilter(whose="others")):
        assert listing.count(store, person, asked) == 0
        assert listing.page(store, person, asked) == []
    assert listing.numbers(store, person) == []
    with pytest.raises(Refused):
        reading.open_case(store, person, number)
    with pytest.raises(Refused):
        reading.open_report(store, person, report_id)
    with pytest.raises(Refused):
        opening.link(reading.by_number(store, person, number), report_id)


@pytest.mark.parametrize("route", ["employee", "handler"])
def test_a_report_about_an_employee_goes_past_elevtjenesten(store, house, route):
    report_id = report(store, route)
    assert inbox.count(store, house.eli) == 0
    with pytest.raises(Refused):
        opening.from_report(store, house.eli, report_id)
    found = reading.by_number(
        store, house.rektor, opening.from_report(store, house.rektor, report_id)
    )
    assert found.case.past_team
    assert listing.count(store, house.eli, CaseFilter(state="all")) == 0


def test_a_wrong_number_and_a_forbidden_case_get_the_same_answer(store, house):
    found = opened(store, house.eli)
    answers = []
    for number in (found.number, "2026-999", "x" * 500, ""):
        with pytest.raises(Refused) as refused:
            reading.open_case(store, house.liv, number)
        answers.append((refused.value.key, refused.value.facts))
    assert len(set(map(str, answers))) == 1


def test_the_accused_cannot_see_that_the_case_exists(store, house):
    found = opened(store, house.rektor)
    reach.add(found, house.liv.person_id, "kontaktlærer")
    assert listing.count(store, house.liv, CaseFilter()) == 1
    reach.exclude(found, house.liv.person_id, "gjelder henne")
    assert listing.count(store, house.liv, CaseFilter(state="all")) == 0
    with pytest.raises(Refused):
        reading.by_number(store, house.liv, found.number)
    with pytest.raises(Invalid):
        reach.add(found, house.liv.person_id, "igjen")
    shown = reach.listed(found)
    assert house.liv.person_id not in {p.person_id for p in shown}


@pytest.mark.parametrize("name", ["assrektor", "rektor"])
def test_an_accused_leader_sends_the_case_to_skoleeier(store, house, name):
    found = opened(store, house.eli)
    with pytest.raises(Invalid, match="leader_accused"):
        reach.exclude(
            found,
            getattr(house, name).person_id,
            "gjelder henne",
        )


def test_who_steps_aside_sees_nothing_more_and_nobody_is_the_last(store, house):
    found = opened(store, house.eli)
    reach.step_aside(to(house.rektor, found), "slektning")
    reach.step_aside(to(house.assrektor, found), "slektning")
    for gone in (house.rektor, house.assrektor):
        assert listing.count(store, gone, CaseFilter(state="all")) == 0
        with pytest.raises(Refused):
            reading.open_case(store, gone, found.number)
    with pytest.raises(Invalid, match="last_reader"):
        reach.step_aside(found)
    with pytest.raises(Invalid, match="last_reader"):
        reach.remove(found, house.eli.person_id)
    reach.take_back(found, house.rektor.person_id)
    assert reading.by_number(store, house.rektor, found.number)


def days(found):
    """(rektor was told on, the student or the guardians took it up with her on)."""
    clock = case_facts.clock(found)
    return clock.told_on, clock.taken_up_on


def test_rektor_is_told_when_she_opens_the_report_or_the_case(store, house):
    early = report(store)
    reading.open_report(store, house.rektor, early)
    store.clock.move(days=1)
    number = opening.from_report(store, house.eli, early)
    found = reading.by_number(store, house.eli, number)
    assert case_facts.clock(found).told_on == date(2026, 11, 23)

    later = opened(store, house.eli)
    assert case_facts.clock(later).told_on is None
    reading.open_case(store, house.assrektor, later.number)
    assert case_facts.clock(later).told_on is None  # a deputy is not rektor
    reading.open_case(store, house.rektor, later.number)
    assert case_facts.clock(later).told_on == date(2026, 11, 24)


MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("reporter", "source", "taken_up"),
    [
        ("self", "form", True),
        ("guardian", "form", True),
        ("saw_or_heard", "form", False),
        ("class", "form", False),
        ("other", "form", False),
        ("", "staff", False),
    ],
)
def test_a_matter_is_taken_up_with_rektor_by_the_student_or_the_guardians_alone(
    store, house, reporter, source, taken_up
):
    """§ 12-6 counts from her opening what one of them wrote, § 12-4 from whatever tells her."""
    facts = (MONDAY, MONDAY if taken_up else None)
    # She read the report before there was a case.
    sent = report(store, reporter=reporter, source=source)
    reading.open_report(store, house.rektor, sent)
    number = opening.from_report(store, house.rektor, sent)
    assert days(reading.by_number(store, house.rektor, number)) == facts
    # She opens the report, or the page of the case on which its words stand, later.
    opens = (
        lambda found, sent: reading.open_report(store, house.rektor, sent),
        lambda found, sent: reading.open_case(store, house.rektor, found.number),
    )
    for later in opens:
        sent = report(store, reporter=reporter, source=source)
        number = opening.from_report(store, house.assrektor, sent)
        found = reading.by_number(store, house.assrektor, number)
        assert days(found) == (None, None)
        later(found, sent)
        assert days(found) == facts
        assert case_facts.differing(store) == []


def test_a_friends_report_tells_rektor_and_the_students_own_takes_it_up_later(store, house):
    friends, own = report(store, reporter="saw_or_heard"), report(store)
    number = opening.from_report(store, house.eli, friends)
    found = reading.by_number(store, house.eli, number)
    reading.open_case(store, house.rektor, number)
    assert days(found) == (MONDAY, None)
    clock = case_facts.clock(found)
    assert clock.week_over_on is None  # never shown as passed when only the first is known
    store.clock.move(days=1)
    reading.open_report(store, house.rektor, own)
    store.clock.move(days=1)
    opening.link(reading.by_number(store, house.eli, number), own)
    assert days(found) == (MONDAY, TUESDAY)
    assert case_facts.clock(found).week_over_on == date(2026, 12, 1)


def test_rektors_delegate_hears_for_her(store, house):
    rules = ReadingRules(delegate=house.assrektor.person_id)
    store.write(lambda tx: settings.save(tx, rules))
    found = opened(store, house.eli)
    reading.open_case(store, house.assrektor, found.number)
    assert days(found) == (MONDAY, MONDAY)


def test_told_by_hand_with_day_by_whom_and_how(store, house):
    found = opened(store, house.eli)
    day = date(2026, 11, 20)
    with pytest.raises(Invalid):
        milestones.told_by_hand(found, day, house.eli.person_id, " ")
    for other in (house.owner, house.su):
        with pytest.raises(Invalid):
            milestones.told_by_hand(found, day, other.person_id, "muntlig")
    milestones.told_by_hand(found, day, house.eli.person_id, "muntlig")
    clock = case_facts.clock(found)
    assert (clock.told_on, clock.taken_up_on, clock.week_over_on) == (day, None, None)
    assert case_facts.notes(found, Kind.TOLD)[0].note == "muntlig"


def test_taken_up_by_hand_with_its_day(store, house):
    found = opened(store, house.eli)
    reading.open_case(store, house.rektor, found.number)
    day = date(2026, 11, 20)
    with pytest.raises(Invalid, match="taken_up_future"):
        milestones.taken_up_by_hand(found, TUESDAY)
    milestones.taken_up_by_hand(found, day, "Far ringte rektor.")
    clock = case_facts.clock(found)
    # Whoever was asked about a matter knows of it: she was told on that day too.
    assert (clock.told_on, clock.taken_up_on) == (day, day)
    assert clock.week_over_on == date(2026, 11, 27)
    notes = {n.note for n in case_facts.notes(found, Kind.TAKEN_UP)}
    assert notes == {"", "Far ringte rektor."}
    held = opened(store, house.owner, "leadership")
    with pytest.raises(Refused):
        milestones.taken_up_by_hand(held, day)


def test_the_whole_way_and_what_is_kept_agrees_with_the_facts(store, house):
    found = opened(store, house.rektor)
    who = only_exposed(found)
    milestones.begin(found, "Snakket med miljøveileder.")
    people.name(found, who.case_person_id, "Nora Elevsen")
    people.heard(found, who.case_person_id, "Vil ha en voksen nær.")
    made = measures.save(found, who.case_person_id, points())
    assert to(house.rektor, found).case.next_duty == str(Step.CARRY_OUT)
    measures.carried_out(found, made)
    measures.evaluated(found, made, False, "Skjer fortsatt.")
    assert to(house.rektor, found).case.next_duty == str(Step.NEXT_ROUND)
    again = measures.save(found, who.case_person_id, points())
    assert [m.round for m in measures.of(found)] == [1, 2]
    measures.carried_out(found, again)
    measures.evaluated(found, again, True, "Bedre nå.")
    people.said(
        found,
        who.case_person_id,
        Kind.SAFE,
        "Sier at det er trygt.",
    )
    assert to(house.rektor, found).case.state == "ready"
    ending.end(found)
    assert to(house.rektor, found).case.state == "ended"
    before = measures.of(found), journal.of(found)
    store.clock.move(days=3)
    ending.reopen(found, "Det har begynt igjen.")
    assert (measures.of(found), journal.of(found)) == before
    assert to(house.rektor, found).case.state == "confirmed"
    assert case_facts.differing(store) == []


def test_a_kept_column_that_was_set_by_hand_is_found_and_mended(store, house):
    found = opened(store, house.eli)
    store.write(lambda tx: tx.update(case, case.c.case_id == found.case_id, state="ready"))
    assert case_facts.differing(store) == [found.case_id]
    assert case_facts.project_all(store) == 1
    assert case_facts.differing(store) == []


def test_what_an_older_clock_left_is_rebuilt_once(store, house):
    found = opened(store, house.eli)
    store.write(lambda tx: tx.update(case, case.c.case_id == found.case_id, state="ready"))
    assert case_facts.catch_up(store) == 1
    assert case_facts.differing(store) == []
    store.write(lambda tx: tx.update(case, case.c.case_id == found.case_id, state="ready"))
    assert case_facts.catch_up(store) == 0


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"problem": " "}, "plan_problem"),
        ({"what": ""}, "plan_measure"),
        ({"carry_out_on": None}, "plan_when"),
        ({"who": ""}, "plan_who"),
        ({"evaluate_on": None}, "plan_evaluate"),
        ({"evaluate_on": date(2026, 11, 1)}, "plan_evaluate"),
    ],
)
def test_a_measure_needs_all_five_points(store, house, missing, field):
    found = opened(store, house.eli)
    who = only_exposed(found)
    with pytest.raises(Invalid) as refused:
        measures.save(found, who.case_person_id, points(**missing))
    assert refused.value.field == field
    assert measures.of(found) == []


def test_two_people_cannot_change_a_measure_over_each_other(store, house):
    found = opened(store, house.eli)
    who = only_exposed(found)
    made = measures.save(found, who.case_person_id, points())
    measures.change(found, made, points(who="Rektor"), 1)
    with pytest.raises(Stale):
        measures.change(to(house.rektor, found), made, points(who="Tor"), 1)
    assert measures.of(found)[0].who == "Rektor"


def test_only_rektor_ends_a_case_before_everyone_says_it_is_safe(store, house):
    found = opened(store, house.eli)
    with pytest.raises(Invalid, match="not_safe_yet"):
        ending.end(found, "fordi")
    with pytest.raises(Invalid, match="no_reason"):
        ending.end(to(house.rektor, found))
    ending.end(to(house.rektor, found), "Eleven har byttet skole.")
    assert to(house.eli, found).case.state == "ended"


def test_safe_through_the_code_is_asked_about_and_ends_nothing_by_itself(store, house):
    """The school must have investigated, heard and evaluated, and asked, whatever the code says."""
    report_id = report(store)
    number = opening.from_report(store, house.eli, report_id, True)
    found = reading.by_number(store, house.eli, number)
    who = only_exposed(found).case_person_id
    follow_up.say_safe(store, report_id)

    def lacks():
        with pytest.raises(Invalid, match="not_safe_yet"):
            ending.end(found)
        return [str(lack) for lack in case_facts.clock(found).lacks]

    clock = case_facts.clock(found)
    assert (clock.may_end, clock.safe_by_code) == (False, (who,))
    assert lacks() == ["investigated", "heard", "evaluated", "safe"]
    milestones.begin(found)
    assert lacks() == ["heard", "evaluated", "safe"]
    people.heard(found, who, "Vil ha en voksen nær.")
    assert lacks() == ["evaluated", "safe"]
    made = measures.save(found, who, points())
    measures.carried_out(found, made)
    assert lacks() == ["evaluated", "safe"]
    measures.evaluated(found, made, True, "Bedre nå.")
    assert lacks() == ["safe"]
    people.said(found, who, Kind.SAFE, "Sier at det er trygt.")
    ending.end(found)
    assert reading.by_number(store, house.eli, number).case.state == "ended"


def test_only_who_wrote_about_herself_says_that_she_is_safe(store, house):
    for reporter in ("guardian", "saw_or_heard", "class", "other"):
        report_id = report(store, reporter=reporter)
        with pytest.raises(Refused):
            follow_up.say_safe(store, report_id)
        assert not reports.load(store, report_id).has("safe")


def test_a_case_handed_to_skoleeier_leaves_a_number_and_nothing_else(store, house):
    report_id = report(store)
    number = opening.from_report(store, house.eli, report_id, True)
    found = reading.by_number(store, house.eli, number)
    journal.write(found, "investigate", "Det gjelder rektor.")
    measures.save(
        found,
        only_exposed(found).case_person_id,
        points(),
    )
    ending.hand_over(found, "Gjelder rektor")
    with pytest.raises(Refused):
        reading.by_number(store, house.eli, number)
    emptied = reading.by_number(store, house.rektor, number)
    left = emptied.case
    assert (left.state, left.laws, left.areas, left.due_on, left.opened_by) == (
        "moved",
        (),
        (),
        None,
        None,
    )
    assert journal.of(found) == []
    for person in (house.rektor, house.assrektor, house.eli):
        with pytest.raises(Refused):
            reading.by_number(store, person, *listing.numbers(store, house.owner))
        with pytest.raises(Refused):
            reading.open_report(store, person, report_id)
        with pytest.raises((Refused, Stale)):
            journal.write(replace(emptied, person=person), "follow", "mer")
    assert journal.of(found) == []
    held = reading.by_number(store, house.owner, *listing.numbers(store, house.owner))
    assert journal.of(held)[0].body == "Det gjelder rektor."
    assert measures.of(held)[0].who == "Miljøveileder"
    assert held.case.holder_id is None
    assert reading.open_report(store, house.owner, report_id).route == "leadership"
    assert case_facts.differing(store) == []
    assert reports.differing(store) == []


def test_skoleeier_sees_date_number_and_theme_of_serious_cases_only(store, house):
    opened(store, house.eli)
    found = opened(store, house.eli)
    milestones.serious(to(house.rektor, found), "vold")
    assert [s.number for s in listing.serious_at_school(store, house.owner)] == [found.number]
    assert listing.serious_at_school(store, house.rektor) == []
    with pytest.raises(Refused):
        reading.open_case(store, house.owner, found.number)
    assert case_facts.clock(found).skoleeier_not_told


def test_reading_a_case_leaves_one_event_a_person_case_sign_in_and_hour(store, house):
    found = opened(store, house.eli)

    def events():
        a = audit
        return store.rows(sa.select(a.c.number).where(a.c.action == "case.read"))

    for _ in range(3):
        reading.open_case(store, house.eli, found.number)
    reading.open_case(store, house.eli, found.number, acts=False)
    assert len(events()) == 1
    reading.open_case(store, house.assrektor, found.number)
    assert len(events()) == 2
    store.clock.move(hours=1)
    reading.open_case(store, house.eli, found.number, acts=False)
    assert len(events()) == 2
    reading.open_case(store, house.eli, found.number)
    assert len(events()) == 3


def test_a_report_is_linked_only_where_no_more_people_read_it(store, house):
    target = opened(store, house.rektor)
    for route in ("employee", "handler"):
        with pytest.raises(Invalid, match="cannot_link"):
            opening.link(
                reading.by_number(store, house.rektor, target.number), report(store, route)
            )
    more = report(store, laws=("vold",))
    opening.link(reading.by_number(store, house.rektor, target.number), more)
    assert reading.by_number(store, house.rektor, target.number).case.laws == ("mobbing", "vold")
    assert inbox.count(store, house.eli) == 0
    with pytest.raises(Refused):
        reading.open_report(store, house.eli, more)


def test_an_employees_report_is_read_by_rektor_and_assrektor_alone(store, house):
    report_id = staff_report.send(store, house.liv, "Så en elev alene igjen.", "no")
    assert inbox.count(store, house.rektor) == inbox.count(store, house.assrektor) == 1
    for other in (house.eli, house.tor, house.liv, house.owner):
        assert inbox.count(store, other) == 0
    found = reading.open_report(store, house.rektor, report_id)
    assert staff_report.sender(found) == house.liv.person_id
    assert len(staff_report.mine(store, house.liv)) == 1
    staff_report.send(store, house.liv, "Rektor ropte.", "leadership")
    assert inbox.count(store, house.rektor) == 1
    assert inbox.count(store, house.owner) == 1


def test_a_report_that_skoleeier_is_given_is_not_new_again_for_its_sender(store, house):
    report_id = staff_report.send(store, house.liv, "Så en elev alene igjen.", "no")
    assert [state for _, state in staff_report.mine(store, house.liv)] == ["new"]
    reading.open_report(store, house.rektor, report_id)
    assert [state for _, state in staff_report.mine(store, house.liv)] == ["read"]
    inbox.send_to_skoleeier(store, house.rektor, report_id)
    assert [state for _, state in staff_report.mine(store, house.liv)] == ["read"]
    reading.open_report(store, house.owner, report_id)
    assert [state for _, state in staff_report.mine(store, house.liv)] == ["read"]


def test_rektor_gets_a_report_from_skoleeier_only_after_the_reporters_yes(store, house):
    report_id = report(store, "leadership")
    with pytest.raises(Invalid, match="no_yes"):
        inbox.give_to_rektor(store, house.owner, report_id, "grunn")
    inbox.ask_for_rektor(store, house.owner, report_id, "grunn", "Kan vi?", "t1")
    assert inbox.rektor_answer(reports.load(store, report_id)) == "asked"
    assert inbox.count(store, house.rektor) == 0
    store.write(lambda tx: reports.add_fact(tx, report_id, ReportFact.REKTOR_YES))
    inbox.give_to_rektor(store, house.owner, report_id, "grunn")
    assert inbox.count(store, house.rektor) == 1
    assert inbox.count(store, house.eli) == 0
    assert inbox.count(store, house.owner) == 0


def test_a_report_sent_to_the_county_is_gone_at_the_school(store, house):
    report_id = report(store)
    reading.open_report(store, house.eli, report_id)
    inbox.send_to_skoleeier(store, house.eli, report_id)
    for person in (house.eli, house.rektor, house.assrektor):
        assert inbox.count(store, person) == 0
        with pytest.raises(Refused):
            reading.open_report(store, person, report_id)
    found = reading.open_report(store, house.owner, report_id)
    assert {f.person_id for f in found.facts if f.kind == "read"} == {house.eli.person_id}


def test_a_report_closed_without_a_case_can_be_taken_up_again(store, house):
    report_id = report(store)
    with pytest.raises(Invalid):
        inbox.close(store, house.eli, report_id, " ")
    inbox.close(store, house.eli, report_id, "Gjelder kantina")
    assert (inbox.count(store, house.eli), inbox.count(store, house.eli, "closed")) == (0, 1)
    inbox.reopen(store, house.eli, report_id)
    assert inbox.count(store, house.eli) == 1


def test_the_list_of_the_inbox_has_no_order_inside_a_day(store, house):
    sent = [report(store, text=f"nr {n}") for n in range(12)]
    shown = [c.report_id for c in inbox.page(store, house.eli)]
    assert shown == sorted(sent, key=lambda i: i.bytes)


def test_a_case_that_nobody_at_the_school_can_open_alarms_skoleeier(store, house):
    found = opened(store, house.eli)
    reach.step_aside(to(house.rektor, found))
    reach.step_aside(to(house.assrektor, found))
    assert reach.without_reader(store) == []
    with pytest.raises(Refused):
        ending.take_over(store, house.owner, found.number, "trengs")
    store.write(
        lambda tx: tx.update(person_table, person_table.c.sign_in_name == "eli", active=False)
    )
    assert [n for _, n in reach.without_reader(store)] == [found.number]
    with pytest.raises(Refused):
        ending.take_over(store, house.liv, found.number, "trengs")
    ending.take_over(store, house.owner, found.number, "Ingen andre igjen")
    assert (
        reading.by_number(store, house.owner, *listing.numbers(store, house.owner)).case.state
        == "examined"
    )
    assert reach.without_reader(store) == []


def test_a_case_whose_holder_has_left_is_on_the_overview_of_those_by_office(store, house):
    found = opened(store, house.eli)
    reading.open_case(store, house.rektor, found.number)
    store.write(
        lambda tx: tx.update(person_table, person_table.c.sign_in_name == "eli", active=False)
    )
    for person in (house.rektor, house.assrektor):
        assert ("no_holder", found.number) in {
            (row.step, row.number) for row in overview.day(store, person).mine
        }
    assert overview.day(store, house.tor).mine == []
    milestones.give(to(house.rektor, found), house.assrektor.person_id)
    assert "no_holder" not in {row.step for row in overview.day(store, house.rektor).mine}


@pytest.mark.parametrize("last", ["role taken back", "account closed"])
def test_nothing_goes_to_skoleeier_where_nobody_reads_there(store, house, last):
    report_id, found = report(store), opened(store, house.eli)
    if last == "account closed":
        table = person_table
        change = {"active": False}
    else:
        table = role_grant
        change = {"ended_at": store.clock()}
    who = table.c.person_id == house.owner.person_id
    store.write(lambda tx: tx.update(table, who, **change))
    written = store.rows(sa.select(sa.func.count()).select_from(audit))
    with pytest.raises(Invalid, match="no_owner"):
        inbox.send_to_skoleeier(store, house.eli, report_id)
    with pytest.raises(Invalid, match="no_owner"):
        ending.hand_over(found, "Gjelder rektor")
    assert store.rows(sa.select(sa.func.count()).select_from(audit)) == written
    assert inbox.count(store, house.eli) == 1
    assert reading.by_number(store, house.eli, found.number).case == found.case


def test_whoever_stepped_aside_does_not_see_the_number_that_a_handed_over_case_left(store, house):
    found = reading.by_number(
        store, house.rektor, opening.from_report(store, house.rektor, report(store), True)
    )
    reach.step_aside(to(house.assrektor, found))
    ending.hand_over(found, "Gjelder ledelsen")
    everything = CaseFilter(state="all")
    assert [c.number for c in listing.page(store, house.rektor, everything)] == [found.number]
    assert listing.count(store, house.assrektor, everything) == 0
    with pytest.raises(Refused):
        reading.by_number(store, house.assrektor, found.number)


def test_rektor_is_not_told_of_a_case_that_was_handed_over_while_it_was_being_opened(
    store, house, monkeypatch
):
    number = opening.from_report(store, house.eli, report(store), False)
    found = reading.by_number(store, house.eli, number)
    looked = reading.by_number

    def then_handed_over(*asked):
        seen = looked(*asked)
        monkeypatch.setattr(reading, "by_number", looked)
        ending.hand_over(found, "Gjelder rektor")
        return seen

    monkeypatch.setattr(reading, "by_number", then_handed_over)
    reading.open_case(store, house.rektor, number)
    assert case_facts.of(looked(store, house.rektor, number)).facts == ()
    held = case_facts.of(looked(store, house.owner, *listing.numbers(store, house.owner)))
    assert not any(f.kind is Kind.TOLD for f in held.facts)


def test_that_whoever_opened_a_case_was_shut_out_is_told_to_rektor_until_she_has_been_there(
    store, house
):
    found = opened(store, house.eli)
    reach.add(found, house.tor.person_id, "Kjenner klassen")
    store.clock.move(minutes=5)
    reach.exclude(to(house.tor, found), house.eli.person_id, "")
    store.clock.move(minutes=5)

    def told(person):
        return [r.number for r in overview.day(store, person).mine if r.step == Cause.SHUT_OUT]

    # By whom and when, for those who open the case; who it is about learns nothing of it.
    [gone] = reach.shut_out(to(house.rektor, found))
    assert (gone.by, gone.was) == (house.tor.name, reach.Basis.OPENED)
    with pytest.raises(Refused):
        reach.shut_out(found)
    assert told(house.rektor) == told(house.assrektor) == [found.number]
    assert told(house.eli) == told(house.tor) == []
    reading.open_case(store, house.rektor, found.number)
    assert told(house.rektor) == []
    assert told(house.assrektor) == [found.number]
    store.clock.move(days=31)
    assert told(house.assrektor) == []


def test_that_somebody_who_never_stood_on_it_was_shut_out_is_seen_in_the_case_alone(store, house):
    found = opened(store, house.eli)
    reach.exclude(found, house.liv.person_id, "")
    [gone] = reach.shut_out(found)
    assert (gone.by, gone.was) == (house.eli.name, None)
    store.clock.move(minutes=5)
    rows = overview.day(store, house.rektor).mine
    assert Cause.SHUT_OUT not in {r.step for r in rows}
