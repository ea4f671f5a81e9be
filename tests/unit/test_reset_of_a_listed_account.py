"""Whoever resets accounts never reads a case by way of somebody who stands on its list."""

import uuid

from core import accounts, case_access, cases, reports, sessions
from core.access import Role
from tests.conftest import add_person

R = Role


def test_a_new_password_for_somebody_on_a_cases_list_waits_for_rektors_yes(store):
    rektor = add_person(store, "rektor", R.REKTOR, R.ANSATT)
    tech = add_person(store, "tech", R.SYSTEMANSVARLIG)
    liv = add_person(store, "liv", R.LARER, R.ANSATT)
    assert accounts.reset(store, tech, liv.person_id)[1]
    report_id = uuid.uuid4()
    words = {"what_happened": "Jeg blir stengt ute."}
    store.write(
        lambda tx: reports.insert(tx, report_id, "team", words, source="form", reporter="self")
    )
    found = cases.by_number(store, rektor, cases.from_report(store, rektor, report_id))
    case_access.add(store, rektor, found.case_id, liv.person_id, "Kontaktlærer.")
    before = sessions.password_hash(store, "liv")
    assert not accounts.reset(store, tech, liv.person_id)[1]
    assert sessions.password_hash(store, "liv") == before
    accounts.confirm_reset(store, rektor, liv.person_id)
    assert sessions.password_hash(store, "liv") != before
