"""Whose a fact of a case may be: of staff, of nobody, or a reporter's and then in no case's row."""

import uuid
from collections import Counter

import pytest

from core.access import Role
from core.cases import facts, opening, reading
from core.cases.clock import Kind
from core.reports import reports
from tests.conftest import add_person

BY_ITSELF = ("left", "told", "taken_up")


@pytest.fixture
def found(store, once):
    eli, number = once("case", lambda: _case(store))
    return reading.by_number(store, eli, number)


def _case(store):
    """Whoever opened a case, and its number."""
    eli = add_person(store, "eli", Role.ELEVTJENESTE, Role.ANSATT)
    report_id, values = uuid.uuid4(), {"source": "form", "reporter": "self"}
    told = {"what_happened": "Hei."}
    store.write(lambda tx: reports.insert(tx, report_id, "team", told, laws=(), areas=(), **values))
    return eli, opening.from_report(store, eli, report_id)


@pytest.mark.parametrize("kind", Kind)
def test_a_fact_of_a_case_is_of_staff_or_of_nobody_and_a_reporters_is_no_row_of_it(found, kind):
    store, before = found.store, Counter(facts.of(found).facts)
    for person in (None, found.person):
        may_be = kind != "safe_by_code" and (person is not None or kind in BY_ITSELF)

        def work(tx, person=person):
            facts.add(tx, found.case_id, kind, person)

        if may_be:
            store.write(work)
            (written,) = (Counter(facts.of(found).facts) - before).elements()
            before[written] += 1
            assert (written.kind, written.person_id) == (kind, person and person.person_id)
        else:
            with pytest.raises(ValueError, match=kind):
                store.write(work)
            assert Counter(facts.of(found).facts) == before
