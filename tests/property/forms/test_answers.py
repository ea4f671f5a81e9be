"""What must hold for every answer and every order of facts."""

from datetime import date, datetime
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from core.access import Route
from core.errors import Invalid
from core.forms import answers, form, logic, versions, xlsform
from core.reports import readers
from core.reports.happened import FactOfReport, ReportFact, derive

FORM = xlsform.read_file(versions.STANDARD)
VERSION = form.FormVersion(FORM, 1)
anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.lists(st.text()), st.just("self")
)
real = st.one_of(
    st.sampled_from([o.id for q in FORM.questions for o in q.options]),
    st.lists(st.sampled_from([o.id for q in FORM.questions for o in q.options])),
)
keys = st.one_of(st.sampled_from([q.id for q in FORM.questions]), st.text(max_size=8))


@given(st.dictionaries(keys, st.one_of(anything, real)))
@settings(max_examples=400, deadline=None)
def test_what_is_accepted_is_an_answer_that_the_form_could_have_given(given_):
    try:
        kept = answers.check(VERSION, given_)
    except Invalid:
        return
    asked = logic.asked(FORM, kept)
    assert set(kept) <= set(asked)
    assert kept["what_happened"].strip()
    assert len(kept["what_happened"]) <= FORM.question("what_happened").longest
    for question_id, value in kept.items():
        question = FORM.question(question_id)
        if question.options:
            assert all(question.option(o) for o in form.chosen(kept, question_id))
            assert isinstance(value, list) is (question.kind == form.MANY)
    assert answers.check(VERSION, kept) == kept
    route, about = form.route(kept), form.one(kept, "about_staff")
    assert route in readers.NAMED
    assert (route == "leadership") is (about == "leadership")
    past = about in ("employee", "unsure", "handler")
    mistreated = "by_employee" in form.chosen(kept, "kind")
    assert (route == "team") is (not past and not mistreated and about != "leadership")


facts = st.lists(
    st.builds(
        FactOfReport,
        kind=st.sampled_from(ReportFact),
        day=st.just(date(2026, 11, 23)),
        at=st.datetimes(datetime(2026, 11, 23), datetime(2026, 11, 24)),
        person_id=st.just(UUID(int=1)),
        case_id=st.just(UUID(int=2)),
    ),
    max_size=8,
    unique_by=lambda f: f.at,
)


@given(
    facts,
    st.sampled_from(Route),
    st.sampled_from([None, True, False]),
    st.randoms(),
)
@settings(max_examples=300, deadline=None)
def test_the_state_follows_from_the_facts_in_whatever_order_they_are_read(
    found, route, last, chance
):
    right = derive(route, found, last)
    mixed = list(found)
    chance.shuffle(mixed)
    assert derive(route, mixed, last) == right
    assert right.state in ("new", "read", "in_case", "closed", "withdrawn")
    assert (right.state == "in_case") is (right.case_id is not None)
    if not any(f.kind in ("sent_to_owner", "given_to_rektor") for f in found):
        assert right.route == route
