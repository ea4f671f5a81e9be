"""A second press from the page that was drawn before the first had its answer writes nothing more.

The browser still shows the old page then: it sends the old token and what was typed, again.
"""

import pytest
import sqlalchemy as sa

from core.access import Role
from core.administration import accounts
from core.cases import journal, listing, measures, reading
from core.cases import people as case_people
from core.people import directory, sessions
from core.store.schema.people import person as person_table
from core.store.schema.plan import plan_input
from core.store.schema.reports import report
from core.store.schema.school import department
from core.ui.kit import once


def who(demo, name):
    return directory.load(demo, sessions.password_hash(demo, name)[0])


def count(demo, table):
    return len(demo.rows(sa.select(table).where(demo.mine(table))))


def twice(at, button, fill):
    """Press, and press again from the page as it was before it was drawn anew."""
    old = at.text_input(key=once.FIELD).value
    for _ in range(2):
        fill(at)
        at.text_input(key=once.FIELD).set_value(old)
        at.button(key=button).click().run()
        assert not at.exception
        assert not at.error
    return at


def said(at):
    return [s.value for s in at.success]


@pytest.fixture
def a_case(demo):
    rektor = who(demo, "rektor")
    number = next(
        c.number for c in listing.page(demo, rektor, listing.CaseFilter()) if not c.moved_to
    )
    return reading.by_number(demo, rektor, number)


def a_staff_report(at):
    at.text_area(key="staff_report_text").set_value("Så en elev bli dyttet.")
    at.radio(key="staff_report_about").set_value("no")


def test_a_staff_report_is_sent_once_and_told_sent_both_times(visit, demo):
    before = count(demo, report)
    at = twice(
        visit("meld-rektor", "larer"),
        "staff_report_send",
        a_staff_report,
    )
    assert count(demo, report) == before + 1
    assert said(at)
    assert at.text_area(key="staff_report_text").value == ""


def test_the_next_report_is_another(visit, demo):
    before = count(demo, report)
    at = visit("meld-rektor", "larer")
    for _ in range(2):
        a_staff_report(at)
        at.button(key="staff_report_send").click().run()
    assert count(demo, report) == before + 2


def test_another_text_from_the_same_page_is_kept_too(visit, demo, a_case):
    before = len(journal.of(a_case))
    at = visit("sak", "rektor", nr=a_case.number)
    old = at.text_input(key=once.FIELD).value
    for text in ("Snakket med klassen.", "Snakket med klassen og læreren."):
        at.text_area(key="journal_text").set_value(text)
        at.text_input(key=once.FIELD).set_value(old)
        at.button(key="journal_save").click().run()
    assert len(journal.of(a_case)) == before + 2


def test_the_journal_gets_one_entry(visit, demo, a_case):
    before = len(journal.of(a_case))
    twice(
        visit("sak", "rektor", nr=a_case.number),
        "journal_save",
        lambda at: at.text_area(key="journal_text").set_value("Snakket med klassen."),
    )
    assert len(journal.of(a_case)) == before + 1


def test_a_student_is_put_in_the_case_once(visit, demo, a_case):
    before = len(case_people.of(a_case))
    twice(
        visit("sak", "rektor", nr=a_case.number),
        "person_add",
        lambda at: at.text_input(key="person_name").set_value("Nora"),
    )
    assert len(case_people.of(a_case)) == before + 1


def test_the_plan_gets_one_measure(visit, demo, a_case):
    before = len(measures.of(a_case))

    def fill(at):
        today = demo.today()
        at.text_area(key="plan_problem").set_value("Alene i pausene")
        at.text_area(key="plan_measure").set_value("Fast voksen")
        at.text_input(key="plan_who").set_value("Kari")
        at.date_input(key="plan_when").set_value(today)
        at.date_input(key="plan_evaluate").set_value(today)

    twice(visit("sak", "rektor", nr=a_case.number), "plan_save", fill)
    assert len(measures.of(a_case)) == before + 1


def test_an_account_is_made_once_and_its_password_stands_until_it_is_handed_over(visit, demo):
    at = visit("brukere", "systemansvarlig")

    def fill(at):
        at.text_input(key="account_name").set_value("Ny Ansatt")
        at.text_input(key="account_sign_in_name").set_value("ny.ansatt")
        at.multiselect(key="account_roles").set_value([Role.LARER])

    old = at.text_input(key=once.FIELD).value
    shown = []
    for _ in range(2):
        fill(at)
        at.text_input(key=once.FIELD).set_value(old)
        at.button(key="account_make").click().run()
        assert not at.exception
        assert not at.error
        shown.append(at.code[0].value)
    assert shown[0] == shown[1]
    found = demo.rows(sa.select(person_table).where(person_table.c.sign_in_name == "ny.ansatt"))
    assert len(found) == 1


def test_a_role_is_given_once_and_the_choice_that_slid_into_its_place_is_not(visit, demo):
    larer = who(demo, "larer")
    at = visit("brukere", "rektor")
    at.selectbox(key="account_chosen").set_value(larer.person_id).run()
    had = accounts.find(demo, "larer").all_roles

    old = at.text_input(key=once.FIELD).value
    at.selectbox(key="role_add").set_value(Role.KONTAKTLARER)
    at.button(key="role_give").click().run()
    at.text_input(key=once.FIELD).set_value(old)
    at.button(key="role_give").click().run()
    assert not at.exception
    assert not at.error
    assert accounts.find(demo, "larer").all_roles - had == {Role.KONTAKTLARER}


def test_a_department_is_made_once(visit, demo):
    at = visit("brukere", "rektor")
    at.segmented_control(key="people_view").set_value("school").run()
    before = count(demo, department)
    twice(
        at, "department_add", lambda at: at.text_input(key="department_name").set_value("Nytt bygg")
    )
    assert count(demo, department) == before + 1


def test_input_to_the_plan_is_given_once(visit, demo):
    before = count(demo, plan_input)
    twice(
        visit("handlingsplan", "larer"),
        "plan_input_send",
        lambda at: at.text_area(key="plan_input_text").set_value("Mer tid til klassens time."),
    )
    assert count(demo, plan_input) == before + 1
