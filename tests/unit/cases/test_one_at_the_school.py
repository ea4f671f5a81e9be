"""On a case of skoleeier's one person at the school may stand, so that somebody follows up."""

import uuid

import pytest

from core.access import Role
from core.cases import ending, journal, listing, opening, reach, reading
from core.cases.listing import CaseFilter
from core.errors import Invalid, Refused
from core.figures import counts
from core.reports import reports
from tests.conftest import add_person, to

R = Role


@pytest.fixture
def house(store, small_school):
    """The people of a small school, and a case about its rektor."""
    house = small_school("rektor assrektor head eli tor liv owner")
    house.report_id = uuid.uuid4()
    told = {"what_happened": "Rektor roper til meg."}
    values = {"source": "form", "reporter": "self"}
    store.write(
        lambda tx: reports.insert(
            tx, house.report_id, "leadership", told, laws=("annet",), **values
        )
    )
    number = opening.from_report(store, house.owner, house.report_id, True)
    house.case = reading.by_number(store, house.owner, number)
    return house


def names(people):
    return {p.sign_in_name for p in people}


def test_skoleeier_puts_one_person_on_it_who_works_there_and_decides_nothing(store, house):
    case_id = house.case.case_id
    offered = reach.candidates(reading.by_id(store, house.owner, case_id))
    assert names(offered) == {"eli", "tor", "liv"}  # never one of the leadership
    for leader in (house.rektor, house.assrektor, house.head):
        with pytest.raises(Invalid, match="not_on_list"):
            reach.add(reading.by_id(store, house.owner, case_id), leader.person_id, "Følger opp")
    with pytest.raises(Refused):
        reading.by_id(store, house.eli, case_id)
    reach.add(reading.by_id(store, house.owner, case_id), house.eli.person_id, "Følger opp eleven")
    assert reach.candidates(reading.by_id(store, house.owner, case_id)) == []
    with pytest.raises(Invalid, match="not_on_list"):
        reach.add(reading.by_id(store, house.owner, case_id), house.tor.person_id, "En til")

    assert listing.numbers(store, house.eli) == [house.case.number]
    assert reading.open_report(store, house.eli, house.report_id).answers
    journal.write(reading.by_id(store, house.eli, case_id), "follow", "Snakket med eleven.")
    assert [one.name for one in reach.listed(reading.by_id(store, house.eli, case_id))][
        -1
    ] == house.eli.name
    for act in (
        lambda: reach.candidates(reading.by_id(store, house.eli, case_id)),
        lambda: reach.add(reading.by_id(store, house.eli, case_id), house.tor.person_id, "En til"),
        lambda: reach.remove(reading.by_id(store, house.eli, case_id), house.eli.person_id),
        lambda: reach.exclude(reading.by_id(store, house.eli, case_id), house.liv.person_id, ""),
        lambda: ending.end(reading.by_id(store, house.eli, case_id), "Ferdig"),
        lambda: ending.reopen(reading.by_id(store, house.eli, case_id), "Igjen"),
        lambda: ending.hand_over(reading.by_id(store, house.eli, case_id), "Igjen"),
    ):
        with pytest.raises(Refused):
            act()
    # It is in no figure that she sees, and nobody else at the school knows of it.
    assert counts.seen(store, house.eli).only == frozenset()
    for other in (house.rektor, house.assrektor, house.head, house.tor, house.liv):
        assert listing.count(store, other, CaseFilter(state="all")) == 0
    # Skoleeier cannot leave the case to her alone.
    with pytest.raises(Invalid, match="last_reader"):
        reach.step_aside(reading.by_id(store, house.owner, case_id))
    reach.remove(reading.by_id(store, house.owner, case_id), house.eli.person_id)
    with pytest.raises(Refused):
        reading.by_id(store, house.eli, case_id)
    assert names(reach.candidates(reading.by_id(store, house.owner, case_id))) == {
        "eli",
        "tor",
        "liv",
    }


def test_whoever_was_accused_or_stepped_aside_before_it_was_handed_over_is_never_offered(
    store, house
):
    told = {"what_happened": "To lærere og rektor."}
    report_id = uuid.uuid4()
    values = {"source": "form", "reporter": "self"}
    store.write(
        lambda tx: reports.insert(tx, report_id, "employee", told, laws=("annet",), **values)
    )
    found = reading.by_number(
        store, house.rektor, opening.from_report(store, house.rektor, report_id, True)
    )
    reach.exclude(found, house.liv.person_id, "")
    reach.add(found, house.tor.person_id, "Sammen")
    reach.step_aside(to(house.tor, found))
    known = set(listing.numbers(store, house.owner))
    ending.hand_over(found, "Det gjelder meg også.")
    (number,) = set(listing.numbers(store, house.owner)) - known
    held = reading.by_number(store, house.owner, number)
    assert names(reach.candidates(held)) == {"eli"}


def test_a_leader_who_once_stood_on_it_opens_it_no_more(store, house):
    case_id = house.case.case_id
    reach.add(reading.by_id(store, house.owner, case_id), house.liv.person_id, "Følger opp")
    assert reading.by_id(store, house.liv, case_id)
    promoted = add_person(store, "liv2", R.AVDELINGSLEDER, R.ANSATT)
    liv = type(house.liv)(**{**vars(house.liv), "roles": promoted.roles})
    with pytest.raises(Refused):
        reading.by_id(store, liv, case_id)
    assert listing.count(store, liv, CaseFilter(state="all")) == 0
