"""Two who read alike are told apart wherever one is chosen: a browser sends back words alone."""

import uuid

import pytest
import sqlalchemy as sa

from core.access import Role
from core.administration import accounts, functions
from core.cases import opening, reach, reading
from core.cases import people as case_people
from core.cases.clock import Kind
from core.cases.happened import Part
from core.people import directory, sessions
from core.reports import messages, reports
from core.store.schema.cases import case_access as access
from core.store.schema.cases import case_fact
from core.year import bodies

NAME = "Kari Nordmann"


def who(store, name):
    return directory.load(store, sessions.password_hash(store, name)[0])


@pytest.fixture
def karis(demo):
    """The ids of two teachers of one name; which of them comes last in a list is not known."""
    return [
        accounts.add(demo, None, name, NAME, frozenset({Role.LARER, Role.ANSATT}))[0]
        for name in ("karin1", "karin2")
    ]


@pytest.fixture
def opened(demo):
    """A case of elevtjenesten's, with two reports of one day by the student concerned."""
    person = who(demo, "elevtjeneste")
    ids = [uuid.uuid4(), uuid.uuid4()]
    for report_id in ids:
        demo.write(
            lambda tx, i=report_id: reports.insert(
                tx, i, "team", {"what_happened": "x"}, source="form", reporter="self"
            )
        )
    number = opening.from_report(demo, person, ids[0], True)
    opening.link(reading.by_number(demo, person, number), ids[1])
    return person, reading.by_number(demo, person, number)


def rows(demo, found, *which):
    asked = sa.select(access.c.person_id).where(
        demo.mine(access), access.c.case_id == found.case_id, access.c.ended_at.is_(None), *which
    )
    return {row.person_id for row in demo.rows(asked)}


@pytest.mark.parametrize("which", [0, 1])
def test_of_two_named_alike_the_one_chosen_is_put_on_the_list(visit, demo, karis, opened, which):
    _, found = opened
    at = visit("sak", "elevtjeneste", nr=found.number)
    box = at.selectbox(key="access_person")
    assert {f"{NAME} (karin1)", f"{NAME} (karin2)"} <= set(box.options)
    box.set_value(karis[which]).run()
    at.text_input(key="access_reason").set_value("Kontaktlærer.")
    at.button(key="access_add").click().run()
    assert not at.exception
    assert rows(demo, found) & set(karis) == {karis[which]}
    # Who stands there is told from the one who does not, here and where the other is chosen.
    assert any(t.value.startswith(f"{NAME} (karin{which + 1}) ·") for t in at.text)
    assert f"{NAME} (karin{2 - which})" in at.selectbox(key="access_person").options
    at.selectbox(key="owner_person").set_value(karis[which]).run()
    at.button(key="owner_give").click().run()
    assert reading.open_case(demo, who(demo, "elevtjeneste"), found.number).case_id == found.case_id


@pytest.mark.parametrize("which", [0, 1])
def test_of_two_named_alike_the_one_chosen_is_the_accused(visit, demo, karis, opened, which):
    _, found = opened
    at = visit("sak", "rektor", nr=found.number)
    at.selectbox(key="accused_person").set_value(karis[which]).run()
    at.button(key="accused_save").click().run()
    assert rows(demo, found, access.c.basis == reach.Basis.ACCUSED) == set(), "it asks first"
    assert f"{NAME} (karin{which + 1})" in [t.value for t in at.text]
    at.button(key=f"accused_{found.number}_yes").click().run()
    assert not at.exception
    assert any("stengt ute" in t.value and "av Ragnhild Solbakken," in t.value for t in at.text)
    assert rows(demo, found, access.c.basis == reach.Basis.ACCUSED) == {karis[which]}


@pytest.mark.parametrize("which", [0, 1])
def test_of_two_named_alike_the_one_chosen_told_rektor(visit, demo, karis, opened, which):
    _, found = opened
    at = visit("sak", "elevtjeneste", nr=found.number)
    at.selectbox(key="told_by").set_value(karis[which])
    at.text_input(key="told_how").set_value("Muntlig.")
    at.button(key="told_save").click().run()
    assert not at.exception
    told = sa.select(case_fact.c.subject_id).where(
        demo.mine(case_fact), case_fact.c.case_id == found.case_id, case_fact.c.kind == Kind.TOLD
    )
    assert [row.subject_id for row in demo.rows(told)] == [karis[which]]


@pytest.mark.parametrize("which", [0, 1])
def test_of_two_named_alike_the_one_chosen_sits_in_the_body(visit, demo, karis, which):
    body = next(b for b in bodies.everyone(demo) if b.staff_only).body_id
    at = visit("moter", "rektor")
    at.session_state["meeting_open"] = body
    at.session_state[f"members_{body}"] = True
    at.run()
    at.selectbox(key=f"member_new_{body}").set_value(karis[which]).run()
    at.button(key=f"member_add_{body}").click().run()
    assert {i for i, _ in bodies.members(demo, body)} & set(karis) == {karis[which]}


def test_skoleeiers_accounts_show_in_no_name(demo, karis):
    accounts.add(demo, None, "olaeier", "Ola Dahl", frozenset({Role.SKOLEEIER}))
    ola, _ = accounts.add(demo, None, "ola", "Ola Dahl", frozenset({Role.LARER}))
    assert directory.told_apart(demo, [ola]) == {ola: "Ola Dahl"}


def test_every_candidate_for_a_function_is_called_by_words_of_her_own(demo, karis):
    called = directory.told_apart(demo, dict(functions.candidates(demo)))
    assert len(set(called.values())) == len(called)
    assert called[karis[0]] == f"{NAME} (karin1)"


@pytest.mark.parametrize("which", [0, 1])
def test_of_two_students_named_alike_the_plan_is_the_chosen_ones(visit, demo, opened, which):
    _, found = opened
    first = next(p for p in case_people.of(found) if p.part is Part.EXPOSED)
    case_people.name(found, first.case_person_id, NAME)
    case_people.add(found, Part.EXPOSED, NAME)
    at = visit("sak", "elevtjeneste", nr=found.number)
    exposed = [p.case_person_id for p in case_people.of(found)]
    box = at.selectbox(key="plan_for")
    assert box.options == [f"{NAME} (1)", f"{NAME} (2)"]
    assert at.selectbox(key="talk_who").options == box.options
    assert box.set_value(exposed[which]).run().selectbox(key="plan_for").value == exposed[which]


@pytest.mark.parametrize("which", [0, 1])
def test_of_two_reports_of_one_day_the_chosen_one_is_answered(visit, demo, opened, which):
    _, found = opened
    linked = [r.report_id for r in reports.of_case(demo, found.case_id)]
    at = visit("sak", "elevtjeneste", nr=found.number)
    at.selectbox(key="reply_report").set_value(linked[which]).run()
    assert at.selectbox(key="reply_report").value == linked[which]
    day = at.selectbox(key="reply_report").options[which]
    assert day.endswith(f"({which + 1})")
    assert any(c.value.endswith(f"({which + 1})") for c in at.caption)
    assert not messages.conversation(demo, linked[which])
